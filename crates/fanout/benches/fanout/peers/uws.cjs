// uWebSockets with its own publish and subscribe: each line on standard input, a number of bytes, goes to all.
const uws = require("@trufflesuite/uws-js-unofficial");
const app = uws.App();
app.ws("/live", {
  idleTimeout: 0,
  sendPingsAutomatically: false,
  open: (socket) => socket.subscribe("live"),
});
for (const address of process.argv.slice(3)) {
  app.listen(address, Number(process.argv[2]), (listening) => {
    if (!listening) process.exit(1);
  });
}
require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", (bytes) => app.publish("live", "x".repeat(Number(bytes)), false))
  .on("close", () => process.exit(0));
