// SPDX-License-Identifier: Apache-2.0
// zwave-js as a host: one driver on a Serial API port, with the operations on locks that the interop tests ask for.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandClasses as CC } from "@zwave-js/core";
import { UserCredentialType } from "@zwave-js/cc";
import { Driver, ExclusionStrategy, InclusionStrategy } from "zwave-js";
import { countingProxy } from "./counting-proxy.mjs";

const INTERVIEW_PATIENCE_MS = 120_000;

export function testKeys() {
  const key = (hex) => Buffer.from(hex, "hex");
  return {
    S0_Legacy: key("0102030405060708090a0b0c0d0e0f10"), S2_Unauthenticated: key("11".repeat(16)),
    S2_Authenticated: key("22".repeat(16)), S2_AccessControl: key("33".repeat(16)),
  };
}

export class ZWaveJsHost {
  events = [];

  /** Connects and waits until the controller answers; interviews run on. `keys` as in testKeys(); a null class is left out. */
  static async start({ host = "127.0.0.1", port, keys = testKeys(), cacheDir, readAllCodes = true, verbose = false }) {
    const self = new ZWaveJsHost();
    self.proxy = await countingProxy(host, port);
    self.counters = self.proxy.counters;
    self.ownCache = cacheDir === undefined;
    self.cacheDir = cacheDir ?? mkdtempSync(join(tmpdir(), "zwavejs-"));
    const driver = self.driver = new Driver(`tcp://127.0.0.1:${self.proxy.port}`, {
      securityKeys: keys,
      storage: { cacheDir: self.cacheDir },
      interview: { queryAllUserCodes: readAllCodes },
      logConfig: { enabled: verbose, level: "silly", forceConsole: true },
    });
    driver.on("error", (error) => self.events.push({ event: "error", message: String(error.message) }));
    await new Promise((done, failed) => {
      driver.once("driver ready", done);
      driver.once("error", failed);
      driver.start().catch(failed);
    });
    for (const node of driver.controller.nodes.values()) self.#watch(node);
    driver.controller.on("node added", (node) => self.#watch(node));
    return self;
  }

  #watch(node) {
    const note = (event, facts) => this.events.push({ at: Date.now(), node: node.id, event, ...facts });
    node.on("notification", (endpoint, ccId, args) => note("notification", { ccId, type: args.type, number: args.event, parameters: args.parameters, label: args.eventLabel }));
    node.on("dead", () => note("dead"));
    node.on("alive", () => note("alive"));
    node.on("interview failed", (_, args) => note("interview failed", { message: args.errorMessage }));
    for (const event of ["user added", "user modified", "user deleted", "credential added", "credential modified", "credential deleted"]) {
      node.on(event, (endpoint, args) => note(event, { args }));
    }
  }

  /** Waits until every node but the controller is interviewed. */
  async interviewed(ids) {
    const wanted = (ids ?? [...this.driver.controller.nodes.keys()]).filter((id) => id !== this.driver.controller.ownNodeId);
    const end = Date.now() + INTERVIEW_PATIENCE_MS;
    for (;;) {
      const open = wanted.filter((id) => !this.driver.controller.nodes.get(id)?.ready);
      if (open.length === 0) return wanted;
      if (Date.now() > end) throw new Error(`not interviewed after ${INTERVIEW_PATIENCE_MS} ms: nodes ${open.join(", ")}`);
      await new Promise((again) => setTimeout(again, 20));
    }
  }

  node(id) {
    const node = this.driver.controller.nodes.get(Number(id));
    if (!node) throw new Error(`no node ${id}`);
    return node;
  }

