// Builds `dist/`: three pages, the scripts of those that the server writes, and their assets under names that carry a hash of the content, so that
// they may be cached for ever. No code of others is in the result, and the pages load nothing else; the
// coasts are Natural Earth's, which is in the public domain.

import { build } from "esbuild";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { landPlugin } from "./land.mjs";

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(web, "dist");

/** What the pages may do; the server sends the same and adds `frame-ancestors 'none'`. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const ENTRIES = {
  public: "src/public/main.ts",
  console: "src/console/main.ts",
  safe: "src/safe/main.ts",
  signup: "src/signup/main.ts",
  worker: "src/signup/worker.ts",
};
const STYLES = { public: "src/public/public.css", console: "src/console/console.css", safe: "src/safe/safe.css" };
const PAGES = { "index.html": "src/index.html", "console.html": "src/console.html", "safe.html": "src/safe.html" };

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const outputs = [
  // Each page by itself: what is split off a page is what it loads later, and it shares no file with another.
  ...(await Promise.all(
    Object.entries(ENTRIES).map(([name, entry]) => bundle({ [name]: entry }, { format: "esm", splitting: true, plugins: [landPlugin] })),
  )),
  await bundle(STYLES, {}),
  await bundle({ icon: "src/icon.svg" }, { loader: { ".svg": "copy" } }),
];
const assets = Object.assign({}, ...outputs.map(namesOf));

for (const [page, source] of Object.entries(PAGES)) {
  const template = await readFile(join(web, source), "utf8");
  const html = template
    .replaceAll("{{csp}}", CSP)
    .replace(/\{\{asset ([^}]+)\}\}/g, (_, name) => {
      if (!(name in assets)) throw new Error(`${source} names the asset ${name}, which is not built`);
      return `/assets/${assets[name]}`;
    });
  await writeFile(join(dist, page), html);
}
await writeFile(join(dist, "words.json"), JSON.stringify(await words()));
for (const [name, hashed] of Object.entries(assets)) {
  const { length } = await readFile(join(dist, "assets", hashed));
  console.log(`${name.padEnd(12)} ${hashed.padEnd(28)} ${(length / 1024).toFixed(1)} KiB`);
}

/** The words of the pages, for what the server writes where there is no script. */
async function words() {
  const contents = `export { LANGUAGES } from "./src/words.ts"; export { direction } from "./src/language.ts";`;
  const { outputFiles } = await build({
    absWorkingDir: web,
    stdin: { contents, resolveDir: web, loader: "ts" },
    bundle: true,
    format: "esm",
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  const { LANGUAGES, direction } = await import(`data:text/javascript;base64,${source}`);
  return Object.fromEntries(
    Object.entries(LANGUAGES).map(([tag, words]) => [tag, { direction: direction(tag), words }]),
  );
}

async function bundle(entryPoints, more) {
  const { metafile } = await build({
    absWorkingDir: web,
    entryPoints,
    outdir: join(dist, "assets"),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    target: ["chrome100", "firefox100", "safari15.4"],
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    ...more,
  });
  return metafile.outputs;
}

/** `public.js` → `public-ABCDEFGH.js`, for every output. */
function namesOf(outputs) {
  const names = Object.keys(outputs).map((path) => basename(path));
  return Object.fromEntries(names.map((name) => [name.replace(/-[A-Z0-9]{8}(\.[a-z]+)$/, "$1"), name]));
}
