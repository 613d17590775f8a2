// SPDX-License-Identifier: Apache-2.0
// The controller's view of one commissioned node: connection, attribute cache, events, invokes, reads and writes.
import { Matter } from "@matter/model";
import { Invoke, Read, Write } from "@matter/protocol";
import { Millis } from "@matter/general";
import { StatusResponseError, TlvOfModel } from "@matter/types";
import * as Clusters from "@matter/types/clusters";
import { NodeStates } from "@project-chip/matter.js/device";
import { attributeJson, attributeModel, eventJson, requestValue, responseJson } from "./codec.mjs";

const AGGREGATOR = 14, BASIC_INFORMATION = 40, DESCRIPTOR = 29, FABRICS = 62;
const UNKNOWN_ERROR = 0, STACK_ERROR = 7, INVALID_ARGUMENTS = 8;
const INVALID_DATA_TYPE = 141;
const RECONNECT_MS = 5000; // the library alone would wait for an announcement, or minutes

export class BridgeError extends Error {
  constructor(code, details) {
    super(details);
    this.code = code;
  }
}

export const stamp = (date = new Date()) => `${date.toISOString().slice(0, 23)}000`;
const lowerCamel = (name) => name.charAt(0).toLowerCase() + name.slice(1);
const clusterById = new Map(Object.values(Clusters).filter((c) => c?.id !== undefined && c.name).map((c) => [Number(c.id), c]));

/** "1/257/*" to a path with undefined for wildcards. */
function parsePath(text) {
  const [endpointId, clusterId, attributeId] = text.split("/").map((part) => (part === "*" ? undefined : Number(part)));
  return { endpointId, clusterId, attributeId };
}

export class BridgedNode {
  cache = new Map();
  available = false;
  structure = new Set();
  #inFlight = new Map();
  #graceTimer;
  #retry;

  /** `emit(event, data)` hands what happens to the clients; `facts` survive restarts of the bridge. */
  constructor(nodeId, paired, emit, facts, graceMs) {
    this.nodeId = nodeId;
    this.paired = paired;
    this.emit = emit;
    this.facts = facts;
    this.graceMs = graceMs;
  }

  /** Connects, and completes when the first interview is done; a node that is away connects later by itself. */
  async connect(patienceMs) {
    const { events } = this.paired;
    events.attributeChanged.on(({ path, value }) => this.#attribute(path, value));
    events.eventTriggered.on(({ path, events: list }) => { for (const each of list) this.#event(path, each); });
    events.stateChanged.on((state) => this.#state(state));
    events.nodeEndpointAdded.on((endpoint) => { if (!this.structure.has(Number(endpoint))) void this.interview().catch(() => undefined); });
    const ready = new Promise((done) => events.initializedFromRemote.once(done));
    this.paired.connect({ autoSubscribe: true, subscribeMinIntervalFloorSeconds: 0, subscribeMaxIntervalCeilingSeconds: 64 });
    let timer;
    const inTime = this.paired.remoteInitializationDone || await Promise.race([ready.then(() => true), new Promise((late) => { timer = setTimeout(() => late(false), patienceMs); })]);
    clearTimeout(timer);
    if (inTime) {
      this.available = true;
      await this.#readAll();
    } else {
      void ready.then(() => this.#appear());
    }
  }

  /** Reads a node that was late and shows it; one that went away again meanwhile is read anew until it answers. */
  async #appear() {
    for (;;) {
      try {
        await this.#readAll();
        return this.#setAvailable(true);
      } catch (error) {
        console.error("a late node could not be read:", error);
        await new Promise((later) => setTimeout(later, RECONNECT_MS));
      }
    }
  }

  #state(state) {
    if (state === NodeStates.Connected) {
      clearTimeout(this.#graceTimer);
      this.#graceTimer = undefined;
      if (!this.available && this.cache.size > 0) this.#setAvailable(true);
    } else {
      this.#graceTimer ??= setTimeout(() => this.#setAvailable(false), this.graceMs);
    }
  }

  #setAvailable(available) {
    if (this.available === available) return;
    this.available = available;
    clearInterval(this.#retry);
    if (!available) this.#retry = setInterval(() => this.paired.triggerReconnect(), RECONNECT_MS);
    this.emit("node_updated", this.describe());
  }

  #attribute({ endpointId, clusterId, attributeId }, value) {
    if (attributeModel(clusterId, attributeId)?.effectiveQuality.changesOmitted) return;
    this.#store(`${endpointId}/${clusterId}/${attributeId}`, attributeJson(Number(clusterId), Number(attributeId), value));
  }

  /** Keeps a value and tells the clients when it is another than before. */
  #store(path, json) {
    if (json === undefined) return;
    if (this.cache.has(path) && JSON.stringify(this.cache.get(path), big) === JSON.stringify(json, big)) return;
    this.cache.set(path, json);
    this.emit("attribute_updated", [this.nodeId, path, json]);
  }

  #event({ endpointId, clusterId, eventId }, { eventNumber, priority, epochTimestamp, systemTimestamp, data }) {
    const epoch = epochTimestamp !== undefined;
    this.emit("node_event", { node_id: this.nodeId, endpoint_id: Number(endpointId), cluster_id: Number(clusterId), event_id: Number(eventId), event_number: eventNumber,
      priority: Number(priority), timestamp: epoch ? Number(epochTimestamp) : Number(systemTimestamp ?? 0), timestamp_type: epoch ? 1 : 0, data: eventJson(Number(clusterId), Number(eventId), data) });
  }

  async #reports(paths) {
    const request = { ...Read({ attributes: paths, fabricFilter: true }), includeKnownVersions: true };
    const found = new Map();
    for await (const chunk of this.paired.node.interaction.read(request)) {
      for await (const report of chunk) {
        if (report.kind !== "attr-value") continue;
        const { endpointId, clusterId, attributeId } = report.path;
        const json = attributeJson(Number(clusterId), Number(attributeId), report.value);
        if (json !== undefined) found.set(`${endpointId}/${clusterId}/${attributeId}`, json);
      }
    }
    return found;
  }

