// SPDX-License-Identifier: Apache-2.0
// Locks that go and come back, a bridge that restarts, a node that is removed and commissioned again.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { startPeer } from "../../common/start.mjs";
import { parse, stringify } from "../src/wire-json.mjs";

const PATIENCE_MS = 60_000;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

class Client {
  messages = [];
  #count = 0;
  async connect(port) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
    this.socket.on("message", (data) => this.messages.push(parse(data.toString())));
    this.closed = new Promise((done) => this.socket.once("close", done));
    await new Promise((open, failed) => { this.socket.once("open", open); this.socket.once("error", failed); });
    this.info = await this.until((m) => m.schema_version !== undefined);
    this.nodes = (await this.ask("start_listening")).result;
    return this;
  }
  async until(test, from = 0) {
    for (let waited = 0; waited < PATIENCE_MS; waited += 10) {
      const found = this.messages.slice(from).find(test);
      if (found) return found;
      await sleep(10);
    }
    return assert.fail(`nothing like ${test} among ${stringify(this.messages.slice(from)).slice(0, 2000)}`);
  }
  ask(command, args) {
    const id = `c${++this.#count}`;
    this.socket.send(stringify({ message_id: id, command, args }));
    return this.until((m) => m.message_id === id);
  }
  order(command_name, payload, node_id = 1) {
    return this.ask("device_command", { node_id, endpoint_id: 1, cluster_id: 257, command_name, payload, timed_request_timeout_ms: 10000 });
  }
}

let peer, client;
const lock = (path, body) => peer.post("/lock", { lock: "spec", path, body });
before(async () => {
  peer = await startPeer(fileURLToPath(new URL("../peer.mjs", import.meta.url)), ["--locks", "spec", "--grace", 2000]);
  client = await new Client().connect(peer.facts.ws);
});
after(async () => { client?.socket.close(); await peer?.close(); });

test("the lock holds what the bridge was told to write", async () => {
  const set = await client.order("SetCredential", { operationType: 0, credential: { credentialType: 1, credentialIndex: 3 }, credentialData: btoa("2580"), userIndex: null, userStatus: 1, userType: 0 });
  assert.deepEqual(set.result, { status: 0, userIndex: 1, nextCredentialIndex: 4 });
  const { credentials, users } = await lock("/dump");
  assert.deepEqual(credentials, [{ credentialType: 1, credentialIndex: 3, data: "2580" }]);
  assert.equal(users[0].userIndex, 1);
});

test("a keypad event names the user", async () => {
  const from = client.messages.length;
  assert.deepEqual(await lock("/keypad", { pin: "2580" }), { opened: true, userIndex: 1 });
  const event = await client.until((m) => m.event === "node_event" && m.data.event_id === 2, from);
  assert.deepEqual({ source: event.data.data.operationSource, user: event.data.data.userIndex }, { source: 3, user: 1 });
});

test("a lock that dies is unavailable, and itself again when it comes back", async () => {
  let from = client.messages.length;
  await peer.post("/lock/stop", { lock: "spec", how: "kill" });
  const lost = await client.order("LockDoor", {});
  assert.deepEqual([lost.error_code, lost.details], [0, "Operation aborted"]);
  await client.until((m) => m.event === "node_updated" && m.data.available === false, from);
  from = client.messages.length;
  await peer.post("/lock/start", { lock: "spec" });
  await client.until((m) => m.event === "node_updated" && m.data.available === true, from);
  assert.equal((await client.order("GetUser", { userIndex: 1 })).result.credentials[0].credentialIndex, 3);
  assert.equal((await lock("/dump")).credentials[0].data, "2580");
});

test("a bridge says goodbye, comes back with the same fabric and nodes, and reaches the lock", async () => {
  const { compressed_fabric_id } = client.info;
  await peer.post("/bridge/stop");
  await client.until((m) => m.event === "server_shutdown");
  await client.closed;
  await peer.post("/bridge/start");
  client = await new Client().connect(peer.facts.ws);
  assert.equal(client.info.compressed_fabric_id, compressed_fabric_id);
  assert.deepEqual(client.nodes.map((node) => [node.node_id, node.available]), [[1, true]]);
  assert.equal((await client.order("LockDoor", {})).result, null);
});

test("a node that was removed can be commissioned again under a new id", async () => {
  assert.equal((await client.ask("remove_node", { node_id: 1 })).result, null);
  assert.deepEqual(await peer.post("/commission"), { spec: 2 });
  assert.equal((await client.order("LockDoor", {}, 2)).result, null);
});

test("64-bit numbers pass digit for digit", async () => {
  const big = 18446744069414584321n;
  client.socket.send(`{"message_id":"big","command":"get_node","args":{"node_id":${big}}}`);
  assert.equal((await client.until((m) => m.message_id === "big")).details, `Node ${big} does not exist`);
});

test("a lock that owes an answer to a bridge that was killed does not keep the peer's folder from being removed", async () => {
  await lock("/busy", { ms: 1500 });
  client.socket.send(stringify({ message_id: "owed", command: "device_command", args: { node_id: 2, endpoint_id: 1, cluster_id: 257, command_name: "LockDoor", payload: {}, timed_request_timeout_ms: 10000 } }));
  await sleep(300);
  await peer.post("/bridge/stop", { how: "kill" });
  await lock("/calm", {});
  await peer.post("/bridge/start");
  assert.ok(existsSync(peer.facts.dir));
  await peer.close();
  assert.ok(!existsSync(peer.facts.dir), `${peer.facts.dir} is left`);
});
