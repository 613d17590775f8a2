// SPDX-License-Identifier: Apache-2.0
// The scripted tasks that zwave-js runs on every lock of a network, each judged by what zwave-js itself reads back.
import { CommandClasses as CC } from "@zwave-js/core";

const OK = 0;
const codeOf = (credential) => (credential?.data === undefined ? undefined : Buffer.from(credential.data).toString("ascii"));

function expect(actual, wanted, what) {
  const [a, w] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (a !== w) throw new Error(`${what}: ${a} instead of ${w}`);
}

/** A supervised command says success (255), an unsupervised one nothing. */
function accepted(result, what) {
  if (result !== undefined && result.status !== 0xff) throw new Error(`${what}: supervision status ${result.status}`);
}

/** The tasks for one lock, by what it supports. */
function tasksOf(host, id) {
  const { operations: op } = host;
  const node = host.node(id);
  const tasks = {
    "add user 1 with a PIN": async () => {
      const result = await op.addUser({ node: id, user: 1, pin: "4711" });
      expect([result.user, result.credential ?? OK], [OK, OK], "addUser");
      expect(codeOf(await op.getPin({ node: id, slot: 1 })), "4711", "read back");
    },
    "add user 2 with a ten digit PIN": async () => {
      const result = await op.addUser({ node: id, user: 2, pin: "0123456789" });
      expect([result.user, result.credential ?? OK], [OK, OK], "addUser");
      expect(codeOf(await op.getPin({ node: id, slot: 2 })), "0123456789", "read back");
    },
    "change the PIN of user 1": async () => {
      expect(await op.setPin({ node: id, user: 1, pin: "90210" }), OK, "setCredential");
      expect(codeOf(await op.getPin({ node: id, slot: 1 })), "90210", "read back");
    },
    "list all users": async () => {
      expect((await op.users({ node: id })).map((user) => user.userId).sort((a, b) => a - b), [1, 2], "users");
    },
    "disable and enable user 2": async () => {
      expect(await op.enable({ node: id, user: 2, active: false }), OK, "setUser");
      expect((await op.users({ node: id })).find((user) => user.userId === 2)?.active, false, "active");
      expect(await op.enable({ node: id, user: 2, active: true }), OK, "setUser");
    },
    "lock, unlock and read the state": async () => {
      accepted(await op.lock({ node: id, mode: 0xff }), "lock");
      expect((await op.lockState({ node: id })).currentMode, 0xff, "mode");
      accepted(await op.lock({ node: id, mode: 0x00 }), "unlock");
      expect((await op.lockState({ node: id })).currentMode, 0x00, "mode");
    },
  };
  if (node.getCCVersion(CC["User Code"]) >= 2) {
    tasks["the checksum follows the codes"] = async () => {
      const before = await op.checksum({ node: id });
      await op.setPin({ node: id, user: 1, pin: "31415" });
      if ((await op.checksum({ node: id })) === before) throw new Error("the checksum did not change with a code");
      await op.setPin({ node: id, user: 1, pin: "90210" });
      expect(await op.checksum({ node: id }), before, "checksum of the same codes");
    };
  }
  if (node.supportsCC(CC["Schedule Entry Lock"])) {
    tasks["week day schedule"] = async () => {
      const schedule = { weekday: 1, startHour: 8, startMinute: 0, stopHour: 17, stopMinute: 30 };
      accepted(await op.weekDay({ node: id, user: 1, slot: 1, schedule }), "set");
      expect({ ...(await op.getWeekDay({ node: id, user: 1, slot: 1 })) }, schedule, "read back");
    };
    tasks["year day schedule"] = async () => {
      const schedule = { startYear: 26, startMonth: 12, startDay: 24, startHour: 15, startMinute: 0, stopYear: 27, stopMonth: 1, stopDay: 2, stopHour: 11, stopMinute: 0 };
      accepted(await op.yearDay({ node: id, user: 2, slot: 1, schedule }), "set");
      expect({ ...(await op.getYearDay({ node: id, user: 2, slot: 1 })) }, schedule, "read back");
    };
  }
  tasks["delete user 1"] = async () => {
    expect(await op.deleteUser({ node: id, user: 1 }), OK, "deleteUser");
    expect((await op.users({ node: id })).map((user) => user.userId), [2], "users");
  };
  tasks["delete all users"] = async () => {
    expect(await op.deleteAll({ node: id }), OK, "deleteAllUsers");
    expect(await op.users({ node: id }), [], "users");
  };
  return tasks;
}

/** Runs everything; the report names each task with its outcome, time and frames. */
export async function lockScript(host, ids) {
  const started = Date.now();
  const interviewed = await host.interviewed(ids);
  const report = { interviewMs: Date.now() - started, interviewFrames: host.counters.snapshot().nodes, failed: 0, passed: 0, nodes: {} };
  for (const id of interviewed) {
    const results = report.nodes[id] = { info: host.operations.info({ node: id }), tasks: {} };
    if (!host.node(id).getEndpoint(0).accessControl) continue;
    for (const [name, task] of Object.entries(tasksOf(host, id))) {
      host.counters.reset();
      const before = Date.now();
      let error;
      try { await task(); } catch (thrown) { error = String(thrown?.message ?? thrown); }
      error === undefined ? report.passed++ : report.failed++;
      results.tasks[name] = { ok: error === undefined, error, ms: Date.now() - before, frames: host.counters.snapshot().nodes[id] };
    }
  }
  return report;
}
