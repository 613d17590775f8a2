// SPDX-License-Identifier: Apache-2.0
// The independent Z-Wave peer: the emulated controller and locks of zwave-js on a loopback TCP port (raw Serial API) and
// a loopback HTTP control port. Prints {"serial": port, "control": port, ...} and ends when stdin closes.
//   node peer.mjs [--port 0] [--control 0] [--nodes 2:v2,3:v1,...] [--home 7e570001]
import { control, keepStdoutClean, options, ready } from "../common/peer.mjs";
import { log, notification, sendUnasked } from "./src/behaviors.mjs";
import { allCodes, bytesOf, writeCode } from "./src/codes.mjs";
import { defaultNetwork } from "./src/locks.mjs";
import { Network } from "./src/network.mjs";

keepStdoutClean();
const given = options({ port: 0, control: 0, nodes: "", home: "7e570001" });

/** Well-known test keys: a host needs the same ones. They protect nothing. */
const keys = Object.fromEntries(Object.entries({
  S0_Legacy: "0102030405060708090a0b0c0d0e0f10",
  S2_Unauthenticated: "11".repeat(16), S2_Authenticated: "22".repeat(16), S2_AccessControl: "33".repeat(16),
}).map(([name, hex]) => [name, Uint8Array.from(Buffer.from(hex, "hex"))]));
const hexKeys = Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, Buffer.from(key).toString("hex")]));

const nodes = given.nodes
  ? given.nodes.split(",").map((word) => ({ id: Number(word.split(":")[0]), kind: word.split(":")[1] })) : defaultNetwork;
let network;
process.on("unhandledRejection", (error) => network?.error(error));
network = await Network.start({ port: given.port, homeId: parseInt(given.home, 16), keys, nodes });
const { controller, counters, link } = network;

function describe(node) {
  const key = node.ecdhKeyPair?.publicKey;
  const pin = key ? String((key[0] << 8) | key[1]).padStart(5, "0") : undefined;
  return {
    id: node.id, kind: node.lock.kind, codes: node.lock.codes, quirks: node.lock.quirks, refusals: node.lock.refusals, s2Pin: pin,
    dsk: key ? Array.from({ length: 8 }, (_, i) => String((key[2 * i] << 8) | key[2 * i + 1]).padStart(5, "0")).join("-") : undefined,
  };
}

const codesOf = (node) => allCodes(node).map(({ user, status, code }) => ({ user, status, code: bytesOf(code).toString("ascii") }));

const routes = {
  "GET /info": () => ({ serial: network.port, homeId: given.home, keys: hexKeys, nodes: [...controller.nodes.values()].map(describe) }),
  "GET /errors": () => network.errors,
  "GET /counters": () => ({ ...counters.snapshot(), link: link.counters }),
  "POST /counters/reset": () => counters.reset(),
  "GET /trace": () => counters.trace,

  // What is stored in a lock, as the lock itself holds it.
  "GET /state": ({ query }) => network.node(query.node).state,
  "POST /state": ({ body }) => {
    const { state } = network.node(body.node);
    for (const [key, value] of Object.entries(body.set ?? {})) state.set(key, value);
    for (const key of body.delete ?? []) state.delete(key);
  },
  "GET /codes": ({ query }) => codesOf(network.node(query.node)),
  // A person at the keypad: {node, user, status, code} or {node, codes: [...]}; announced when the lock does so.
  "POST /codes": ({ body }) => {
    const node = network.node(body.node);
    for (const { user, status = 1, code } of body.codes ?? [body]) {
      if (user === 0) for (const used of allCodes(node)) writeCode(node, used.user, 0);
      else writeCode(node, user, status, code);
    }
    return codesOf(node);
  },
  "GET /log": ({ query }) => network.node(query.node).lock.log,

  // {node, form: report|cut|id|extended|value|credential|none|level|v1|raw, event, user, level, alarm, hex, supervised, clear}
  "POST /event": async ({ body }) => {
    const node = network.node(body.node);
    if (body.event === 5 || body.event === 6) log(node, body.event === 5 ? 1 : 2, body.user);
    return sendUnasked(controller, node, () => notification(controller, node, body), body);
  },
  // Somebody types digits at the keypad: the lock finds the slot itself, unlocks and reports, or reports an illegal code.
  "POST /keypad": async ({ body }) => {
    const node = network.node(body.node);
    const slot = allCodes(node).find(({ status, code }) => status === 1 && bytesOf(code).toString("ascii") === body.code);
    if (!slot) {
      log(node, 7);
      node.lock.wrongCodes = (node.lock.wrongCodes ?? 0) + 1;
      if (node.lock.wrongCodes % 3 === 0) { // only a series of wrong codes is announced
        await sendUnasked(controller, node, () => notification(controller, node, { form: "none", event: 0x13 }), body);
      }
      return { opened: false };
    }
    node.lock.wrongCodes = 0;
    log(node, 2, slot.user);
    node.state.set("DoorLock_currentMode", 0);
    await sendUnasked(controller, node, () => notification(controller, node, { form: body.form ?? "id", event: 6, user: slot.user }), body);
    return { opened: true, user: slot.user };
  },

  // {node, quirks: {deaf, mute, thinkMs, loseNext, missNext, maskCodes, zeroPad, refuseDuplicates, fixedLength, ignoreWrites,
  //  failButStore, lateMs, announceChanges, multipleSet..}}; replaces what was set before.
  "POST /quirks": ({ body }) => {
    const known = ["deaf", "mute", "thinkMs", "loseNext", "missNext", "maskCodes", "zeroPad", "refuseDuplicates", "fixedLength",
      "ignoreWrites", "failButStore", "lateMs", "announceChanges"];
    const strange = Object.keys(body.quirks).filter((name) => !known.includes(name));
    if (strange.length) throw new Error(`unknown quirks ${strange}; known: ${known}`);
    const node = network.node(body.node);
    node.lock.quirks = body.quirks;
    node.lock.late.clear();
  },
  // A lock that lost its battery for a while: S2 and S0 nonces are gone.
  "POST /forget-nonces": ({ body }) => {
    const node = network.node(body.node);
    node.securityManagers.securityManager2?.deleteNonce(controller.ownNodeId);
    node.securityManagers.securityManager?.deleteAllNoncesForReceiver?.(controller.ownNodeId);
  },

  // {fault: swallow|nak|can|corrupt|duplicate|noise|lose|silent, count, command?}, or {jam: n}, {refuse: n}, {restart: true},
  // {vanish: ms}, {clear: true}, {reset: true}
  "POST /chip": async ({ body }) => {
    if (body.fault) link.faults.push({ fault: body.fault, count: body.count ?? 1, command: body.command });
    if (body.jam !== undefined) network.jam = body.jam;
    if (body.refuse !== undefined) network.refuseSendData = body.refuse;
    if (body.clear) link.faults.length = 0;
    if (body.reset) network.resetChip();
    if (body.restart) await network.restartChip();
    if (body.vanish) link.vanish(body.vanish);
    return { faults: link.faults };
  },

  // A lock in inclusion mode: joins when the host next adds nodes. Its DSK and PIN are in /info once it has joined.
  "POST /include": ({ body }) => network.pendInclusion(body.id, body.kind),
  "POST /exclude": ({ body }) => { network.excluded = network.node(body.id).id; },
};

const controlPort = await control(routes, given.control);
ready({ serial: network.port, control: controlPort }, () => network.close());
