// SPDX-License-Identifier: Apache-2.0
// The peer against recordings of a real Matter controller server with virtual locks: every recorded request is sent
// again and every answer and event compared field by field. What differs is named here with its reason.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { startPeer } from "../../common/start.mjs";
import { parse, stringify } from "../src/wire-json.mjs";

const captures = parse(readFileSync(new URL("../../../lockcred-matter/src/test/resources/dev/lockcred/matter/matter-captures.json", import.meta.url), "utf8"));
const ANSWER_PATIENCE_MS = 30_000, EVENT_PATIENCE_MS = 3_000;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Steps whose answers or events depend on the machine, the network or chance; the reason is printed. */
const volatile = {
  "ping_node": "needs the system's ping and its addresses", "ips": "addresses of the recording machine",
  "open window": "codes are random, other attributes follow", "timed 1ms": "a window of 1 ms is open or closed by chance", "timed 0": "as before",
  "lock slow 12s": "the late event comes in the next step or in this one", "aliro type unsupported": "the late event of the step before",
  "read wildcard": "door counters depend on what was done before", "diagnostics": "nodes compared elsewhere, events are those of the run",
  "get fabrics": "the label is that of the run", "set_default_fabric_label": "the label is that of the run",
  "big node id": "the recording client had lost digits", "cleanup": "the last event was not recorded", "interview": "compared as node object",
  "missing args": "the words of a bug", "local user add": "the recording lock announced an addition of a user that was there", "json array": "has no request id of its own",
};

/** Steps whose last events were recorded with the next step. */
const eventsMayFollowLater = { "modify with type not null": true };

/** Facts about nodes that differ between two sets of virtual locks. */
const VOLATILE_PATHS = /^0\/(40|62|51|31|48|60|63|53|54|42)\/|^\d+\/257\/(4|5|0|3)$|^\d+\/57\/|^1\/47\/(12|14)$/;

function comparable(value) {
  if (Array.isArray(value)) return value.map(comparable);
  if (value === null || typeof value !== "object") return typeof value === "bigint" ? value.toString() : value;
  const result = {};
  for (const key of Object.keys(value).sort()) {
    if (["message_id", "event_number", "timestamp", "date_commissioned", "last_interview", "compressed_fabric_id"].includes(key)) continue;
    if (key === "attributes") {
      result[key] = Object.fromEntries(Object.entries(comparable(value[key])).filter(([path]) => !VOLATILE_PATHS.test(path)));
    } else result[key] = comparable(value[key]);
  }
  return result;
}
const text = (value) => JSON.stringify(comparable(value));

/** Where two comparable values differ, one line each. */
function differing(want, got, path = "") {
  if (JSON.stringify(want) === JSON.stringify(got)) return [];
  if (want === null || got === null || typeof want !== "object" || typeof got !== "object") return [`${path}: recorded ${JSON.stringify(want)}, got ${JSON.stringify(got)}`];
  return [...new Set([...Object.keys(want), ...Object.keys(got)])].flatMap((key) => differing(want[key], got[key], `${path}.${key}`));
}

let peer, socket;
const received = [];
before(async () => {
  peer = await startPeer(fileURLToPath(new URL("../peer.mjs", import.meta.url)));
  socket = new WebSocket(`ws://127.0.0.1:${peer.facts.ws}/ws`);
  socket.on("message", (data) => received.push(parse(data.toString())));
  await new Promise((open) => socket.once("open", open));
});
after(async () => { socket?.close(); await peer?.close(); });

const lock = (path, body, which = "spec") => peer.post("/lock", { lock: which, path, body });

async function until(found, patienceMs) {
  for (let waited = 0; waited < patienceMs; waited += 5) {
    const value = found();
    if (value !== undefined) return value;
    await sleep(5);
  }
  return undefined;
}

let counter = 0;
async function request(json) {
  const id = `r${++counter}`;
  socket.send(stringify({ ...json, message_id: id }));
  return id;
}
async function answerOf(id) {
  const answer = await until(() => received.find((m) => m.message_id === id), ANSWER_PATIENCE_MS);
  assert.ok(answer, `no answer to ${id}`);
  return answer;
}
const command = async (args) => answerOf(await request({ command: "device_command", args: { endpoint_id: 1, cluster_id: 257, timed_request_timeout_ms: 10000, node_id: 1, ...args } }));

/** What happened at the door between two recorded requests. */
const doorSteps = {
  "keypad ok": () => lock("/keypad", { pin: "4321" }),
  "keypad disposable user 3": () => lock("/keypad", { pin: "5678" }),
  "keypad wrong x3": async () => { for (let n = 0; n < 3; n++) await lock("/keypad", { pin: "0000" }); },
  "manual lock": () => lock("/manual", { op: "lock" }),
  "auto relock event": () => lock("/manual", { op: "lock", source: 4 }),
  "jam alarm": () => lock("/alarm", { code: 0 }),
  "door open": () => lock("/door", { state: 0 }),
  "battery": () => lock("/battery", { percent: 20, level: 1 }),
  "local user add": async () => lock("/localUser", { userIndex: 8 }),
  "subscription alive? (manual lock)": () => lock("/manual", { op: "lock" }),
  "lock slow": () => lock("/busy", { ms: 4000 }),
  "lock slow 12s": () => lock("/busy", { ms: 12000 }),
  "timed 1ms": () => lock("/calm", {}),
  "injected busy on setCredential": () => lock("/fail", { command: "setCredential", status: 156 }),
};
function injected(name) {
  const match = /^injected status 0x([0-9a-f]+)(?:\/cluster (\d+))?/.exec(name);
  return match && lock("/fail", { command: "lockDoor", status: parseInt(match[1], 16), clusterStatus: match[2] ? Number(match[2]) : undefined });
}

