// Exercise and actual cannot be mistaken for each other on any pixel of the console's chrome, and the one
// question restates what is about to be done in large letters.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { sees, text } from "../support/browser.ts";
import { one, visit } from "../support/console.ts";
import { picture, waiting, warning } from "../support/samples.ts";
import { openPage, server } from "../support/stage.ts";

type Rgb = readonly [red: number, green: number, blue: number];

/** The colours along the edges of the window and through its header, as they were painted. */
async function painted(page: Page): Promise<{ edges: Rgb[]; header: Rgb[] }> {
  const shot = (await page.screenshot()).toString("base64");
  const { height } = (await page.locator("#chrome").boundingBox()) ?? { height: 0 };
  const reader = await page.context().newPage();
  try {
    return await reader.evaluate(
      async ([png, headerPx]) => {
        const bytes = Uint8Array.from(atob(png as string), (char) => char.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext("2d")!;
        context.drawImage(image, 0, 0);
        const at = (x: number, y: number): [number, number, number] => {
          const [r, g, b] = context.getImageData(x, y, 1, 1).data;
          return [r!, g!, b!];
        };
        const edges: [number, number, number][] = [];
        for (let y = 0; y < image.height; y += 7) for (const x of [3, 10, image.width - 4, image.width - 11]) edges.push(at(x, y));
        const header: [number, number, number][] = [];
        for (let y = 2; y < (headerPx as number) - 4; y += 3) for (let x = 20; x < image.width - 20; x += 5) header.push(at(x, y));
        return { edges, header };
      },
      [shot, height] as const,
    );
  } finally {
    await reader.close();
  }
}

const isRed = ([r, g, b]: Rgb): boolean => r > 120 && g < 60 && b < 60;
const isPurple = ([r, g, b]: Rgb): boolean => b > r && b > 100 && g < 90;
/** Letters and what is between them and their ground. */
const share = (pixels: readonly Rgb[], is: (pixel: Rgb) => boolean): number => pixels.filter(is).length / pixels.length;

for (const colorScheme of ["light", "dark"] as const) {
  test(`exercise and actual differ on every pixel of the edges and the header, ${colorScheme}`, async () => {
    const site = (status: "actual" | "exercise") => picture({ site: { ...picture().site!, status }, warnings: [warning({ status })] });
    const drill = await visit(site("exercise"), { colorScheme });
    await sees(drill, "#chrome", /EXERCISE/);
    const exercise = await painted(drill);
    server.show(site("actual"));
    await sees(drill, "#chrome", /ACTUAL/);
    const actual = await painted(drill);

    assert.equal(share(exercise.edges, isPurple), 1, "every edge of an exercise is purple");
    assert.equal(share(actual.edges, isRed), 1, "every edge of the real is red");
    assert.ok(new Set(exercise.edges.map(String)).size >= 2, "an exercise is striped");
    assert.equal(new Set(actual.edges.map(String)).size, 1, "the real is of one piece");
    // What is neither is lettering; no pixel of one has the ground of the other.
    assert.ok(share(exercise.header, isPurple) > 0.75, `${share(exercise.header, isPurple)} of the header`);
    assert.ok(share(actual.header, isRed) > 0.75, `${share(actual.header, isRed)} of the header`);
    assert.equal(share(exercise.header, isRed), 0);
    assert.equal(share(actual.header, isPurple), 0);
  });
}

test("the word stays in sight when the officer scrolls", async () => {
  const page = await visit();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const top = (await page.locator("#chrome").boundingBox())?.y ?? Number.NaN;
  assert.ok(top >= 0 && top < 5, `the header is at ${top}`);
  assert.equal(share((await painted(page)).edges, isPurple), 1);
});

test("the one question restates real or exercise, danger, places, people and sirens in large letters", async () => {
  const page = await visit(picture({ warnings: [waiting({ status: "actual" })] }));
  await page.click('[data-action="approve"]');
  await sees(page, "#confirm .restated", /^ACTUAL: rockets in Compound, البوابة الشمالية, 1,240 people, 12 sirens$/);
  const size = (selector: string): Promise<number> => page.$eval(selector, (found) => parseFloat(getComputedStyle(found).fontSize));
  assert.ok((await size("#confirm .restated")) >= 1.4 * (await size("#confirm .facts")));
});

test("a zone is chosen on the map or in the list, and what would be warned is summed up before it is drafted", async () => {
  const page = await visit(picture({ warnings: [] }));
  await page.check('[name="status"][value="actual"]');
  await page.selectOption('[name="danger"]', "rockets");
  await page.locator('#compose text[data-zone="compound"]').click();
  await sees(page, ".sum", /^ACTUAL: rockets in Compound, 900 people, 2 sirens$/);
  assert.equal(await page.isChecked('[name="zones"][value="compound"]'), true);
  // The keyboard's way is the list.
  await page.focus('[name="zones"][value="north-gate"]');
  await page.keyboard.press("Space");
  await sees(page, ".sum", /1,240 people, 3 sirens/);
  assert.equal(await page.locator("#compose .map-zone[data-chosen]").count(), 2);
  await page.click("text=Make ACTUAL draft");
  await sees(page, "#compose .made", /warning 12/);
  assert.deepEqual((server.posts()[0]?.body as { zones: unknown }).zones, ["compound", "north-gate"]);
});

test("a delivery is shown as ordered, accepted, sounding and heard, each with its time, and an unknown life by its name", async () => {
  const { alerts, deliveries } = warning();
  const { sent } = alerts[0]!;
  const [first] = deliveries;
  const at = (life: string, ms: number): ReturnType<typeof one> => one({ deliveries: [{ ...first!, life, at: sent + ms, heard: null }] });
  const page = await visit(at("sent", 20));
  for (const [life, ms, word] of [
    ["accepted", 400, "accepted"],
    ["sounding", 700, "sounding"],
    ["woken_by_owl", 800, "woken by owl"],
    ["heard", 1_900, "heard"],
  ] as const) {
    server.show(at(life, ms));
    await sees(page, "#warnings .clock", word);
  }
  await page.click("#warnings .clock summary");
  await sees(
    page,
    "#warnings .clock details",
    /ordered \+0\.0 s → accepted \+0\.4 s → sounding \+0\.7 s → woken by owl \+0\.8 s → heard \+1\.9 s/,
  );
  await sees(page, "#warnings .clock", /sirens\s+1\s+\+1\.9 s\s+\+1\.9 s/);
});

test("the delivery clock says by channel when the first and the last was reached, who is silent and who has not answered", async () => {
  const page = await visit();
  const clock = await text(page, "#warnings .clock");
  assert.match(clock, /sirens\s+3\s+\+0\.9 s\s+–/);
  assert.match(clock, /live wire\s+1\s+\+0\.0 s\s+\+0\.0 s/);
  assert.match(clock, /1 NOT REACHED: siren-03 \(SILENT\)/);
  assert.match(clock, /1 has not answered yet: siren-02 \(accepted\)/);
});

test("each siren shows its ways, its power, its case, its parts and its self-test by themselves", async () => {
  const page = await visit();
  const row = (id: string): Promise<string> => text(page, `#sirens tr[data-key="${id}"]`);
  assert.match(await row("siren-01"), /heard\s+up\s+up\s+02:14:59 fresh\s+mains\s+shut\s+sound: works, voice: untried, disk: works\s+passed \(silent\)/);
  assert.match(await row("siren-02"), /up\s+DOWN\s+02:14:58 fresh\s+battery 18 %\s+OPEN.*never tested.*its case is open.*accepted \(alert 7\) 02:14:00/s);
  assert.match(await row("siren-03"), /not known.*SILENT.*nothing was heard/s);
});

test("the story of a thing is read from the journal, and a refusal in the server's words", async () => {
  const lines = [{ n: 12, at: 1, what: "siren-03 stayed silent <b>twice</b>" }, { n: 0, at: 2, what: "given up" }];
  server.replies.set("GET /api/v1/explain/3", { status: 200, body: { verdict: "It was sent, and one siren stayed silent.", lines } });
  const page = await visit();
  await page.fill("#journal-what", "3");
  await page.press("#journal-what", "Enter");
  await sees(page, "#story", /one siren stayed silent.*12.*<b>twice<\/b>.*worked out.*given up/s);
  await page.click('[data-do="sign-out"]');
  assert.equal(await page.locator("#story").textContent(), "");
});

for (const [locale, dir, heading, commit] of [
  ["fr-FR", "ltr", "Lancer cette alerte RÉEL · ACTUAL ?", /1\s240 personnes/],
  ["ar-IQ", "rtl", "أتطلق هذا التحذير (حقيقي · ACTUAL)؟", /١٬٢٤٠ شخصاً/],
] as const) {
  test(`the console speaks ${locale}, with its numbers and plurals, and writes the word ACTUAL beside its own`, async () => {
    const page = await visit(picture({ warnings: [waiting({ status: "actual" })] }), { locale });
    assert.equal(await page.getAttribute("html", "dir"), dir);
    await page.click('[data-action="approve"]');
    assert.equal((await page.locator("#confirm h2").textContent())?.replace(/[\u2068\u2069]/g, ""), heading);
    assert.match(await text(page, '[data-do="commit"]'), commit);
    assert.match(await page.title(), /Vigie/);
  });
}

test("whoever asks for a language that there is none of gets English", async () => {
  server.picture = picture();
  const page = await openPage("/console", { locale: "ja-JP" });
  await sees(page, "#sign-in-heading", "Sign in");
});

test("hostile words in every field of the picture stay words, in their place", async () => {
  const evil = `\u202e"'><img src=x onerror=window.hit=1><script>window.hit=1</script>${"W".repeat(10_000)}`;
  const spoil = (value: unknown, key = ""): unknown => {
    if (typeof value === "string") return KEPT.has(key) ? value : evil;
    if (Array.isArray(value)) return value.map((one) => spoil(one, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoil(one, name)]));
  };
  const shown = spoil(picture({ warnings: [warning(), waiting({ id: 4 })] })) as ReturnType<typeof picture>;
  const page = await visit(shown);
  await sees(page, "#warnings", /<script>/);
  await page.locator("#map .map-world").waitFor();
  await page.$$eval("details", (all) => all.forEach((one) => one.setAttribute("open", "")));
  await page.click('[data-action="approve"]');
  await sees(page, "#confirm", /<script>/);
  assert.equal(await page.evaluate(() => (window as unknown as { hit?: number }).hit), undefined);
  assert.equal(await page.locator("main img, main script, dialog img").count(), 0);
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide! <= seen!, `${wide} px wide in ${seen}`);
});

