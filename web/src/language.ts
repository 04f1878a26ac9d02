// Chooses which language comes first and which way it is written.

/** Languages written from right to left when no script is named. */
const RTL_LANGUAGES = new Set("ar arc ckb dv fa he iw ks mzn nqo ps sd ug ur yi".split(" "));
const RTL_SCRIPTS = new Set(["arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"]);

export function direction(tag: string): "rtl" | "ltr" {
  const parts = tag.toLowerCase().split("-");
  const script = parts.slice(1).find((part) => part.length === 4);
  if (script !== undefined) return RTL_SCRIPTS.has(script) ? "rtl" : "ltr";
  return RTL_LANGUAGES.has(parts[0] ?? "") ? "rtl" : "ltr";
}

/**
 * The offered languages, those the reader asked for first (exact tag, then same language), the rest
 * in the order given.
 */
export function ordered(offered: readonly string[], wanted: readonly string[]): string[] {
  const rank = (tag: string): number => {
    const exact = wanted.findIndex((want) => want.toLowerCase() === tag.toLowerCase());
    if (exact >= 0) return exact * 2;
    const near = wanted.findIndex((want) => primary(want) === primary(tag));
    return near >= 0 ? near * 2 + 1 : wanted.length * 2;
  };
  return [...offered].sort((a, b) => rank(a) - rank(b));
}

export function speaks(tag: string, wanted: readonly string[]): boolean {
  return wanted.some((want) => primary(want) === primary(tag));
}

/** The language's own name for itself, or its tag where the browser does not know it. */
export function nameOf(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Without the signs that turn the direction of writing: for a title or a label, which nothing encloses. */
export function unturned(text: string): string {
  return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}

function primary(tag: string): string {
  return tag.toLowerCase().split("-")[0] ?? "";
}
