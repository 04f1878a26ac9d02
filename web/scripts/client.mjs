// Builds the client library as others install it: one file and its types, in `client/dist/`.

import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(web, "client/dist");

await rm(dist, { recursive: true, force: true });
await build({
  absWorkingDir: web,
  entryPoints: ["src/live.ts"],
  outdir: dist,
  bundle: true,
  format: "esm",
  target: ["chrome100", "firefox100", "safari15.4", "node20"],
  charset: "utf8",
  logLevel: "warning",
});
const tsc = join(web, "node_modules/.bin/tsc");
const flags = ["src/live.ts", "--ignoreConfig", "--declaration", "--emitDeclarationOnly", "--strict", "--skipLibCheck"];
const shape = ["--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom,dom.iterable"];
const paths = ["--allowImportingTsExtensions", "--rewriteRelativeImportExtensions", "--outDir", join(dist, "types")];
const types = spawnSync(tsc, [...flags, ...shape, ...paths], { cwd: web, stdio: "inherit" });
if (types.status !== 0) throw new Error("failed to write the types of the client library: mend what tsc named");
