// Runs the named kinds of tests (`unit`, `e2e`, `real`): each test file is bundled on its own, so that
// tests read the sources as the pages do, and given to node's own test runner.

import { build } from "esbuild";
import { spawn } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const kinds = process.argv.slice(2);
if (kinds.length === 0) throw new Error("failed to run tests: name at least one kind: unit, e2e, real");

const files = [];
for (const kind of kinds) {
  const names = (await readdir(join(web, "tests", kind))).filter((name) => name.endsWith(".test.ts"));
  if (names.length === 0) throw new Error(`failed to run tests: no *.test.ts in tests/${kind}`);
  files.push(...names.map((name) => `tests/${kind}/${name}`));
}
const out = join(web, "node_modules/.cache/vigie-tests");
await rm(out, { recursive: true, force: true });
await build({
  absWorkingDir: web,
  entryPoints: files,
  outdir: out,
  outbase: "tests",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "inline",
  logLevel: "warning",
});
const built = files.map((file) => join(out, file.replace(/^tests\//, "").replace(/\.ts$/, ".mjs")));
// Browsers are heavy: two files at a time fill two cores.
const flags = ["--enable-source-maps", "--test", "--test-reporter=spec", "--test-concurrency=2"];
const run = spawn(process.execPath, [...flags, ...built], { cwd: web, stdio: "inherit" });
run.on("exit", (code) => process.exit(code ?? 1));
