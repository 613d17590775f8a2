// SPDX-License-Identifier: Apache-2.0
// The independent Matter peer: matter.js door locks and a matter.js controller behind the WebSocket API, in a network
// namespace of their own (Matter ignores the loopback interface). Needs root for the namespace. Prints
// {"ws": port, "control": port, "nodes": ids, "dir": its folder} (ports on 127.0.0.1 of the caller's namespace) and ends
// when stdin closes.
//   node peer.mjs [--locks spec,pinonly,pinless,bridge] [--grace 180000] [--dir DIR] [--ws 0] [--control 0] [--commission no]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { keepStdoutClean, options, ready } from "../common/peer.mjs";

keepStdoutClean();
const given = options({ locks: "spec,pinonly,pinless,bridge", grace: 180_000, dir: "", ws: 0, control: 0, commission: "yes" });
const dir = given.dir || mkdtempSync(join(tmpdir(), "matter-peer-"));
const inside = spawn("unshare", ["--net", process.execPath, fileURLToPath(new URL("inside.mjs", import.meta.url)), "--dir", dir, "--locks", given.locks, "--grace", String(given.grace)],
  { stdio: ["pipe", "pipe", "inherit"] });
const ended = new Promise((done) => inside.once("exit", done));
await new Promise((done, failed) => {
  createInterface({ input: inside.stdout }).once("line", done);
  inside.once("error", failed);
  inside.once("exit", (code) => failed(new Error(`the inside ended with ${code}; a network namespace needs root`)));
});

/** A loopback TCP port in this namespace for a unix socket that leads into the other. */
async function bringOut(path, port) {
  const server = createServer((near) => {
    const far = connect(path);
    near.pipe(far);
    far.pipe(near);
    for (const [one, other] of [[near, far], [far, near]]) one.on("error", () => other.destroy()).on("close", () => other.destroy());
  });
  await new Promise((done, failed) => server.once("error", failed).listen(port, "127.0.0.1", done));
  return server.address().port;
}

const ws = await bringOut(join(dir, "ws.sock"), given.ws);
const control = await bringOut(join(dir, "control.sock"), given.control);
let nodes = {};
if (given.commission !== "no") {
  nodes = await new Promise((done, failed) => {
    const order = request({ host: "127.0.0.1", port: control, path: "/commission", method: "POST" }, async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      answer.statusCode === 200 ? done(JSON.parse(text)) : failed(new Error(`commissioning: ${text}`));
    });
    order.on("error", failed);
    order.end("{}");
  });
}
ready({ ws, control, nodes, dir }, async () => {
  inside.stdin.end();
  await ended;
  if (!given.dir) rmSync(dir, { recursive: true, force: true });
}, 8000);
