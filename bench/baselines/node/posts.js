// The form view of the Node baselines: store the message as Parley does, then hand its fragment to `broadcast(room, html)`.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const Database = require("better-sqlite3");

const template = fs.readFileSync(path.join(__dirname, "..", "fragment.html"), "utf8");
const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
const escaped = (text) => text.replace(/[&<>"']/g, (found) => escapes[found]);

function store(file) {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  const bump = database.prepare("UPDATE rooms_room SET version = version + 1 WHERE id = ? RETURNING version");
  const insert = database.prepare(
    `INSERT INTO rooms_message (room_id, author_id, kind, position, version, nonce, body, created, follows_author)
     VALUES (@room, @author, 'text', @position, @position, @nonce, @body, @created, 0)`,
  );
  return database.transaction((message) => {
    message.position = bump.get(message.room).version;
    insert.run(message);
  }).immediate;
}

exports.serve = function serve(broadcast) {
  const [port, file] = process.argv.slice(2);
  const save = store(file);
  const server = http.createServer((request, response) => {
    const found = /^\/rooms\/(\d+)\/messages\/(\d+)$/.exec(request.url);
    if (request.method !== "POST" || !found) {
      response.writeHead(404).end();
      return;
    }
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const form = new URLSearchParams(Buffer.concat(parts).toString());
      const room = Number(found[1]);
      save({
        room,
        author: Number(found[2]),
        nonce: form.get("nonce"),
        body: form.get("body"),
        created: new Date().toISOString().replace("T", " ").replace("Z", ""),
      });
      broadcast(room, template.replace("{{ words }}", escaped(form.get("body"))));
      response.writeHead(204).end();
    });
  });
  server.keepAliveTimeout = 0;
  server.listen({ port: Number(port), host: "127.0.0.1", backlog: 4096 });
  return server;
};