/** Words that the contract closes: a server that breaks them is another matter. */
const KEPT = new Set("status stage origin ended claim link pulse holds health act languages".split(" "));

test("with a thousand sirens and five hundred warnings, a new picture draws again only what changed in it", async () => {
  const base = picture();
  const sirens = Array.from({ length: 1_000 }, (_, i) => ({ ...base.sirens[i % 3]!, id: `mast-${i}` }));
  const deliveries = sirens.map(({ id }, i) => ({ id: i, alert: 7, target: id, life: "heard", at: warning().alerts[0]!.sent + i, attempts: 1, why: null }));
  const warnings = Array.from({ length: 500 }, (_, i) => warning({ id: i + 1, deliveries: i === 0 ? deliveries : [] }));
  const shown = { ...base, sirens, warnings };
  const page = await visit(shown);
  await page.locator('#sirens tr[data-key="mast-999"]').waitFor();
  await page.locator("#map .map-world").waitFor();
  assert.ok((await page.locator("#warnings tr").count()) < 10, "what is closed is not made");
  await page.evaluate(() => {
    const heard = { changes: 0 };
    Object.assign(globalThis, { heard });
    const watch = new MutationObserver((all) => (heard.changes += all.length));
    for (const id of ["warnings", "sirens", "map"]) watch.observe(document.getElementById(id)!, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const changes = (): Promise<number> => page.evaluate(() => (globalThis as unknown as { heard: { changes: number } }).heard.changes);
  server.show({ ...shown, screens: { connected: 4_321, answering: 0, last: null } });
  await sees(page, "#screens", /4,321/);
  assert.equal(await changes(), 0);
  server.show({ ...shown, sirens: sirens.map((one) => (one.id === "mast-999" ? { ...one, link: "lost" as const } : one)) });
  await sees(page, '#sirens tr[data-key="mast-999"]', /LINK LOST/);
  assert.ok((await changes()) > 0);
});
