// SPDX-License-Identifier: Apache-2.0
// The emulated controller with its locks, wired to a ChipLink, with the weaknesses of the stock emulation put right:
// what a node cannot read does not stop the radio, a busy chip says so, an absent node gives "no acknowledgement".
import { CommandClass } from "@zwave-js/cc";
import { CommandClasses as CC } from "@zwave-js/core";
import { MockPort } from "@zwave-js/serial/mock";
import { RemoveNodeStatus, SendDataAbort, SendDataBridgeRequest, SendDataRequest, AddNodeToNetworkRequest, AddNodeType, AddNodeStatus,
  RemoveNodeFromNetworkRequest, RemoveNodeType } from "@zwave-js/serial/serialapi";
import { MockController, MockNode, MockZWaveFrameType } from "@zwave-js/testing";
import { createDefaultMockControllerBehaviors, createDefaultMockNodeBehaviors } from "zwave-js/Testing";
import { sleep } from "../../common/peer.mjs";
import { lockBehaviors } from "./behaviors.mjs";
import { ChipLink, frame } from "./chip-link.mjs";
import { Counters } from "./counters.mjs";
import { defaultNetwork, nodeOptions } from "./locks.mjs";

const COMMUNICATION = "communicationState", INCLUSION = "inclusionState";
const IDLE = 0;
const NO_ACK_AFTER_MS = 1000;
const REQUEST = 0, RESPONSE = 1;

export class Network {
  counters = new Counters();
  errors = [];
  excluded = undefined;

  static async start({ port, homeId, keys, nodes = defaultNetwork }) {
    const network = new Network();
    await network.#start(port, homeId, keys, nodes);
    return network;
  }

  async #start(port, homeId, keys, nodes) {
    const mockPort = new MockPort();
    const { sink } = await mockPort.factory()();
    this.link = new ChipLink({
      onFrame: (bytes) => { this.counters.hostFrame(bytes); void sink.write(bytes); },
      onSent: (bytes) => this.counters.chipFrame(bytes),
      onConnect: () => this.resetChip(),
    });
    let lastSent = Promise.resolve();
    mockPort.emitData = (bytes) => { lastSent = this.link.send(bytes); };

    this.controller = await MockController.create({ homeId, ownNodeId: 1, securityKeys: keys, mockPort, serial: undefined });
    this.controller.autoAckHostMessages = false; // the link acknowledges
    this.controller.expectHostACK = () => lastSent; // and waits for the host's acknowledgement, repeating as chips do
    this.controller.defineBehavior(...createDefaultMockControllerBehaviors());
    this.controller.defineBehavior(...this.#chipBehaviors());
    this.#guardAir();
    for (const { id, kind } of nodes) await this.addNode(id, kind);
    this.port = await this.link.listen(port);
    setInterval(() => this.#forgetHistory(), 10_000).unref();
  }

  /** The emulation records every frame for assertions we never make. */
  #forgetHistory() {
    this.controller.clearReceivedHostMessages();
    for (const node of this.controller.nodes.values()) {
      node.clearReceivedControllerFrames();
      node.clearSentControllerFrames();
    }
  }

  error(error) {
    this.errors.push({ at: new Date().toISOString(), error: String(error?.stack ?? error) });
    if (this.errors.length > 100) this.errors.shift();
  }

  /** What a new connection or a reset leaves behind: no command in flight, no inclusion running. */
  resetChip() {
    this.controller.state.set(COMMUNICATION, IDLE);
    this.controller.state.set(INCLUSION, IDLE);
  }

  /** The chip reboots by itself and says so. */
  async restartChip() {
    this.resetChip();
    await this.link.send(frame(REQUEST, 0x0a, [0x03, 0x00, 0x80, 0x02, 0x07, 0x00, 0x00]));
  }

  async addNode(id, kind) {
    const options = nodeOptions(id, kind);
    const node = await MockNode.create({ id, capabilities: options.capabilities, controller: this.controller });
    node.defineBehavior(...createDefaultMockNodeBehaviors());
    this.#makeLock(node, options);
    this.controller.addNode(node);
    return node;
  }

  /** Prepares a new lock that joins as soon as the host starts to add nodes. */
  pendInclusion(id, kind) {
    const options = nodeOptions(id, kind);
    this.controller.nodePendingInclusion = {
      id, capabilities: options.capabilities, setup: (node) => this.#makeLock(node, options),
    };
  }

