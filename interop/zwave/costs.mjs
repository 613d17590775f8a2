// SPDX-License-Identifier: Apache-2.0
// What zwave-js spends on the air for the tasks of a lock manager, measured on a fresh peer. Prints JSON; takes about
// three minutes. `out` and `in` are application frames host to lock and lock to host.
//   node costs.mjs [--out file]
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { keepStdoutClean, options } from "../common/peer.mjs";
import { startPeer } from "../common/start.mjs";
import { ZWaveJsHost } from "./src/zwavejs-host.mjs";

keepStdoutClean();
const given = options({ out: "" });
const PREPARED = 5, BATCH = 20;
const pin = (n) => String(1000 + n * 37);
const range = (n) => Array.from({ length: n }, (_, i) => i + 1);

const peer = await startPeer(fileURLToPath(new URL("peer.mjs", import.meta.url)));
const { nodes } = await peer.get("/info");
const codeLocks = nodes.filter((node) => node.codes);
for (const { id } of codeLocks) await peer.post("/codes", { node: id, codes: range(PREPARED).map((user) => ({ user, code: pin(user) })) });

const rows = [];
async function measure(task, node, run) {
  await peer.post("/counters/reset");
  const before = Date.now();
  await run();
  const ms = Date.now() - before;
  await new Promise((quiet) => setTimeout(quiet, 1500)); // what zwave-js does afterwards belongs to the task
  const counted = (await peer.get("/counters")).nodes;
  for (const id of [node].flat()) rows.push({ task, node: id, ms, ...(counted[id] ?? { out: 0, in: 0, outBytes: 0, inBytes: 0 }) });
}

let host;
await measure("first contact until all codes are known", nodes.map((n) => n.id), async () => {
  host = await ZWaveJsHost.start({ port: peer.facts.serial });
  await host.interviewed();
});
const op = host.operations;
for (const { id, codes } of nodes) {
  await measure("read all users, 5 used", id, () => op.users({ node: id }));
  await measure("one code: add", id, () => op.addUser({ node: id, user: 7, pin: "7531" }));
  await measure("one code: change", id, () => op.setPin({ node: id, user: 7, pin: "1357" }));
  await measure("one code: the same again", id, () => op.setPin({ node: id, user: 7, pin: "1357" }));
  await measure("one code: disable", id, () => op.enable({ node: id, user: 7, active: false }));
  await measure("one code: delete", id, () => op.deleteUser({ node: id, user: 7 }));
  if (!codes) continue;
  await op.setPin({ node: id, user: 1, pin: "8642" }); // a change that stays
  await measure("has anything changed? after an own write", id, () => op.refresh({ node: id }));
  await measure("has anything changed? nothing", id, () => op.refresh({ node: id }));
  if (codes.users >= BATCH) {
    await measure("20 codes: set", id, async () => { for (const n of range(BATCH)) await op.addUser({ node: id, user: n, pin: pin(100 + n) }).catch(() => op.setPin({ node: id, user: n, pin: pin(100 + n) })); });
    await measure("20 codes: clear", id, async () => { for (const n of range(BATCH)) await op.deleteUser({ node: id, user: n }); });
  }
}
const text = JSON.stringify({ host: "zwave-js 15.29.0", rows }, null, 1);
if (given.out) writeFileSync(given.out, text);
process.stdout.write(`${text}\n`);
await host.close();
await peer.close();
process.exit(0);
