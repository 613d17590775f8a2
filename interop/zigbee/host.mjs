// SPDX-License-Identifier: Apache-2.0
// zigbee-herdsman as the host of a given EZSP port (tcp).
//   node host.mjs --port P [--state DIR]   prints {"control": port, "start": "reset"|"resumed"|"restored"}, takes {"op": name, ...} by POST /do, ends with stdin
//   node host.mjs --port P --script locks  waits for a lock to join, runs the scripted commands, prints results as JSON, exit 1 on failure
// --extended HEX: the extended PAN id, in herdsman's order. --like FILE: the network of this backup, as its owner would configure it.
// --known with --script: the lock is in the database of --state already. --join http://..: asked (POST) to make the lock join.
import { readFileSync, writeFileSync } from "node:fs";
import { control, keepStdoutClean, options, plain, ready } from "../common/peer.mjs";
import { HerdsmanHost, testNetwork } from "./src/herdsman-host.mjs";
import { lockScript } from "./src/lock-script.mjs";

keepStdoutClean();
const given = options({ host: "127.0.0.1", port: 0, control: 0, state: "", script: "", join: "", known: "", out: "", verbose: "", extended: "", like: "" });
const bytes = (hex) => [...Buffer.from(hex, "hex")];
const network = { ...testNetwork };
if (given.extended) network.extendedPanID = bytes(given.extended);
if (given.like) {
  const backup = JSON.parse(readFileSync(given.like, "utf8"));
  Object.assign(network, { panID: parseInt(backup.pan_id, 16), extendedPanID: bytes(backup.extended_pan_id), channelList: [backup.channel], networkKey: bytes(backup.network_key.key) });
}
const host = await HerdsmanHost.start({ host: given.host, port: given.port, stateDir: given.state || undefined, network, verbose: !!given.verbose });

if (given.script) {
  const report = await lockScript(host, { known: !!given.known, join: given.join ? () => fetch(given.join, { method: "POST" }) : undefined });
  const text = JSON.stringify(plain(report), null, 1);
  if (given.out) writeFileSync(given.out, text);
  process.stdout.write(`${text}\n`);
  await host.close();
  process.exit(report.failed === 0 ? 0 : 1);
}

const routes = {
  "POST /do": async ({ body }) => {
    const operation = host.operations[body.op];
    if (!operation) throw new Error(`unknown op ${body.op}; known: ${Object.keys(host.operations).join(", ")}`);
    const before = Date.now();
    const result = await operation(body);
    return { result: result ?? null, ms: Date.now() - before };
  },
  "POST /script": async ({ body }) => lockScript(host, body),
  "GET /events": () => host.events,
  "POST /events/clear": () => { host.events.length = 0; },
  "GET /counters": () => host.proxy.snapshot(),
  "POST /counters/reset": () => host.proxy.reset(),
};
ready({ control: await control(routes, given.control), start: host.startResult }, () => host.close());