  async #readAll() {
    const all = await this.#reports([{}]);
    for (const [path, json] of all) {
      if (!this.cache.has(path)) this.cache.set(path, json);
      else if (!attributeModel(...path.split("/").slice(1).map(Number))?.effectiveQuality.changesOmitted) this.#store(path, json);
    }
    this.structure = new Set([0, ...(this.cache.get(`0/${DESCRIPTOR}/3`) ?? [])]);
    this.facts.last_interview = stamp();
  }

  async interview() {
    await this.#readAll();
    this.emit("node_updated", this.describe());
  }

  describe() {
    const specification = this.cache.get(`0/${BASIC_INFORMATION}/21`);
    const isBridge = [...this.cache].some(([path, value]) => path.endsWith(`/${DESCRIPTOR}/0`) && value.some((type) => type[0] === AGGREGATOR));
    return { node_id: this.nodeId, date_commissioned: this.facts.date_commissioned, last_interview: this.facts.last_interview, interview_version: 6, available: this.available,
      is_bridge: isBridge, attributes: Object.fromEntries(this.cache), attribute_subscriptions: [],
      matter_version: specification === undefined ? "" : [24, 16, 8].map((shift) => (specification >>> shift) & 0xff).join(".") };
  }

  async read(paths) {
    const found = await this.#guard(() => this.#reports(paths.map(parsePath)));
    if (found.size === 0) throw new BridgeError(STACK_ERROR, "Failed to read attribute: no values returned");
    for (const [path, json] of found) this.cache.set(path, json);
    return Object.fromEntries(found);
  }

  async write(path, value) {
    const { endpointId, clusterId, attributeId } = parsePath(path);
    const model = attributeModel(clusterId, attributeId);
    const answer = (status) => [{ Path: { EndpointId: endpointId, ClusterId: clusterId, AttributeId: attributeId }, Status: status }];
    let data;
    try {
      const schema = TlvOfModel(model), native = requestValue(model, value);
      schema.validate(native);
      data = schema.encodeTlv(native);
    } catch {
      return answer(INVALID_DATA_TYPE);
    }
    if (model.writable) {
      const request = Write({ writes: [{ path: { endpointId, clusterId, attributeId }, data }], timed: false, chunkLists: true, suppressResponse: false });
      const [status] = await this.#guard(() => this.paired.node.interaction.write(request));
      if (status?.status) return answer(Number(status.status));
    }
    this.#store(path, value); // the recorded server says so even for what cannot be written
    return answer(0);
  }

  /** One invoke by name; identical ones in flight share an answer. */
  command({ endpoint_id, cluster_id, command_name, payload, timed_request_timeout_ms }) {
    const key = JSON.stringify([endpoint_id, cluster_id, command_name, payload], big);
    const running = this.#inFlight.get(key);
    if (running) return running;
    const result = this.#command(endpoint_id, cluster_id, command_name, payload, timed_request_timeout_ms).finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, result);
    return result;
  }

  async #command(endpoint, clusterId, commandName, payload, timedMs) {
    const cluster = clusterById.get(Number(clusterId));
    const model = Matter.clusters(Number(clusterId));
    if (!cluster || !model) throw new BridgeError(INVALID_ARGUMENTS, `Cluster Id "${clusterId}" unknown`);
    if (commandName === undefined) throw new BridgeError(UNKNOWN_ERROR, "Cannot read properties of undefined (reading 'length')");
    const name = lowerCamel(commandName);
    if (!this.structure.has(Number(endpoint))) throw new BridgeError(UNKNOWN_ERROR, `Endpoint ${endpoint} does not exist (code 139)`);
    if (!this.cache.get(`${endpoint}/${DESCRIPTOR}/1`)?.includes(Number(clusterId))) throw new BridgeError(UNKNOWN_ERROR, `Cannot read properties of undefined (reading '${name}')`);
    const command = model.commands(commandName.charAt(0).toUpperCase() + commandName.slice(1)) ?? [...model.commands].find((c) => c.propertyName === name);
    const members = [...(command?.members ?? [])];
    if (payload === null && members.length > 0) throw new BridgeError(UNKNOWN_ERROR, `Cannot read properties of null (reading '${members[0].propertyName}')`);
    return this.#guard(async () => {
      const fields = members.length > 0 ? requestValue(command, payload ?? {}) : undefined;
      const options = timedMs === undefined || timedMs === null ? {} : { timed: true, timeout: Millis(Math.max(1, timedMs)) };
      const request = { ...Invoke({ commands: [{ endpoint: Number(endpoint), cluster, command: name, fields }], ...options }), batchDuration: false };
      for await (const chunk of this.paired.node.interaction.invoke(request)) {
        for (const answer of chunk) {
          if (answer.kind === "cmd-status") {
            if (answer.status === 0) return null;
            throw StatusResponseError.create(answer.status, undefined, answer.clusterStatus);
          }
          return responseJson(command.responseModel, answer.data);
        }
      }
      return null;
    });
  }

  /** Turns what the library throws into the words of the recorded server. */
  async #guard(work) {
    if (!this.available) throw new BridgeError(UNKNOWN_ERROR, "Operation aborted");
    try {
      return await work();
    } catch (error) {
      throw error instanceof BridgeError ? error : new BridgeError(UNKNOWN_ERROR, wording(error));
    }
  }

  fabrics() {
    return this.read([`0/${FABRICS}/1`]).then((values) => values[`0/${FABRICS}/1`].map((f) => ({ fabric_id: f[3], vendor_id: f[2], fabric_index: f[254], fabric_label: f[5],
      vendor_name: f[2] >= 0xfff1 && f[2] <= 0xfff4 ? `[Test vendor #${f[2] - 0xfff0}]` : null })));
  }

  addresses() {
    return (this.paired.node.state.commissioning.addresses ?? []).map((address) => address.ip).filter(Boolean);
  }

  close() {
    clearTimeout(this.#graceTimer);
    clearInterval(this.#retry);
  }
}

const big = (_, value) => (typeof value === "bigint" ? value.toString() : value);

function wording(error) {
  const text = String(error?.message ?? error);
  if (error instanceof StatusResponseError || /^\(|code \d+|Received error status|does not define command|Invalid character/.test(text)) return text;
  if (error?.name === "InvalidCharacterError") return "Invalid character";
  console.error("not understood, said as aborted:", error);
  return "Operation aborted";
}

