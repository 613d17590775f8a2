// SPDX-License-Identifier: Apache-2.0
// zwave-js as the host of a given Serial API port: the reverse of peer.mjs.
//   node host.mjs --port P                 prints {"control": port}, takes {"op": name, ...} by POST /do, ends with stdin
//   node host.mjs --port P --script locks  runs the scripted tasks on every lock, prints the results as JSON, exit 1 on failure
import { writeFileSync } from "node:fs";
import { control, keepStdoutClean, options, plain, ready } from "../common/peer.mjs";
import { lockScript } from "./src/lock-script.mjs";
import { ZWaveJsHost, testKeys } from "./src/zwavejs-host.mjs";

keepStdoutClean();
const given = options({ host: "127.0.0.1", port: 0, control: 0, script: "", nodes: "", out: "", cache: "", keys: "", verbose: "" });
const keys = given.keys
  ? Object.fromEntries(Object.entries(JSON.parse(given.keys)).map(([name, hex]) => [name, Buffer.from(hex, "hex")])) : testKeys();
const host = await ZWaveJsHost.start({ host: given.host, port: given.port, keys, cacheDir: given.cache || undefined, verbose: !!given.verbose });

if (given.script) {
  const ids = given.nodes ? given.nodes.split(",").map(Number) : undefined;
  const report = await lockScript(host, ids);
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
  "POST /interviewed": ({ body }) => host.interviewed(body.nodes),
  "GET /events": () => host.events,
  "POST /events/clear": () => { host.events.length = 0; },
  "GET /counters": () => host.counters.snapshot(),
  "POST /counters/reset": () => host.counters.reset(),
  "GET /trace": () => host.counters.trace,
};
ready({ control: await control(routes, given.control), nodes: [...host.driver.controller.nodes.keys()] }, () => host.close());
