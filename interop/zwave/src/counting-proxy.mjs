// SPDX-License-Identifier: Apache-2.0
// A TCP proxy between a host and a Serial API port which counts the application frames that pass.
import { connect, createServer } from "node:net";
import { Counters } from "./counters.mjs";

/** Finds whole data frames in a byte stream and hands them out; everything else passes unseen. */
function scanner(onFrame) {
  let buffer = [];
  return (chunk) => {
    for (const b of chunk) {
      if (buffer.length === 0 && b !== 0x01) continue;
      buffer.push(b);
      if (buffer.length >= 2 && buffer.length === buffer[1] + 2) {
        onFrame(Uint8Array.from(buffer));
        buffer = [];
      }
    }
  };
}

export async function countingProxy(host, port) {
  const counters = new Counters();
  const server = createServer((near) => {
    const far = connect(port, host);
    near.setNoDelay(true);
    far.setNoDelay(true);
    const toChip = scanner((frame) => counters.hostFrame(frame));
    const toHost = scanner((frame) => counters.chipFrame(frame));
    near.on("data", (chunk) => { toChip(chunk); far.write(chunk); });
    far.on("data", (chunk) => { toHost(chunk); near.write(chunk); });
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on("close", () => other.destroy());
      one.on("error", () => other.destroy());
    }
  });
  await new Promise((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
  return { port: server.address().port, counters, close: () => server.close() };
}
