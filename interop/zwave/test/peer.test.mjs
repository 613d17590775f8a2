// SPDX-License-Identifier: Apache-2.0
// The peer itself: raw bytes however they are cut, zwave-js as a host on it, events under each security class, inclusion.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startPeer } from "../../common/start.mjs";
import { ZWaveJsHost } from "../src/zwavejs-host.mjs";

const script = fileURLToPath(new URL("../peer.mjs", import.meta.url));
const hex = (text) => Buffer.from(text.replaceAll(" ", ""), "hex");
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** A host of a few lines that shares no code with zwave-js: sends bytes, acknowledges frames, remembers them. */
class RawHost {
  received = [];
  #buffer = Buffer.alloc(0);
  constructor(port) {
    this.socket = connect(port, "127.0.0.1");
    this.socket.setNoDelay(true);
    this.socket.on("data", (chunk) => this.#take(chunk));
  }
  #take(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    while (this.#buffer.length > 0) {
      const size = this.#buffer[0] === 1 ? (this.#buffer[1] ?? 300) + 2 : 1;
      if (this.#buffer.length < size) return;
      this.received.push(this.#buffer.subarray(0, size).toString("hex"));
      if (size > 1) this.socket.write(hex("06"));
      this.#buffer = this.#buffer.subarray(size);
    }
  }
  write(text) { this.socket.write(hex(text)); }
  async expect(...frames) {
    for (const frame of frames) {
      const wanted = frame.replaceAll(" ", "");
      for (let waited = 0; !this.received.includes(wanted); waited += 10) {
        if (waited > 3000) assert.fail(`no ${wanted}; got ${this.received.join(" | ")}`);
        await sleep(10);
      }
      this.received.splice(this.received.indexOf(wanted), 1);
    }
  }
  close() { this.socket.destroy(); }
}

describe("the raw Serial API", () => {
  let peer, host;
  before(async () => { peer = await startPeer(script); host = new RawHost(peer.facts.serial); });
  after(async () => { host.close(); await peer.close(); });

  test("sets a code of a plain v1 lock and reads it", async () => {
    host.write("01 0f 00 13 03 08 63 01 01 01 31 32 33 34 25 01 aa");
    await host.expect("06", "01 04 01 13 01 e8", "01 05 00 13 01 00 e8");
    host.write("01 0a 00 13 03 03 63 02 01 25 02 a1");
    await host.expect("06", "01 04 01 13 01 e8", "01 05 00 13 02 00 eb", "01 0e 00 04 00 03 08 63 03 01 01 31 32 33 34 9a");
    assert.deepEqual(await peer.get("/codes?node=3"), [{ user: 1, status: 1, code: "1234" }]);
  });

  test("reads a frame byte by byte, two frames in one piece, and answers a damaged one with NAK", async () => {
    for (const b of hex("01 03 00 15 e9")) { host.socket.write(Buffer.from([b])); await sleep(3); }
    await host.expect("06", "011301155a2d5761766520372e31372e39390001ba");
    host.write("01 03 00 15 e9 01 03 00 20 dc");
    await host.expect("06", "06", "011301155a2d5761766520372e31372e39390001ba", "010801207e57000101ff");
    host.write("01 03 00 15 e8");
    await host.expect("15");
  });

  test("a node that cannot read a command does not stop the radio", async () => {
    host.write("01 09 00 13 02 02 63 7e 25 09 d4"); // no such User Code command
    await host.expect("06", "01 04 01 13 01 e8", "01 05 00 13 09 00 e0");
    host.write("01 0a 00 13 03 03 63 02 01 25 02 a1");
    await host.expect("01 0e 00 04 00 03 08 63 03 01 01 31 32 33 34 9a");
  });

  test("a busy chip refuses, a deaf lock is not acknowledged, and the chip goes on", async () => {
    await peer.post("/quirks", { node: 3, quirks: { deaf: true } });
    host.write("01 0a 00 13 03 03 63 02 01 25 05 a6");
    await host.expect("06", "01 04 01 13 01 e8");
    host.write("01 0a 00 13 02 03 63 02 01 25 06 a4");
    await host.expect("06", "01 04 01 13 00 e9", "01 05 00 13 05 01 ed");
    await peer.post("/quirks", { node: 3, quirks: {} });
  });

  test("its control port keeps no connection: one it ended just as it was used again would fail the next call", async () => {
    const answer = await fetch(`http://127.0.0.1:${peer.facts.control}/codes?node=3`);
    assert.equal(answer.headers.get("connection"), "close");
  });

  test("counts application frames per lock and byte", async () => {
    await peer.post("/counters/reset");
    host.write("01 0a 00 13 03 03 63 02 01 25 02 a1");
    await host.expect("01 0e 00 04 00 03 08 63 03 01 01 31 32 33 34 9a");
    assert.deepEqual((await peer.get("/counters")).nodes, { 3: { out: 1, in: 1, outBytes: 3, inBytes: 8 } });
  });

  test("plays the faults of a chip", async () => {
    for (const [fault, answer] of [["can", "18"], ["nak", "15"]]) {
      await peer.post("/chip", { fault });
      host.write("01 03 00 20 dc");
      await host.expect(answer);
    }
    await peer.post("/chip", { fault: "corrupt", command: 0x20 });
    host.write("01 03 00 20 dc");
    await host.expect("06", "010801207e57000101aa");
  });
});

describe("zwave-js as a host on the peer", () => {
  let peer, host;
  before(async () => {
    peer = await startPeer(script, ["--nodes", "5:s0,6:s2"]);
    host = await ZWaveJsHost.start({ port: peer.facts.serial });
    await host.interviewed();
  });
  after(async () => { await host?.close(); await peer.close(); });

  async function keypad(node, supervised) {
    host.events.length = 0;
    await host.operations.addUser({ node, user: 3, pin: "2580" });
    const opened = await peer.post("/keypad", { node, code: "2580", form: "report", supervised });
    assert.deepEqual(opened, { opened: true, user: 3 });
    await sleep(300);
    const event = host.events.find((e) => e.event === "notification" && e.node === node);
    assert.equal(event?.number, 6);
    assert.equal(event.parameters.userId, 3);
  }

  test("hears who opened an S0 lock", () => keypad(5, false));
  test("hears who opened an S2 lock", () => keypad(6, false));
  test("answers a supervised event of an S2 lock", async () => {
    const sent = await peer.post("/event", { node: 6, event: 5, user: 3, form: "id", supervised: true });
    assert.deepEqual(sent, { supervised: true, answered: true });
  });
  test("drops an event that a secure lock says in clear", async () => {
    host.events.length = 0;
    await peer.post("/event", { node: 6, event: 6, user: 3, form: "id", clear: true });
    await sleep(300);
    assert.deepEqual(host.events.filter((e) => e.event === "notification"), []);
  });
  test("recovers when the lock lost its nonces", async () => {
    await peer.post("/forget-nonces", { node: 6 });
    assert.equal(await host.operations.setPin({ node: 6, user: 3, pin: "8520" }), 0);
    assert.equal((await peer.get("/codes?node=6"))[0].code, "8520");
  });
  test("sees duplicates refused", async () => {
    await peer.post("/quirks", { node: 6, quirks: { refuseDuplicates: true } });
    const result = await host.operations.addUser({ node: 6, user: 4, pin: "8520" });
    assert.notEqual(result.credential, 0);
    assert.deepEqual((await peer.get("/codes?node=6")).map((c) => c.user), [3]);
    await peer.post("/quirks", { node: 6, quirks: {} });
  });

  for (const [id, kind, security, granted] of [[20, "s2", "S2", 2], [21, "s0", "S0", 7], [22, "v1", "none", -1]]) {
    test(`includes a lock with ${security}`, async () => {
      await peer.post("/include", { id, kind });
      const pin = async () => (await peer.get("/info")).nodes.find((node) => node.id === id).s2Pin;
      const joined = await host.include({ security, pin });
      assert.deepEqual(joined, { node: id, securityClass: granted, lowSecurity: false });
      await host.interviewed([id]);
      await host.operations.addUser({ node: id, user: 1, pin: "1470" });
      assert.equal((await peer.get(`/codes?node=${id}`))[0].code, "1470");
    });
  }
  test("excludes a lock", async () => {
    await peer.post("/exclude", { id: 22 });
    assert.deepEqual(await host.exclude(), { node: 22 });
    assert.equal((await peer.get("/info")).nodes.some((node) => node.id === 22), false);
  });
});
