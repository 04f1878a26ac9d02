// Bun's server with its own publish and subscribe: each line on standard input, a number of bytes, goes to all.
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.argv[2]),
  reusePort: true,
  fetch: (request, server) => (server.upgrade(request) ? undefined : new Response("", { status: 426 })),
  websocket: {
    idleTimeout: 960,
    sendPings: false,
    open: (socket) => socket.subscribe("live"),
    message() {},
  },
});
for await (const bytes of console) server.publish("live", "x".repeat(Number(bytes)));
process.exit(0);
