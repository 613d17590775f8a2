// SPDX-License-Identifier: Apache-2.0
// A coordinator of a few hundred lines with one door lock, only good enough to show that the herdsman host and its
// script work before they judge anybody else's coordinator. EZSP 13 and later.
import { createServer } from "node:net";
import { RST, RSTACK, decoder, encode, isData, isNak, randomise } from "../src/ash.mjs";

const le = (value, size) => Array.from({ length: size }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256);
const u16 = (bytes, at) => bytes[at] | (bytes[at + 1] << 8);
const u32 = (bytes, at) => (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
const LOCK = { eui: [1, 0, 0, 0xfe, 0xff, 0x6f, 0x0d, 0x00], nwk: 0x1a2b };
const COORDINATOR = [2, 0, 0, 0xfe, 0xff, 0x6f, 0x0d, 0x00];
const STATUS = { ok: [0, 0], notJoined: [0x93, 0x17], up: [0x90, 0x15], down: [0x91, 0x16], opened: [0x9c, 0x0c18], closed: [0x9d, 0x0c19], notFound: [0x36, 0x21], failed: [0x66, 0x0c02] };

/** The lock: attributes, PINs, schedules; answers ZCL frames, possibly with notifications after. */
class BenchLock {
  attributes = new Map([[0x00, [0x30, 1]], [0x01, [0x30, 0]], [0x02, [0x10, 1]], [0x11, [0x21, 30, 0]], [0x12, [0x21, 30, 0]], [0x13, [0x21, 5, 0]], [0x14, [0x20, 3]], [0x15, [0x20, 3]],
    [0x16, [0x20, 2]], [0x17, [0x20, 8]], [0x18, [0x20, 4]], [0x32, [0x10, 0]]]);
  basic = new Map([[0, [0x20, 3]], [4, [0x42, 5, ...Buffer.from("Bench")]], [5, [0x42, 4, ...Buffer.from("Lock")]], [7, [0x30, 3]]]);
  users = new Map();
  schedules = new Map();

  /** With the data string at the end that herdsman insists on, empty. */
  #notify(sequence, ...bytes) { return { cluster: 0x0101, zcl: [0x09, sequence & 0xff, ...bytes, 0] }; }
  #set(state) { this.attributes.set(0, [0x30, state]); }

  /** The frames that answer one ZCL frame of the host. */
  zcl(cluster, frame) {
    const [control, sequence, command] = frame, body = frame.slice(3);
    const reply = (bytes) => ({ cluster, zcl: bytes });
    if (control & 0x08) return []; // an answer of the host
    if ((control & 3) === 0) return this.#general(cluster, sequence, command, body).map(reply);
    if (cluster !== 0x0101) return [reply([0x18, sequence, 0x0b, command, 0x81])];
    const answer = (...bytes) => reply([0x19, sequence, command, ...bytes]);
    const user = body.length >= 2 ? u16(body, 0) : 0;
    const slot = () => this.users.get(user) ?? { status: 0, type: 0xff, pin: [] };
    switch (command) {
      case 0x00: this.#set(1); return [answer(0), this.#notify(sequence + 1, 0x20, 1, 1, 0xff, 0xff, 0, 0xff, 0xff, 0xff, 0xff)];
      case 0x01: case 0x03: this.#set(2); return [answer(0), this.#notify(sequence + 1, 0x20, 1, 2, 0xff, 0xff, 0, 0xff, 0xff, 0xff, 0xff)];
      case 0x02: this.#set(this.attributes.get(0)[1] === 1 ? 2 : 1); return [answer(0)];
      case 0x05: {
        const pin = [...body.slice(5, 5 + body[4])], text = pin.join();
        if ([...this.users].some(([id, other]) => id !== user && other.pin.join() === text)) return [answer(3)];
        this.users.set(user, { status: body[2], type: body[3], pin });
        return [answer(0), this.#notify(sequence + 1, 0x21, 1, 2, ...le(user, 2), 0, body[3], body[2], 0xff, 0xff, 0xff, 0xff)];
      }
      case 0x06: { const s = slot(), shown = this.attributes.get(0x32)[1] ? s.pin : []; return [answer(...le(user, 2), s.status, s.type, shown.length, ...shown)]; }
      case 0x07: this.users.delete(user); return [answer(0)];
      case 0x08: this.users.clear(); return [answer(0)];
      case 0x09: if (!this.users.has(user)) return [answer(1)]; slot().status = body[2]; return [answer(0)];
      case 0x0a: return [answer(...le(user, 2), slot().status)];
      case 0x0b: case 0x0e: this.schedules.set(`${command}/${body[0]}/${u16(body, 1)}`, [...body.slice(3)]); return [answer(0)];
      case 0x0c: case 0x0f: { const s = this.schedules.get(`${command - 1}/${body[0]}/${u16(body, 1)}`); return [answer(...body.slice(0, 3), ...(s ? [0, ...s] : [0x8b]))]; }
      case 0x0d: case 0x10: this.schedules.delete(`${command - 2}/${body[0]}/${u16(body, 1)}`); return [answer(0)];
      case 0x11: this.schedules.set(`holiday/${body[0]}`, [...body.slice(1)]); return [answer(0)];
      case 0x12: { const s = this.schedules.get(`holiday/${body[0]}`); return [answer(body[0], ...(s ? [0, ...s] : [0x8b]))]; }
      case 0x13: this.schedules.delete(`holiday/${body[0]}`); return [answer(0)];
      case 0x14: if (!this.users.has(user)) return [answer(1)]; slot().type = body[2]; return [answer(0)];
      case 0x15: return [answer(...le(user, 2), slot().type)];
      case 0x16: case 0x18: case 0x19: return [answer(0)];
      default: return [reply([0x18, sequence, 0x0b, command, 0x81])];
    }
  }

  #general(cluster, sequence, command, body) {
    const attributes = cluster === 0x0101 ? this.attributes : this.basic;
    if (command === 0x00) {
      const out = [];
      for (let at = 0; at + 1 < body.length; at += 2) { const value = attributes.get(u16(body, at)); out.push(body[at], body[at + 1], ...(value ? [0, ...value] : [0x86])); }
      return [[0x18, sequence, 0x01, ...out]];
    }
    if (command === 0x02) { attributes.set(u16(body, 0), [...body.slice(2)]); return [[0x18, sequence, 0x04, 0]]; }
    if (command === 0x06) return [[0x18, sequence, 0x07, 0]];
    return command === 0x0b ? [] : [[0x18, sequence, 0x0b, command, 0x82]];
  }

  keypad(user) { this.#set(2); return this.#notify(0x40, 0x20, 0, 2, ...le(user, 2), 0, 0xff, 0xff, 0xff, 0xff); }
}

export class BenchNcp {
  network; // survives a host restart
  lock = new BenchLock();
  joined = false;
  #callbackSequence = 0;

  constructor(version) { this.version = version; }

  async listen() {
    this.server = createServer((socket) => this.#attach(socket));
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    return this.server.address().port;
  }
  close() { this.server.close(); this.socket?.destroy(); }

  #attach(socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.on("data", decoder((frame) => this.#ash(frame)));
  }

  #ash(frame) {
    if (!frame) return;
    const { control, data } = frame;
    if (control === RST) {
      this.next = this.expected = 0;
      this.endpoints = new Set();
      this.spoken = false;
      this.socket.write(encode(RSTACK, [2, 0x0b]));
    } else if (isData(control)) {
      if (((control >> 4) & 7) === this.expected) {
        this.expected = (this.expected + 1) & 7;
        this.socket.write(encode(0x80 | this.expected));
        this.#ezsp(randomise(data));
      } else this.socket.write(encode(control & 8 ? 0x80 | this.expected : 0xa0 | this.expected));
    } else if (isNak(control)) throw new Error("the host saw a damaged frame on a loopback socket");
  }

  #write(bytes) {
    this.socket.write(encode((this.next << 4) | this.expected, randomise(Uint8Array.from(bytes))));
    this.next = (this.next + 1) & 7;
  }
  #status(name) { return this.version < 14 ? [STATUS[name][0]] : le(STATUS[name][1], 4); }
  #callback(id, ...body) { setTimeout(() => this.#write([this.#callbackSequence, 0x90, 0x01, ...le(id, 2), ...body]), 2); }
  #stack(name) { this.#callback(0x19, ...this.#status(name)); }

  #ezsp(frame) {
    const sequence = frame[0];
    this.#callbackSequence = sequence;
    if (!this.spoken) {
      this.spoken = true;
      this.#write([sequence, 0x80, 0x00, this.version, 2, 0x30, 0x74]);
      return;
    }
    const id = u16(frame, 3), body = frame.slice(5);
    const answer = this.#command(id, body) ?? this.#status("ok");
    this.#write([sequence, 0x80, 0x01, ...le(id, 2), ...answer]);
  }

  #command(id, body) {
    const ok = this.#status("ok");
    switch (id) {
      case 0x0000: return [this.version, 2, 0x30, 0x74];
      case 0x0003: return this.endpoints.has(u32(body, 1) & 0xff) ? [...ok, 2, 1, 0] : [...this.#status("notFound"), 2, 0, 0];
      case 0x0002: this.endpoints.add(body[0]); return ok;
      case 0x0015: case 0x006b: case 0x0005: return [];
      case 0x0017: if (!this.network) return this.#status("notJoined"); this.#stack("up"); return ok;
      case 0x0018: return [this.network ? 2 : 0];
      case 0x001e: this.network = { ...this.pending, parameters: [...body.slice(0, 20)] }; this.#stack("up"); return ok;
      case 0x0020: this.network = undefined; this.#stack("down"); return ok;
      case 0x0022: this.open = body[0] > 0; this.#stack(this.open ? "opened" : "closed"); return ok;
      case 0x0026: return COORDINATOR;
      case 0x0027: return [0, 0];
      case 0x0028: return this.network ? [...ok, 1, ...this.network.parameters] : [...this.#status("notJoined"), 0, ...Array(20).fill(0)];
      case 0x0034: return this.#unicast(body);
      case 0x0036: case 0x0038: return this.#broadcast(id, body);
      case 0x0052: return [...ok, 8, 0];
      case 0x005a: return le(0, 4);
      case 0x0060: return le(body.slice(0, 8).join() === LOCK.eui.join() ? LOCK.nwk : 0xffff, 2);
      case 0x0061: return [...ok, ...LOCK.eui];
      case 0x0063: return [...ok, 0, 0, 0, 0];
      case 0x0065: return Array(84).fill(0);
      case 0x0068: this.pending = { key: [...body.slice(18, 34)], tcKey: [...body.slice(2, 18)] }; return ok;
      case 0x0069: return [...ok, ...le(0x0084, 2), ...COORDINATOR];
      case 0x00aa: return body[0] === 0x11 ? [...ok, 7, 0, 0, 7, 4, 4, 0, 0xaa] : [...ok, 4, 0, 0, 0, 0];
      case 0x007f: return this.version < 14 ? [0] : ok;
      case 0x007e: return this.version < 14 ? [] : ok;
      case 0x010e: case 0x0111: case 0x0115: return le(0, 4);
      case 0x010f: return this.version < 14 ? [...Array(8 + 16 + 12).fill(0), ...le(0x27, 4)] : [...le(0x27, 4), ...Array(18 + 16 + 12).fill(0)];
      case 0x0114: {
        const key = body[0] === 1 ? this.network.key : this.network.tcKey;
        return this.version < 14 ? [...key, ...le(0, 4)] : [...le(0, 4), ...key, ...body.slice(0, 18)];
      }
      case 0x0116: return [...le(0, 4), 1, 0, 0, 0, ...le(0x1000, 4)];
      default: return ok;
    }
  }

  /** A message from a node (or ourselves) to the host. */
  #incoming(sender, profile, cluster, endpoint, payload, type = 0) {
    const aps = [...le(profile, 2), ...le(cluster, 2), endpoint, profile === 0 ? 0 : 1, ...le(0x0040, 2), 0, 0, 0];
    const eui = sender === 0 ? COORDINATOR : LOCK.eui;
    const info = this.version < 14 ? [0xff, 0xd8, ...le(sender, 2), 0xff, 0xff] : [...le(sender, 2), ...eui, 0xff, 0xff, 0xff, 0xd8, 0, 0, 0, 0];
    this.#callback(0x45, type, ...aps, ...info, payload.length, ...payload);
  }

  #unicast(body) {
    const destination = u16(body, 1), aps = [...body.slice(3, 14)], tagSize = this.version < 14 ? 1 : 2;
    const tag = [...body.slice(14, 14 + tagSize)], payload = [...body.slice(15 + tagSize)];
    const reachable = destination === 0 || (this.joined && destination === LOCK.nwk);
    const status = this.#status(reachable ? "ok" : "failed");
    this.#callback(0x3f, ...(this.version < 14 ? [0, ...le(destination, 2), ...aps, ...tag, ...status, 0] : [...status, 0, ...le(destination, 2), ...aps, ...tag, 0]));
    if (reachable) {
      const cluster = u16(aps, 2);
      if (u16(aps, 0) === 0) for (const [response, bytes] of this.#zdo(destination, cluster, payload)) this.#incoming(destination, 0, response, 0, bytes);
      else for (const { cluster: from, zcl } of this.lock.zcl(cluster, payload)) this.#incoming(LOCK.nwk, 0x0104, from, 1, zcl);
    }
    return [...this.#status("ok"), 0];
  }

  #broadcast() { return [...this.#status("ok"), 0]; }

  #zdo(node, cluster, payload) {
    const [sequence] = payload, id = le(node, 2);
    const self = node === 0;
    const endpoints = self ? [1, 242] : [1];
    switch (cluster) {
      case 0x0002: return [[0x8002, [sequence, 0, ...id, self ? 0 : 2, 0x40, self ? 0x8f : 0x80, 0x49, 0x10, 82, ...le(255, 2), ...le(0x2c00, 2), ...le(255, 2), 0]]];
      case 0x0005: return [[0x8005, [sequence, 0, ...id, endpoints.length, ...endpoints]]];
      case 0x0004: {
        const input = self ? [0x0000] : [0x0000, 0x0001, 0x0020, 0x0101];
        const simple = [payload[3], ...le(payload[3] === 242 ? 0xa1e0 : 0x0104, 2), ...le(self ? 5 : 0x000a, 2), 0, input.length, ...input.flatMap((c) => le(c, 2)), 0];
        return [[0x8004, [sequence, 0, ...id, simple.length, ...simple]]];
      }
      case 0x0021: return [[0x8021, [sequence, 0]]];
      case 0x0034: return [[0x8034, [sequence, 0]]];
      case 0x0036: if (self) { this.open = payload[1] > 0; this.#stack(this.open ? "opened" : "closed"); } return [[0x8036, [sequence, 0]]];
      default: return [[0x8000 | cluster, [sequence, 0x84]]];
    }
  }

  /** The lock comes into the network. */
  join() {
    if (!this.open) throw new Error("joining is not open");
    this.joined = true;
    this.#callback(0x24, ...le(LOCK.nwk, 2), ...LOCK.eui, 1, 0, 0, 0);
    this.#incoming(LOCK.nwk, 0, 0x0013, 0, [1, ...le(LOCK.nwk, 2), ...LOCK.eui, 0x80], 4);
  }

  keypad(user) {
    const { cluster, zcl } = this.lock.keypad(user);
    this.#incoming(LOCK.nwk, 0x0104, cluster, 1, zcl);
  }
}