/** What of the one list is not in the other; what is there twice is wanted twice. */
function without(list, other) {
  const rest = [...other];
  return list.filter((item) => {
    const at = rest.indexOf(item);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

async function replay(scenario) {
  const steps = new Map();
  for (const frame of captures.filter((c) => c.name.startsWith(scenario))) {
    const name = frame.name.split(": ").slice(1).join(": ").replace(/^plain: /, "");
    if (name === "connect") continue;
    if (!steps.has(name)) steps.set(name, []);
    steps.get(name).push(frame);
  }
  const differences = [];
  let compared = 0, skipped = 0;
  let from = received.length, wanted = [];
  // A report may leave just before or just after the next request: what came one step early or late is where it belongs.
  let last = { name: "", missing: [], extra: [] };
  const settle = (step) => {
    const missing = without(last.missing, step.extra), extra = without(last.extra, step.missing);
    if (missing.length + extra.length > 0) differences.push(`${last.name}: events, only recorded ${missing.join(" ")}, only got ${extra.join(" ")}`);
    last = { name: step.name, missing: without(step.missing, last.extra), extra: without(step.extra, last.missing) };
  };
  for (const [name, frames] of steps) {
    if (wanted.length === 0) from = received.length;
    await (doorSteps[name] ?? (() => injected(name)))();
    const ids = new Map();
    for (const { direction, json } of frames) {
      if (direction === "client->server") {
        if (json.not_json !== undefined) { socket.send(json.not_json); ids.set("", undefined); }
        else if (Array.isArray(json)) { socket.send(stringify(json)); ids.set("", undefined); }
        else if (json.message_id === undefined) { socket.send(stringify(json)); ids.set("", undefined); }
        else ids.set(json.message_id, await request(json));
      } else if (!json.event) {
        const id = ids.get(json.message_id);
        const answer = id === undefined ? await until(() => received.slice(from).find((m) => m.message_id === ""), 2000) : await answerOf(id);
        const different = differing(comparable(json), comparable(answer ?? "nothing"));
        if (name in volatile) skipped++;
        else if (different.length === 0) compared++;
        else differences.push(...different.map((line) => `${name}: answer${line}`));
      }
    }
    const events = () => received.slice(from).filter((m) => m.event && m.event !== "node_updated");
    const recorded = frames.map((f) => f.json).filter((m) => m.event && m.event !== "node_updated").map(text);
    if (name in volatile || frames.some((f) => ["start_listening", "get_nodes"].includes(f.json.command))) {
      await until(() => (events().length >= recorded.length ? true : undefined), EVENT_PATIENCE_MS);
      await sleep(150);
      continue;
    }
    wanted.push(...recorded);
    if (name in eventsMayFollowLater) continue;
    const due = without(wanted, last.extra).length + last.missing.length;
    await until(() => (events().length >= due ? true : undefined), EVENT_PATIENCE_MS + (name === "unlockWithTimeout" ? 3000 : 0));
    await sleep(40);
    const got = events().map(text);
    settle({ name, missing: without(wanted, got), extra: without(got, wanted) });
    compared++;
    wanted = [];
  }
  settle({ name: "", missing: [], extra: [] });
  console.log(`${scenario}: ${compared} answers and event lists as recorded, ${skipped} not compared`);
  assert.deepEqual(differences, []);
}

test("the four locks with users, PINs and refusals (05-spec)", async () => {
  await command({ node_id: 4, endpoint_id: 3, command_name: "UnlockDoor", payload: {} }); // as the recording found it
  await replay("05-spec");
});
test("unmodified matter.js locks and injected faults (12-plain)", async () => {
  await command({ command_name: "ClearUser", payload: { userIndex: 65534 } });
  await command({ command_name: "LockDoor", payload: {} });
  await sleep(300);
  await replay("12-plain");
});
test("users created with their PINs, a full lock, clearing all (09-newuser)", async () => {
  await command({ command_name: "LockDoor", payload: {} });
  await sleep(300);
  await replay("09-newuser");
});
test("strange payloads (08-nullpin)", async () => {
  await command({ command_name: "LockDoor", payload: {} });
  await sleep(300);
  await replay("08-nullpin");
});
test("every kind of command, event and error (02-scenario)", async () => {
  await command({ command_name: "ClearUser", payload: { userIndex: 65534 } });
  for (let userIndex = 1; userIndex <= 10; userIndex++) { // the ten users the recording began with
    await command({ command_name: "SetUser", payload: { operationType: 0, userIndex, userName: userIndex === 1 ? "Guest" : "", userUniqueID: null, userStatus: 1, userType: 0, credentialRule: 0 } });
  }
  await lock("/door", { state: 0 });
  await lock("/door", { state: 1 });
  await sleep(300);
  await replay("02-scenario");
});
