// SPDX-License-Identifier: Apache-2.0
// zigbee-herdsman as the coordinator's host on an EZSP port, with the operations on locks that the interop tests ask for.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countingProxy } from "./counting-proxy.mjs";

const { Controller, setLogger } = createRequire(import.meta.url)("zigbee-herdsman");
const DOOR_LOCK = "closuresDoorLock";
const INTERVIEW_PATIENCE_MS = 60_000;
const AS_LOCKS_LIKE_IT = { disableDefaultResponse: true };

export const testNetwork = {
  panID: 0x1a62, extendedPanID: [0xdd, 0xdd, 0xdd, 0xdd, 0xdd, 0xdd, 0xdd, 0xdd], channelList: [15],
  networkKey: Array.from({ length: 16 }, (_, i) => 2 * i + 1), networkKeyDistribute: false,
};
const digits = (pin) => Buffer.from(pin ?? "", "ascii");

export class HerdsmanHost {
  events = [];

  /** Starts on tcp://host:port; `stateDir` keeps database and backup for a later start. */
  static async start({ host = "127.0.0.1", port, stateDir, network = testNetwork, verbose = false }) {
    const log = (level) => (message, namespace) => (verbose || level === "error") && console.error(level, namespace, typeof message === "function" ? message() : message);
    setLogger({ debug: log("debug"), info: log("info"), warning: log("warning"), error: log("error") });
    const self = new HerdsmanHost();
    self.proxy = await countingProxy(host, port);
    self.ownState = stateDir === undefined;
    self.stateDir = stateDir ?? mkdtempSync(join(tmpdir(), "herdsman-"));
    const controller = self.controller = new Controller({
      network, transport: { path: `tcp://127.0.0.1:${self.proxy.port}`, adapter: "ember" },
      databasePath: join(self.stateDir, "database.db"), databaseBackupPath: join(self.stateDir, "database.backup"), backupPath: join(self.stateDir, "coordinator.json"),
      adapter: { disableLED: true }, acceptJoiningDeviceHandler: async () => true,
    });
    const note = (event, facts) => self.events.push({ at: Date.now(), event, ...facts });
    controller.on("deviceJoined", ({ device }) => note("joined", { ieee: device.ieeeAddr }));
    controller.on("deviceAnnounce", ({ device }) => note("announced", { ieee: device.ieeeAddr }));
    controller.on("deviceInterview", ({ status, device }) => note("interview", { ieee: device.ieeeAddr, status }));
    controller.on("deviceLeave", ({ ieeeAddr }) => note("left", { ieee: ieeeAddr }));
    controller.on("message", ({ type, device, endpoint, cluster, data }) => note("message", { type, ieee: device.ieeeAddr, endpoint: endpoint?.ID, cluster, data: readable(data) }));
    controller.on("adapterDisconnected", () => note("disconnected"));
    self.startResult = await controller.start();
    return self;
  }

  device(ieee) {
    const locks = this.controller.getDevices().filter((device) => device.type !== "Coordinator");
    const found = ieee === undefined ? locks[0] : locks.find((device) => device.ieeeAddr === ieee);
    if (!found) throw new Error(`no device ${ieee ?? "at all"}; there are ${locks.map((device) => device.ieeeAddr).join(", ")}`);
    return found;
  }