  #access(id) {
    const api = this.node(id).getEndpoint(0).accessControl;
    if (!api) throw new Error(`node ${id} has neither User Code nor User Credential`);
    return api;
  }

  /** The operations by name; each takes {node, ...} and answers what zwave-js answers. */
  operations = {
    info: ({ node }) => {
      const it = this.node(node);
      return { ready: it.ready, status: it.status, securityClass: it.getHighestSecurityClass(), classes: it.getSupportedCCInstances().map((i) => i.commandClass),
        manufacturerId: it.manufacturerId, flirs: it.isFrequentListening, userCodeVersion: it.getCCVersion(CC["User Code"]) };
    },
    capabilities: ({ node }) => ({ users: this.#access(node).getUserCapabilitiesCached(), credentials: this.#access(node).getCredentialCapabilitiesCached() }),
    users: ({ node }) => this.#access(node).getUsers(),
    credentials: ({ node }) => this.#access(node).getAllCredentials(),
    cachedCredentials: ({ node }) => this.#access(node).getAllCredentialsCached(),
    getPin: ({ node, slot }) => this.#access(node).getCredential(UserCredentialType.PINCode, slot),
    addUser: ({ node, user, name, slot = user, pin }) => this.#access(node).addUser(user, { active: true, userName: name }, { type: UserCredentialType.PINCode, slot, data: pin }),
    setPin: ({ node, user, slot = user, pin }) => this.#access(node).setCredential(user, UserCredentialType.PINCode, slot, pin),
    enable: ({ node, user, active }) => this.#access(node).setUser(user, { active }),
    deleteUser: ({ node, user }) => this.#access(node).deleteUser(user),
    deleteAll: ({ node }) => this.#access(node).deleteAllUsers(),
    checksum: ({ node }) => this.node(node).commandClasses["User Code"].getUserCodeChecksum(),
    lock: ({ node, mode }) => this.node(node).commandClasses["Door Lock"].set(mode),
    lockState: ({ node }) => this.node(node).commandClasses["Door Lock"].get(),
    weekDay: ({ node, user, slot, schedule }) => this.node(node).commandClasses["Schedule Entry Lock"].setWeekDaySchedule({ userId: user, slotId: slot }, schedule),
    getWeekDay: ({ node, user, slot }) => this.node(node).commandClasses["Schedule Entry Lock"].getWeekDaySchedule({ userId: user, slotId: slot }),
    yearDay: ({ node, user, slot, schedule }) => this.node(node).commandClasses["Schedule Entry Lock"].setYearDaySchedule({ userId: user, slotId: slot }, schedule),
    getYearDay: ({ node, user, slot }) => this.node(node).commandClasses["Schedule Entry Lock"].getYearDaySchedule({ userId: user, slotId: slot }),
    dailyRepeating: ({ node, user, slot, schedule }) => this.node(node).commandClasses["Schedule Entry Lock"].setDailyRepeatingSchedule({ userId: user, slotId: slot }, schedule),
    getDailyRepeating: ({ node, user, slot }) => this.node(node).commandClasses["Schedule Entry Lock"].getDailyRepeatingSchedule({ userId: user, slotId: slot }),
    battery: ({ node }) => this.node(node).commandClasses.Battery.get(),
    ping: ({ node }) => this.node(node).ping(),
    refresh: ({ node, ccId = CC["User Code"] }) => this.node(node).refreshCCValues(ccId),
    include: (args) => this.include(args),
    exclude: () => this.exclude(),
  };

  /** Includes with S2 (PIN from the lock's label) or S0 or not at all; completes when the lock is bootstrapped. */
  async include({ security = "S2", pin, patienceMs = 60_000 }) {
    const { controller } = this.driver;
    const userCallbacks = {
      grantSecurityClasses: async (requested) => requested,
      validateDSKAndEnterPIN: async () => (typeof pin === "function" ? pin() : pin),
      abort: () => this.events.push({ event: "inclusion aborted" }),
    };
    const strategy = { S2: { strategy: InclusionStrategy.Security_S2, userCallbacks }, S0: { strategy: InclusionStrategy.Security_S0 },
      none: { strategy: InclusionStrategy.Insecure } }[security];
    if (!strategy) throw new Error(`unknown security ${security}`);
    return this.#await("node added", patienceMs, () => controller.beginInclusion(strategy), (node, result) => ({ node: node.id, securityClass: node.getHighestSecurityClass(), lowSecurity: !!result.lowSecurity }));
  }

  exclude() {
    return this.#await("node removed", 30_000, () => this.driver.controller.beginExclusion({ strategy: ExclusionStrategy.DisableProvisioningEntry }), (node) => ({ node: node.id }));
  }

  #await(event, patienceMs, begin, describe) {
    const { controller } = this.driver;
    return new Promise((done, failed) => {
      const timer = setTimeout(() => { controller.off(event, on); failed(new Error(`no "${event}" after ${patienceMs} ms`)); }, patienceMs);
      const on = (...args) => { clearTimeout(timer); done(describe(...args)); };
      controller.once(event, on);
      begin().catch((error) => { clearTimeout(timer); failed(error); });
    });
  }

  async close() {
    await this.driver?.destroy();
    this.proxy?.close();
    if (this.ownCache) rmSync(this.cacheDir, { recursive: true, force: true });
  }
}
