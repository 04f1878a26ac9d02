// No word is missing in any language of the pages, every value of a text is in each of its forms, and
// nothing is left in English by mistake.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CONSOLE_LANGUAGES } from "../../src/console/speak.ts";
import { speech, type Phrase } from "../../src/speech.ts";
import { LANGUAGES } from "../../src/words.ts";

const ALL: readonly (readonly [string, Readonly<Record<string, Readonly<Record<string, Phrase>>>>])[] = [
  ["the public page", LANGUAGES],
  ["the console", CONSOLE_LANGUAGES],
];

const forms = (phrase: Phrase): string[] => (typeof phrase === "string" ? [phrase] : Object.values(phrase));
const values = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

const ALIKE_IN_FRENCH = new Set(
  "source danger signature console journal seconds_after zones hash_message zone_of silence incident_n".split(" "),
);

for (const [page, languages] of ALL) {
  const english = languages["en"]!;
  for (const [language, words] of Object.entries(languages)) {
    test(`${page} has every word in ${language}`, () => {
      assert.deepEqual(Object.keys(words).sort(), Object.keys(english).sort());
      for (const [name, phrase] of Object.entries(words)) {
        const isEmptyAllowed = typeof phrase !== "string";
        for (const form of forms(phrase)) assert.ok(isEmptyAllowed || form.trim() !== "", name);
      }
    });

    test(`${page} has the forms that ${language} counts with`, () => {
      const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.slice().sort();
      for (const [name, phrase] of Object.entries(words)) {
        if (typeof phrase !== "string") assert.deepEqual(Object.keys(phrase).sort(), needed, `${name} in ${language}`);
      }
    });

    test(`${page} puts the same values into ${language} as into English`, () => {
      for (const [name, phrase] of Object.entries(words)) {
        const wanted = new Set(forms(english[name]!).flatMap(values));
        const other = typeof phrase === "string" ? phrase : phrase.other;
        assert.deepEqual([...new Set(values(other))].sort(), [...wanted].sort(), `${name} in ${language}`);
        // A form may leave the number out where its words say it.
        for (const form of forms(phrase)) for (const value of values(form)) assert.ok(wanted.has(value), `${name}: {${value}}`);
      }
    });

    test(`${page} leaves nothing in English in ${language}`, () => {
      if (language === "en") return;
      const script = language === "ar" ? /[\u0600-\u06ff]/ : null;
      for (const [name, phrase] of Object.entries(words)) {
        const isSame = forms(phrase).some((form) => form === forms(english[name]!)[0]);
        assert.equal(isSame, isSame && script === null && ALIKE_IN_FRENCH.has(name), `${name} is as in English`);
        for (const form of forms(phrase)) {
          if (script !== null && /[a-z]{3}/i.test(form.replace(/\{\w+\}/g, ""))) assert.match(form, script, name);
        }
      }
    });
  }
}

test("a number takes the form of its language, and its digits", () => {
  const words = CONSOLE_LANGUAGES;
  const said = (tag: string, n: number): string => speech(words, words["en"]!, [tag]).word("people_n", { n });
  assert.equal(said("en", 1), "1 person");
  assert.equal(said("en", 1240), "1,240 people");
  assert.equal(said("fr", 0), "0 personne");
  assert.equal(said("ar-EG", 2), "شخصان");
  assert.equal(said("ar-EG", 11), "١١ شخصاً");
  assert.equal(said("ar-EG", 5), "٥ أشخاص");
});

test("among words from the right a value from the left stays together, and cannot turn what follows it", () => {
  const ar = { said: "{what} \u0645\u0646" };
  assert.equal(speech({ ar, en: ar }, ar, ["ar"]).word("said", { what: "a\u2069\u202eb" }), "\u2068ab\u2069 \u0645\u0646");
});

test("a value that is given is not read for values again", () => {
  const one = { en: { hello: "{who} and {other}" } };
  assert.equal(speech(one, one.en, ["en"]).word("hello", { who: "{other}", other: "B" }), "{other} and B");
});

test("the console writes no sentence that is not in its words", () => {
  const folder = join(process.cwd(), "src/console");
  const found = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) =>
      readFileSync(join(folder, name), "utf8")
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => !line.startsWith("//") && !line.startsWith("*") && !line.startsWith("/**") && !/new (Range)?Error\(/.test(line))
        // Two words beside each other in quotes, with a capital or a full stop, are said to somebody.
        .filter((line) => /["`][^"`]*\b([A-Z][a-z]+ [a-z]+|[a-z]+ [a-z]+\.)[^"`]*["`]/.test(line))
        .map((line) => `${name}: ${line}`),
    );
  assert.deepEqual(found, []);
});
