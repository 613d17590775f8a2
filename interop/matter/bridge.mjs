// SPDX-License-Identifier: Apache-2.0
// A thin bridge: the WebSocket API of the Matter controller servers (schema 13) on the matter.js controller. Started by
// inside.mjs within the network namespace; listens on a loopback port there.
//   node bridge.mjs --storage DIR [--port 5580] [--grace 180000]
import { given } from "./src/bridge-options.mjs";
import "@matter/nodejs";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Environment } from "@matter/general";
import { FabricId, ManualPairingCodeCodec, NodeId, QrPairingCodeCodec } from "@matter/types";
import { CommissioningController } from "@project-chip/matter.js";
import { WebSocketServer } from "ws";
import { keepStdoutClean, ready } from "../common/peer.mjs";
import { BridgeError, BridgedNode, stamp } from "./src/nodes.mjs";
import { idKey, parse, stringify } from "./src/wire-json.mjs";

const CONNECT_PATIENCE_MS = 20_000;
const UNKNOWN = 0, COMMISSIONING_FAILED = 1, NO_SUCH_NODE = 5, INVALID_COMMAND = 9;
const CONTROLLER_NODE = 112233;
const LAST_EVENTS = 25;

keepStdoutClean();
const environment = Environment.default;
environment.vars.set("storage.path", given.storage);
const controller = new CommissioningController({
  environment: { environment, id: "bridge" }, autoConnect: false, adminFabricLabel: "Lockcred", adminFabricId: FabricId(1), rootNodeId: NodeId(CONTROLLER_NODE),
});
await controller.start();

/** What survives a restart besides the controller's own storage. */
const factsFile = join(given.storage, "bridge-facts.json");
let facts = { nextNode: 1, label: "Lockcred", nodes: {} };
try { facts = JSON.parse(readFileSync(factsFile, "utf8")); } catch { /* the first start */ }
const saveFacts = () => writeFileSync(factsFile, JSON.stringify(facts));

const nodes = new Map();
const listeners = new Set();
const lastEvents = [];

function emit(event, data) {
  if (event === "node_event") {
    lastEvents.push(data);
    if (lastEvents.length > LAST_EVENTS) lastEvents.shift();
  }
  for (const socket of listeners) socket.send(stringify({ event, data }));
}

async function adopt(nodeId) {
  const key = idKey(nodeId);
  facts.nodes[key] ??= { date_commissioned: stamp(), last_interview: stamp() };
  const node = new BridgedNode(BigInt(nodeId), await controller.getNode(nodeId), (event, data) => nodes.has(key) && emit(event, data), facts.nodes[key], given.grace);
  await node.connect(CONNECT_PATIENCE_MS);
  nodes.set(key, node);
  saveFacts();
  return node;
}
await Promise.all(controller.getCommissionedNodes().map(adopt));

function serverInfo() {
  const { fabric } = controller;
  return { fabric_id: fabric.fabricId, compressed_fabric_id: fabric.globalId, fabric_index: Number(fabric.fabricIndex), schema_version: 13, min_supported_schema_version: 11,
    sdk_version: "matter-server/1.4.1 (matter.js/0.17.9)", wifi_credentials_set: false, thread_credentials_set: false, bluetooth_enabled: false, ble_proxy_enabled: false, controller_node_id: CONTROLLER_NODE };
}

function nodeOf(args) {
  const node = args.node_id === undefined ? undefined : nodes.get(idKey(args.node_id));
  if (!node) throw new BridgeError(NO_SUCH_NODE, `Node ${args.node_id} does not exist`);
  return node;
}

async function commission(passcode, identifierData) {
  const nodeId = NodeId(facts.nextNode);
  try {
    await controller.commissionNode(
      { passcode, discovery: { identifierData, discoveryCapabilities: { onIpNetwork: true }, timeout: 60_000 }, commissioning: { nodeId, regulatoryLocation: 2, regulatoryCountryCode: "XX", onAttestationFailure: true } },
      { connectNodeAfterCommissioning: false });
  } catch (error) {
    throw new BridgeError(COMMISSIONING_FAILED, `Commission failed: ${error.message}`);
  }
  facts.nextNode++;
  const node = await adopt(nodeId);
  emit("node_added", node.describe());
  return node.describe();
}

