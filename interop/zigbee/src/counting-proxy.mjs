// SPDX-License-Identifier: Apache-2.0
// A TCP proxy between a host and an EZSP port which counts ASH frames, EZSP commands and radio messages that pass.
import { connect, createServer } from "node:net";
import { decoder, isData, randomise } from "./ash.mjs";

const SEND_UNICAST = 0x34, SEND_BROADCAST = 0x36, SEND_MULTICAST = 0x38, MESSAGE_SENT = 0x3f, INCOMING = 0x45;
const CALLBACK = 0x10, RETRANSMITTED = 0x08;

const zero = () => ({ ashOut: 0, ashIn: 0, bytesOut: 0, bytesIn: 0, commands: 0, callbacks: 0, unicast: 0, broadcast: 0, multicast: 0, incoming: 0, delivered: 0 });

/** The frame id behind the extended or the legacy header. */
const frameId = (ezsp) => ((ezsp[2] & 3) === 1 && ezsp.length > 4 ? ezsp[3] | (ezsp[4] << 8) : ezsp[2]);

export async function countingProxy(host, port) {
  let counts = zero();
  const fromHost = () => decoder((frame) => {
    if (!frame) return;
    counts.ashOut++;
    if (!isData(frame.control) || frame.control & RETRANSMITTED) return;
    counts.commands++;
    const id = frameId(randomise(frame.data));
    if (id === SEND_UNICAST) counts.unicast++;
    if (id === SEND_BROADCAST) counts.broadcast++;
    if (id === SEND_MULTICAST) counts.multicast++;
  });
  const fromNcp = () => decoder((frame) => {
    if (!frame) return;
    counts.ashIn++;
    if (!isData(frame.control) || frame.control & RETRANSMITTED) return;
    const ezsp = randomise(frame.data);
    if (!(ezsp[1] & CALLBACK)) return;
    counts.callbacks++;
    if (frameId(ezsp) === INCOMING) counts.incoming++;
    if (frameId(ezsp) === MESSAGE_SENT) counts.delivered++;
  });
  const server = createServer((near) => {
    const far = connect(port, host);
    near.setNoDelay(true);
    far.setNoDelay(true);
    const out = fromHost(), back = fromNcp();
    near.on("data", (chunk) => { counts.bytesOut += chunk.length; out(chunk); far.write(chunk); });
    far.on("data", (chunk) => { counts.bytesIn += chunk.length; back(chunk); near.write(chunk); });
    for (const [one, other] of [[near, far], [far, near]]) one.on("close", () => other.destroy()).on("error", () => other.destroy());
  });
  await new Promise((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
  return { port: server.address().port, snapshot: () => ({ ...counts }), reset: () => { counts = zero(); }, close: () => server.close() };
}
