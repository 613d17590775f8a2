// SPDX-License-Identifier: Apache-2.0
// The chip's side of the Serial API frame layer over TCP: finds frames in a byte stream however it is cut, answers
// ACK or NAK, sends one frame at a time and repeats it until the host acknowledges. The emulated controller behind it
// only ever sees whole, valid frames, one per call.
import { createServer } from "node:net";
import { sleep } from "../../common/peer.mjs";

const SOF = 0x01, ACK = 0x06, NAK = 0x15, CAN = 0x18;
const FRAME_TIMEOUT_MS = 1500;
const ACK_TIMEOUT_MS = 1600;
const MAX_REPEATS = 3;

export function checksum(bytes) {
  let sum = 0xff;
  for (const b of bytes) sum ^= b;
  return sum;
}

/** A data frame around a command: `type` 0 for what the chip says unasked, 1 for a response. */
export function frame(type, command, data) {
  const body = [data.length + 3, type, command, ...data];
  return Uint8Array.from([SOF, ...body, checksum(body)]);
}

export class ChipLink {
  #socket;
  #buffer = [];
  #sofTimer;
  #queue = Promise.resolve();
  #answer;
  #refuseUntil = 0;
  server;
  counters = { acks: 0, naks: 0, cans: 0, damaged: 0, repeated: 0, unacknowledged: 0, connections: 0 };
  /** Faults to play, in order of arrival: {fault, count, command?}. See control routes of peer.mjs. */
  faults = [];

  /** `onFrame` gets each whole valid frame of the host, `onSent` each frame that was given to the host. */
  constructor({ onFrame, onSent, onConnect }) {
    this.onFrame = onFrame;
    this.onSent = onSent;
    this.onConnect = onConnect;
  }

  async listen(port) {
    this.server = createServer((socket) => this.#attach(socket));
    await new Promise((done, failed) => this.server.once("error", failed).listen(port, "127.0.0.1", done));
    return this.server.address().port;
  }

  #attach(socket) {
    if (this.#socket || Date.now() < this.#refuseUntil) {
      socket.destroy(); // one host at a time, as with a real port
      return;
    }
    this.#socket = socket;
    this.#buffer = [];
    this.counters.connections++;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#receive(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      if (this.#socket === socket) this.#socket = undefined;
      this.#answer?.("lost");
    });
    this.onConnect?.();
  }

  /** The port disappears for `ms`, as a stick that is pulled out does. */
  vanish(ms) {
    this.#refuseUntil = Date.now() + ms;
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #fault(names, command) {
    const at = this.faults.findIndex((f) => names.includes(f.fault) && (f.command === undefined || f.command === command));
    if (at < 0) return undefined;
    const fault = this.faults[at];
    if (--fault.count <= 0) this.faults.splice(at, 1);
    return fault.fault;
  }

  #receive(chunk) {
    if (this.faults.some((f) => f.fault === "silent")) return;
    for (const b of chunk) this.#byte(b);
  }

  #byte(b) {
    if (this.#buffer.length === 0) {
      if (b === ACK) { this.counters.acks++; this.#answer?.("ack"); }
      else if (b === NAK) { this.counters.naks++; this.#answer?.("nak"); }
      else if (b === CAN) { this.counters.cans++; this.#answer?.("can"); }
      else if (b === SOF) {
        this.#buffer = [b];
        this.#sofTimer = setTimeout(() => { this.#buffer = []; }, FRAME_TIMEOUT_MS); // aborted without a NAK
      }
      return;
    }
    this.#buffer.push(b);
    const length = this.#buffer[1];
    if (this.#buffer.length < 2 || this.#buffer.length < length + 2) return;
    const bytes = Uint8Array.from(this.#buffer);
    this.#buffer = [];
    clearTimeout(this.#sofTimer);
    this.#whole(bytes);
  }

  #whole(bytes) {
    if (bytes.length < 5 || checksum(bytes.subarray(1, -1)) !== bytes.at(-1)) {
      this.counters.damaged++;
      this.#write([NAK]);
      return;
    }
    switch (this.#fault(["swallow", "nak", "can"], bytes[3])) {
      case "swallow": return;
      case "nak": this.#write([NAK]); return;
      case "can": this.#write([CAN]); return;
    }
    this.#write([ACK]);
    this.onFrame(bytes);
  }

  #write(bytes) {
    if (this.#socket && !this.#socket.destroyed) this.#socket.write(Uint8Array.from(bytes));
  }

  /** Queues a frame for the host; completes when it was acknowledged, given up or nobody listens. Never fails. */
  send(bytes) {
    const sent = this.#queue.then(() => this.#transmit(bytes));
    this.#queue = sent;
    return sent;
  }

  async #transmit(bytes) {
    for (let repeat = 0; repeat <= MAX_REPEATS; repeat++) {
      if (!this.#socket || this.faults.some((f) => f.fault === "silent")) return;
      if (repeat > 0) {
        this.counters.repeated++;
        await sleep(100 + (repeat - 1) * 1000);
      }
      let wire = bytes;
      if (repeat === 0) {
        this.onSent(bytes);
        switch (this.#fault(["corrupt", "duplicate", "noise", "lose"], bytes[3])) {
          case "corrupt": wire = Uint8Array.from([...bytes.subarray(0, -1), bytes.at(-1) ^ 0x55]); break;
          case "duplicate": wire = Uint8Array.from([...bytes, ...bytes]); break;
          case "noise": wire = Uint8Array.from([0x00, 0xff, 0x42, ...bytes]); break;
          case "lose": return;
        }
      }
      const answer = new Promise((done) => {
        const timer = setTimeout(() => done("timeout"), ACK_TIMEOUT_MS);
        this.#answer = (how) => { clearTimeout(timer); done(how); };
      });
      this.#write(wire);
      const how = await answer;
      this.#answer = undefined;
      if (how === "ack" || how === "lost") return;
    }
    this.counters.unacknowledged++;
  }
}