function identifiers(args) {
  switch (args.filter_type ?? 0) {
    case 1: return { shortDiscriminator: args.filter };
    case 2: return { longDiscriminator: args.filter };
    case 3: return { vendorId: args.filter };
    default: return {};
  }
}

const commands = {
  server_info: () => serverInfo(),
  start_listening: (_, socket) => {
    listeners.add(socket);
    return [...nodes.values()].map((node) => node.describe());
  },
  get_nodes: (args) => [...nodes.values()].filter((node) => !args.only_available || node.available).map((node) => node.describe()),
  get_node: (args) => nodeOf(args).describe(),
  read_attribute: (args) => nodeOf(args).read([args.attribute_path].flat()),
  write_attribute: (args) => nodeOf(args).write(args.attribute_path, args.value),
  device_command: (args) => nodeOf(args).command(args),
  interview_node: async (args) => { await nodeOf(args).interview(); return null; },
  ping_node: (args) => Object.fromEntries(nodeOf(args).addresses().map((address) => [address, nodeOf(args).available])),
  get_node_ip_addresses: (args) => nodeOf(args).addresses(),
  get_matter_fabrics: (args) => nodeOf(args).fabrics(),
  get_icd_state: (args) => { nodeOf(args); return { supported: false, lit_supported: false, registered: false, operating_mode: null, awake: null, available: null, next_expected_checkin: null }; },
  open_commissioning_window: async (args) => {
    const { manualPairingCode, qrPairingCode } = await nodeOf(args).paired.openEnhancedCommissioningWindow(args.timeout ?? 300);
    return { setup_pin_code: QrPairingCodeCodec.decode(qrPairingCode)[0].passcode, setup_manual_code: manualPairingCode, setup_qr_code: qrPairingCode };
  },
  commission_with_code: (args) => {
    if (args.code.startsWith("MT:")) {
      const { passcode, discriminator } = QrPairingCodeCodec.decode(args.code)[0];
      return commission(passcode, { longDiscriminator: discriminator });
    }
    const { passcode, shortDiscriminator } = ManualPairingCodeCodec.decode(args.code);
    return commission(passcode, { shortDiscriminator });
  },
  commission_on_network: (args) => commission(args.setup_pin_code, identifiers(args)),
  remove_node: async (args) => {
    const node = nodeOf(args);
    await node.paired.decommission().catch(() => controller.removeNode(NodeId(args.node_id), false));
    node.close();
    nodes.delete(idKey(args.node_id));
    delete facts.nodes[idKey(args.node_id)];
    saveFacts();
    emit("node_removed", args.node_id);
    return null;
  },
  set_default_fabric_label: async (args) => { facts.label = args.label; saveFacts(); await controller.updateFabricLabel(args.label); return null; },
  get_fabric_label: () => ({ fabric_label: facts.label }),
  diagnostics: () => ({ info: serverInfo(), nodes: [...nodes.values()].map((node) => node.describe()), events: lastEvents }),
};

async function answer(socket, text) {
  let message;
  const reply = (body) => { if (socket.readyState === socket.OPEN) socket.send(stringify({ message_id: message?.message_id ?? "", ...body })); };
  try {
    message = parse(text);
    const command = Object.hasOwn(commands, message?.command ?? "") ? commands[message.command] : undefined;
    if (!command) throw new BridgeError(INVALID_COMMAND, `Unknown command: ${message?.command}`);
    reply({ result: (await command(message.args ?? {}, socket)) ?? null });
  } catch (error) {
    reply({ error_code: error instanceof BridgeError ? error.code : UNKNOWN, details: error.message });
  }
}

const http = createServer((request, response) => {
  if (request.url !== "/health") { response.writeHead(404); return response.end(); }
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ version: "thin bridge", node_count: nodes.size }));
});
const sockets = new WebSocketServer({ server: http, path: "/ws" });
sockets.on("connection", (socket) => {
  socket.send(stringify(serverInfo()));
  socket.on("message", (data) => void answer(socket, data.toString()));
  socket.on("close", () => listeners.delete(socket));
  socket.on("error", () => socket.terminate());
});
await new Promise((listening) => http.listen(given.port, "127.0.0.1", listening));

ready({ ws: http.address().port, nodes: [...nodes.keys()] }, async () => {
  for (const socket of listeners) socket.send(stringify({ event: "server_shutdown", data: {} }));
  for (const socket of sockets.clients) socket.close();
  http.close();
  await controller.close();
});
