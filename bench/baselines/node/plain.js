// The `ws` library with nothing around it: a set of sockets for each room.
"use strict";
const { WebSocketServer } = require("ws");
const { serve } = require("./posts");

const rooms = new Map();
const server = serve((room, html) => {
  for (const socket of rooms.get(room) ?? []) socket.send(html);
});
new WebSocketServer({ server, backlog: 4096 }).on("connection", (socket, request) => {
  const room = Number(new URL(request.url, "http://localhost").searchParams.get("room"));
  const sockets = rooms.get(room) ?? new Set();
  rooms.set(room, sockets.add(socket));
  socket.on("close", () => sockets.delete(socket));
});