  #endpoint(ieee) {
    const found = this.device(ieee).endpoints.find((endpoint) => endpoint.supportsInputCluster(DOOR_LOCK));
    if (!found) throw new Error("no endpoint has the door lock cluster");
    return found;
  }

  async #lock(ieee, command, payload = {}) {
    return readable(await this.#endpoint(ieee).command(DOOR_LOCK, command, payload, AS_LOCKS_LIKE_IT));
  }

  async interviewed(ieee) {
    for (const end = Date.now() + INTERVIEW_PATIENCE_MS; Date.now() < end;) {
      const event = this.events.find((e) => e.event === "interview" && e.status !== "started" && (ieee === undefined || e.ieee === ieee));
      if (event?.status === "successful") return this.describe(event.ieee);
      if (event) throw new Error(`the interview of ${event.ieee} ${event.status}`);
      await new Promise((again) => setTimeout(again, 20));
    }
    throw new Error(`no interview within ${INTERVIEW_PATIENCE_MS} ms; events: ${JSON.stringify(this.events)}`);
  }

  describe(ieee) {
    const device = this.device(ieee);
    return { ieee: device.ieeeAddr, network: device.networkAddress, type: device.type, manufacturer: device.manufacturerName, model: device.modelID, powerSource: device.powerSource,
      endpoints: device.endpoints.map((e) => ({ id: e.ID, profile: e.profileID, device: e.deviceID, input: e.inputClusters, output: e.outputClusters })) };
  }

  operations = {
    started: () => this.startResult,
    networkParameters: () => this.controller.getNetworkParameters(),
    permit: ({ seconds = 60 }) => this.controller.permitJoin(seconds),
    installCode: ({ code }) => this.controller.addInstallCode(code),
    interviewed: ({ ieee }) => this.interviewed(ieee),
    devices: () => this.controller.getDevices().filter((d) => d.type !== "Coordinator").map((d) => this.describe(d.ieeeAddr)),
    bind: ({ ieee, cluster = DOOR_LOCK }) => this.#endpoint(ieee).bind(cluster, this.controller.getDevicesByType("Coordinator")[0].getEndpoint(1)),
    configureReporting: ({ ieee }) => this.#endpoint(ieee).configureReporting(DOOR_LOCK, [{ attribute: "lockState", minimumReportInterval: 0, maximumReportInterval: 3600, reportableChange: 0 }]),
    read: async ({ ieee, cluster = DOOR_LOCK, attributes }) => readable(await this.#endpoint(ieee).read(cluster, attributes)),
    write: ({ ieee, cluster = DOOR_LOCK, attributes }) => this.#endpoint(ieee).write(cluster, attributes),
    lock: ({ ieee, pin }) => this.#lock(ieee, "lockDoor", { pincodevalue: digits(pin) }),
    unlock: ({ ieee, pin }) => this.#lock(ieee, "unlockDoor", { pincodevalue: digits(pin) }),
    toggle: ({ ieee, pin }) => this.#lock(ieee, "toggleDoor", { pincodevalue: digits(pin) }),
    unlockTimeout: ({ ieee, seconds, pin }) => this.#lock(ieee, "unlockWithTimeout", { timeout: seconds, pincodevalue: digits(pin) }),
    getLog: ({ ieee, index = 0 }) => this.#lock(ieee, "getLogRecord", { logindex: index }),
    setPin: ({ ieee, user, pin, status = 1, type = 0 }) => this.#lock(ieee, "setPinCode", { userid: user, userstatus: status, usertype: type, pincodevalue: digits(pin) }),
    getPin: ({ ieee, user }) => this.#lock(ieee, "getPinCode", { userid: user }),
    clearPin: ({ ieee, user }) => this.#lock(ieee, "clearPinCode", { userid: user }),
    clearAllPins: ({ ieee }) => this.#lock(ieee, "clearAllPinCodes"),
    setUserStatus: ({ ieee, user, status }) => this.#lock(ieee, "setUserStatus", { userid: user, userstatus: status }),
    getUserStatus: ({ ieee, user }) => this.#lock(ieee, "getUserStatus", { userid: user }),
    setWeekDay: ({ ieee, schedule, user, days, start, end }) => this.#lock(ieee, "setWeekDaySchedule", { scheduleid: schedule, userid: user, daysmask: days, starthour: start[0], startminute: start[1], endhour: end[0], endminute: end[1] }),
    getWeekDay: ({ ieee, schedule, user }) => this.#lock(ieee, "getWeekDaySchedule", { scheduleid: schedule, userid: user }),
    clearWeekDay: ({ ieee, schedule, user }) => this.#lock(ieee, "clearWeekDaySchedule", { scheduleid: schedule, userid: user }),
    setYearDay: ({ ieee, schedule, user, start, end }) => this.#lock(ieee, "setYearDaySchedule", { scheduleid: schedule, userid: user, zigbeelocalstarttime: start, zigbeelocalendtime: end }),
    getYearDay: ({ ieee, schedule, user }) => this.#lock(ieee, "getYearDaySchedule", { scheduleid: schedule, userid: user }),
    clearYearDay: ({ ieee, schedule, user }) => this.#lock(ieee, "clearYearDaySchedule", { scheduleid: schedule, userid: user }),
    setHoliday: ({ ieee, schedule, start, end, mode }) => this.#lock(ieee, "setHolidaySchedule", { holidayscheduleid: schedule, zigbeelocalstarttime: start, zigbeelocalendtime: end, opermodelduringholiday: mode }),
    getHoliday: ({ ieee, schedule }) => this.#lock(ieee, "getHolidaySchedule", { holidayscheduleid: schedule }),
    clearHoliday: ({ ieee, schedule }) => this.#lock(ieee, "clearHolidaySchedule", { holidayscheduleid: schedule }),
    setUserType: ({ ieee, user, type }) => this.#lock(ieee, "setUserType", { userid: user, usertype: type }),
    getUserType: ({ ieee, user }) => this.#lock(ieee, "getUserType", { userid: user }),
    setRfid: ({ ieee, user, tag, status = 1, type = 0 }) => this.#lock(ieee, "setRfidCode", { userid: user, userstatus: status, usertype: type, pincodevalue: Buffer.from(tag, "hex") }),
    getRfid: ({ ieee, user }) => this.#lock(ieee, "getRfidCode", { userid: user }),
    clearRfid: ({ ieee, user }) => this.#lock(ieee, "clearRfidCode", { userid: user }),
    clearAllRfid: ({ ieee }) => this.#lock(ieee, "clearAllRfidCodes"),
    backup: async () => { await this.controller.backup(); return { path: join(this.stateDir, "coordinator.json") }; },
    removeDevice: ({ ieee }) => this.device(ieee).removeFromNetwork(),
  };

  async close() {
    await this.controller.stop().catch((error) => console.error("stopping:", error.message));
    this.proxy.close();
    if (this.ownState) rmSync(this.stateDir, { recursive: true, force: true });
  }
}

/** Digits arrive as bytes: as text where they are printable, else as hex. */
function readable(value) {
  if (Buffer.isBuffer(value) || value instanceof Uint8Array || value?.type === "Buffer") {
    const bytes = Buffer.from(value.data ?? value);
    return /^[\x20-\x7e]*$/.test(bytes.toString("latin1")) ? bytes.toString("latin1") : { hex: bytes.toString("hex") };
  }
  if (Array.isArray(value)) return value.map(readable);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each)]));
  return value;
}
