// SPDX-License-Identifier: Apache-2.0
// The scripted life of a network with one lock, driven by zigbee-herdsman: join, interview, every door lock command.
// The simulated lock is expected to have 10 PIN users or more, 4..8 digits, and its schedules where it says so.

function expect(actual, wanted, what) {
  for (const [key, value] of Object.entries(wanted)) {
    if (JSON.stringify(actual?.[key]) !== JSON.stringify(value)) throw new Error(`${what}: ${key} is ${JSON.stringify(actual?.[key])} instead of ${JSON.stringify(value)} in ${JSON.stringify(actual)}`);
  }
}

/** Runs everything; `join` makes the lock join (a control of the simulator), or is undefined when it does so by itself. */
export async function lockScript(host, { join, seconds = 60, known = false } = {}) {
  const { operations: op } = host;
  const report = { start: host.startResult, startCounts: host.proxy.snapshot(), passed: 0, failed: 0, tasks: {} };
  const task = async (name, work) => {
    host.proxy.reset();
    const before = Date.now();
    let error, result;
    try { result = await work(); } catch (thrown) { error = String(thrown?.message ?? thrown); }
    error === undefined ? report.passed++ : report.failed++;
    report.tasks[name] = { ok: error === undefined, error, ms: Date.now() - before, counts: host.proxy.snapshot() };
    return result;
  };

  if (!known) {
    await task("join and interview", async () => {
      await op.permit({ seconds });
      await join?.();
      report.device = await op.interviewed({});
      if (!report.device.endpoints.some((e) => e.input.includes(0x0101))) throw new Error("no door lock cluster");
    });
    if (report.failed) return report;
  }
  let capacities = {};
  await task("read the capacities", async () => {
    capacities = await op.read({ attributes: ["numOfTotalUsersSupported", "numOfPinUsersSupported", "numOfWeekDaySchedulesSupportedPerUser", "numOfYearDaySchedulesSupportedPerUser", "numOfHolidayScheduledsSupported", "maxPinLen", "minPinLen", "numOfRfidUsersSupported"] });
    if (!(capacities.numOfPinUsersSupported >= 3)) throw new Error(`capacities: ${JSON.stringify(capacities)}`);
  });
  await task("bind the door lock cluster", () => op.bind({}));
  await task("configure reporting of the lock state", () => op.configureReporting({}));
  await task("let PINs be read", () => op.write({ attributes: { sendPinOta: true } }));
  await task("set a PIN", async () => expect(await op.setPin({ user: 1, pin: "4711" }), { status: 0 }, "set"));
  await task("read the PIN", async () => expect(await op.getPin({ user: 1 }), { userid: 1, userstatus: 1, usertype: 0, pincodevalue: "4711" }, "get"));
  await task("change the PIN", async () => {
    expect(await op.setPin({ user: 1, pin: "90210" }), { status: 0 }, "set");
    expect(await op.getPin({ user: 1 }), { pincodevalue: "90210" }, "get");
  });
  await task("a PIN with leading zeros", async () => {
    expect(await op.setPin({ user: 2, pin: "000123" }), { status: 0 }, "set");
    expect(await op.getPin({ user: 2 }), { pincodevalue: "000123" }, "get");
  });
  await task("a duplicate is refused", async () => expect(await op.setPin({ user: 3, pin: "90210" }), { status: 3 }, "set"));
  await task("an empty slot is available", async () => expect(await op.getPin({ user: 3 }), { userid: 3, userstatus: 0 }, "get"));
  await task("disable and enable a user", async () => {
    expect(await op.setUserStatus({ user: 2, status: 3 }), { status: 0 }, "disable");
    expect(await op.getUserStatus({ user: 2 }), { userstatus: 3 }, "status");
    expect(await op.setUserStatus({ user: 2, status: 1 }), { status: 0 }, "enable");
    expect(await op.getUserStatus({ user: 2 }), { userstatus: 1 }, "status");
  });
  await task("user type", async () => {
    expect(await op.setUserType({ user: 2, type: 2 }), { status: 0 }, "set");
    expect(await op.getUserType({ user: 2 }), { usertype: 2 }, "get");
    expect(await op.setUserType({ user: 2, type: 0 }), { status: 0 }, "set back");
  });
  await task("lock", async () => {
    expect(await op.lock({}), { status: 0 }, "lock");
    expect(await op.read({ attributes: ["lockState"] }), { lockState: 1 }, "state");
  });
  await task("unlock with a PIN", async () => {
    expect(await op.unlock({ pin: "90210" }), { status: 0 }, "unlock");
    expect(await op.read({ attributes: ["lockState"] }), { lockState: 2 }, "state");
  });
  await task("toggle", async () => expect(await op.toggle({}), { status: 0 }, "toggle"));
  await task("unlock for a time", async () => expect(await op.unlockTimeout({ seconds: 1 }), { status: 0 }, "unlock"));
  if (capacities.numOfWeekDaySchedulesSupportedPerUser > 0) {
    await task("week day schedule", async () => {
      expect(await op.setWeekDay({ schedule: 1, user: 2, days: 0x3e, start: [8, 30], end: [17, 0] }), { status: 0 }, "set");
      expect(await op.getWeekDay({ schedule: 1, user: 2 }), { scheduleid: 1, userid: 2, status: 0, daysmask: 0x3e, starthour: 8, startminute: 30, endhour: 17, endminute: 0 }, "get");
      expect(await op.clearWeekDay({ schedule: 1, user: 2 }), { status: 0 }, "clear");
    });
  }
  if (capacities.numOfYearDaySchedulesSupportedPerUser > 0) {
    await task("year day schedule", async () => {
      expect(await op.setYearDay({ schedule: 1, user: 2, start: 848620800, end: 848707200 }), { status: 0 }, "set");
      expect(await op.getYearDay({ schedule: 1, user: 2 }), { status: 0, zigbeelocalstarttime: 848620800, zigbeelocalendtime: 848707200 }, "get");
      expect(await op.clearYearDay({ schedule: 1, user: 2 }), { status: 0 }, "clear");
    });
  }
  if (capacities.numOfHolidayScheduledsSupported > 0) {
    await task("holiday schedule", async () => {
      expect(await op.setHoliday({ schedule: 1, start: 848620800, end: 848707200, mode: 1 }), { status: 0 }, "set");
      expect(await op.getHoliday({ schedule: 1 }), { status: 0, zigbeelocalstarttime: 848620800 }, "get");
      expect(await op.clearHoliday({ schedule: 1 }), { status: 0 }, "clear");
    });
  }
  if (capacities.numOfRfidUsersSupported > 0) {
    await task("RFID tag", async () => {
      expect(await op.setRfid({ user: 1, tag: "04a1b2c3d4e5f607" }), { status: 0 }, "set");
      expect(await op.clearRfid({ user: 1 }), { status: 0 }, "clear");
      expect(await op.clearAllRfid({}), { status: 0 }, "clear all");
    });
  }
  await task("clear a PIN", async () => {
    expect(await op.clearPin({ user: 1 }), { status: 0 }, "clear");
    expect(await op.getPin({ user: 1 }), { userstatus: 0 }, "get");
  });
  await task("set three PINs in a row", async () => { for (const user of [1, 2, 3]) expect(await op.setPin({ user, pin: `10${user}5` }), { status: 0 }, "set"); });
  await task("clear all PINs", async () => {
    expect(await op.clearAllPins({}), { status: 0 }, "clear all");
    for (const user of [1, 2, 3]) expect(await op.getPin({ user }), { userstatus: 0 }, "get");
  });
  report.notifications = host.events.filter((e) => e.event === "message" && /Notification|attributeReport/.test(e.type));
  return report;
}
