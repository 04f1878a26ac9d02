// `npm run shots -- FOLDER`: pictures of every page in its main states, from the test server, so that
// they can be looked at. With VIGIE_URL (and VIGIE_TOKEN_A) it takes the real server's pages as they are.

import { build } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const web = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(web);
const out = join(web, "node_modules/.cache/vigie-tests/shots.mjs");
await build({
  absWorkingDir: web,
  entryPoints: ["tests/shots.ts"],
  outfile: out,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});
await import(pathToFileURL(out).href);
