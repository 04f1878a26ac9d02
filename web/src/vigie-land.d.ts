// What `scripts/land.mjs` makes of Natural Earth at build time.
declare module "vigie:land" {
  const land: import("./world.ts").Land;
  export default land;
}