  #makeLock(node, { kind, codes }) {
    node.lock = { kind, codes, quirks: {}, late: new Map(), refusals: [], log: [], noncePatienceMs: 3000, overhead: { s0: 20, s2: 12 }[kind] };
    node.defineBehavior(...lockBehaviors((error) => this.error(error)));
    const transmit = node.sendToController.bind(node);
    node.sendToController = async (sent) => {
      if (sent.type === MockZWaveFrameType.Request) {
        const { quirks } = node.lock;
        if (quirks.thinkMs) await sleep(quirks.thinkMs);
        if (quirks.mute || quirks.deaf) return undefined;
        if (quirks.loseNext > 0) { quirks.loseNext--; return undefined; }
      }
      return transmit(sent);
    };
  }

  node(id) {
    const node = this.controller.nodes.get(Number(id));
    if (!node) throw new Error(`no node ${id}; there are ${[...this.controller.nodes.keys()].join(", ")}`);
    return node;
  }

  #guardAir() {
    const transmit = this.controller.sendToNode.bind(this.controller);
    this.controller.sendToNode = async (node, sent) => {
      const loses = node?.lock.quirks.missNext > 0 && sent.type === MockZWaveFrameType.Request;
      if (loses) node.lock.quirks.missNext--;
      if (!node || node.lock.quirks.deaf || loses) {
        if (sent.type !== MockZWaveFrameType.Request || !sent.ackRequested) return undefined;
        await Promise.race([sleep(NO_ACK_AFTER_MS), new Promise((abort) => { this.abort = abort; })]);
        throw new Error("no acknowledgement");
      }
      const lazy = sent.payload;
      if (typeof lazy !== "function") return transmit(node, sent);
      return transmit(node, { ...sent, payload: async () => {
        try {
          return await lazy();
        } catch (error) {
          this.error(error); // the radio heard it, the lock's application did not understand it
          return new CommandClass({ nodeId: this.controller.ownNodeId, ccId: CC["No Operation"], payload: new Uint8Array() });
        }
      } });
    };
  }

  #chipBehaviors() {
    const busy = (controller) => (controller.state.get(COMMUNICATION) ?? IDLE) !== IDLE;
    return [
      { onHostMessage: async (controller, message) => {
        const bridge = message instanceof SendDataBridgeRequest;
        if (!bridge && !(message instanceof SendDataRequest)) return false;
        if (busy(controller) || this.refuseSendData > 0) {
          if (this.refuseSendData > 0) this.refuseSendData--;
          await this.link.send(frame(RESPONSE, bridge ? 0xa9 : 0x13, [0x00])); // queue full
          return true;
        }
        if (this.jam > 0) { // the channel is never clear
          this.jam--;
          await this.link.send(frame(RESPONSE, bridge ? 0xa9 : 0x13, [0x01]));
          if (message.callbackId) await this.link.send(frame(REQUEST, bridge ? 0xa9 : 0x13, [message.callbackId, 0x02, 0x00, 0x00]));
          return true;
        }
        return false;
      } },
      { onHostMessage: async (controller, message) => {
        if (!(message instanceof SendDataAbort)) return false;
        this.abort?.();
        return true;
      } },
      // A stop without a running inclusion must not start one.
      { onHostMessage: async (controller, message) => {
        if (!(message instanceof AddNodeToNetworkRequest) || message.addNodeType !== AddNodeType.Stop) return false;
        if ((controller.state.get(INCLUSION) ?? IDLE) !== IDLE) return false;
        if (message.callbackId) await this.link.send(frame(REQUEST, 0x4a, [message.callbackId, AddNodeStatus.Failed, 0, 0]));
        return true;
      } },
      { onHostMessage: async (controller, message) => {
        if (!(message instanceof RemoveNodeFromNetworkRequest)) return false;
        if (message.removeNodeType === RemoveNodeType.Stop) {
          const wasRunning = (controller.state.get(INCLUSION) ?? IDLE) !== IDLE;
          if (wasRunning) return false;
          if (message.callbackId) await this.link.send(frame(REQUEST, 0x4b, [message.callbackId, RemoveNodeStatus.Done, 0, 0]));
          return true;
        }
        const leaving = this.excluded;
        if (leaving === undefined) return false;
        this.excluded = undefined;
        const node = this.node(leaving);
        const report = (...status) => this.link.send(frame(REQUEST, 0x4b, [message.callbackId, ...status]));
        const { basicDeviceClass, genericDeviceClass, specificDeviceClass } = node.capabilities;
        await report(RemoveNodeStatus.Ready);
        await sleep(10);
        await report(RemoveNodeStatus.NodeFound);
        await report(RemoveNodeStatus.RemovingSlave, leaving, 3, basicDeviceClass, genericDeviceClass, specificDeviceClass);
        controller.removeNode(node);
        await report(RemoveNodeStatus.Done, leaving, 0);
        return true;
      } },
    ];
  }

  close() {
    this.link.server?.close();
    this.controller?.destroy();
  }
}
