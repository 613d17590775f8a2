// SPDX-License-Identifier: Apache-2.0
// zigbee-herdsman as the host of a given EZSP port (tcp).
//   node host.mjs --port P [--state DIR]   prints {"control": port, "start": "reset"|"resumed"|"restored"}, takes {"op": name, ...} by POST /do, ends with stdin
//   node host.mjs --port P --script locks  waits for a lock to join, runs the scripted commands, prints results as JSON, exit 1 on failure
// --known with --script: the lock is in the database of --state already. --join http://..: asked (POST) to make the lock join.
import { writeFileSync } from "node:fs";
import { control, keepStdoutClean, options, plain, ready } from "../common/peer.mjs";
import { HerdsmanHost } from "./src/herdsman-host.mjs";
import { lockScript } from "./src/lock-script.mjs";

keepStdoutClean();
const given = options({ host: "127.0.0.1", port: 0, control: 0, state: "", script: "", join: "", known: "", out: "", verbose: "" });
const host = await HerdsmanHost.start({ host: given.host, port: given.port, stateDir: given.state || undefined, verbose: !!given.verbose });

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
