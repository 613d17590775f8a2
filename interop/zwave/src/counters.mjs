// SPDX-License-Identifier: Apache-2.0
// Counts application frames per lock from the bytes on the serial line, not from the emulation's own view.
const SEND_DATA = 0x13, SEND_DATA_BRIDGE = 0xa9, INCOMING = 0x04, INCOMING_BRIDGE = 0xa8;
const TRACE_LENGTH = 2000;

export class Counters {
  nodes = new Map();
  serial = { fromHost: 0, fromChip: 0 };
  trace = [];
  since = Date.now();

  reset() {
    this.nodes.clear();
    this.serial = { fromHost: 0, fromChip: 0 };
    this.trace = [];
    this.since = Date.now();
  }

  #count(node, direction, bytes) {
    const entry = this.nodes.get(node) ?? { out: 0, in: 0, outBytes: 0, inBytes: 0 };
    entry[direction]++;
    entry[`${direction}Bytes`] += bytes.length;
    this.nodes.set(node, entry);
    this.trace.push({ ms: Date.now() - this.since, node, direction, hex: Buffer.from(bytes).toString("hex") });
    if (this.trace.length > TRACE_LENGTH) this.trace.shift();
  }

  /** A frame of the host: `01 LEN 00 13 node length command ..`, or with the source node first for the bridge form. */
  hostFrame(bytes) {
    this.serial.fromHost++;
    const at = bytes[3] === SEND_DATA ? 4 : bytes[3] === SEND_DATA_BRIDGE ? 5 : -1;
    if (at > 0) this.#count(bytes[at], "out", bytes.subarray(at + 2, at + 2 + bytes[at + 1]));
  }

  /** A frame of the chip: `01 LEN 00 04 status node length command ..`, the bridge form with the destination before it. */
  chipFrame(bytes) {
    this.serial.fromChip++;
    if (bytes[2] !== 0) return;
    const at = bytes[3] === INCOMING ? 5 : bytes[3] === INCOMING_BRIDGE ? 6 : -1;
    if (at > 0) this.#count(bytes[at], "in", bytes.subarray(at + 2, at + 2 + bytes[at + 1]));
  }

  snapshot() {
    return { sinceMs: Date.now() - this.since, serial: this.serial, nodes: Object.fromEntries(this.nodes) };
  }
}
