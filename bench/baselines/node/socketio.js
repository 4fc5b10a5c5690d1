// socket.io 4 as its documentation begins: join a room on connection, emit to the room.
"use strict";
const { Server } = require("socket.io");
const { serve } = require("./posts");

const io = new Server(serve((room, html) => io.to(`room ${room}`).emit("message", html)));
io.on("connection", (socket) => socket.join(`room ${socket.handshake.query.room}`));
