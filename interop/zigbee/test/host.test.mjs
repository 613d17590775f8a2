// SPDX-License-Identifier: Apache-2.0
// The herdsman host and its script, against the bench coordinator of each EZSP generation.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { HerdsmanHost } from "../src/herdsman-host.mjs";
import { lockScript } from "../src/lock-script.mjs";
import { BenchNcp } from "./bench-ncp.mjs";
import { crc, encode, randomise } from "../src/ash.mjs";

const hex = (bytes) => Buffer.from(bytes).toString("hex").toUpperCase();

test("ASH frames as published", () => {
  assert.equal(crc(Buffer.from("123456789")), 0x29b1);
  assert.equal(hex(encode(0xc0)), "C038BC7E");
  assert.equal(hex(encode(0xc1, [2, 0x0b])), "C1020B0A527E");
  assert.equal(hex(encode(0xa0)), "A0547D3A7E");
  assert.equal(hex(encode(0x25, randomise([0, 0, 0, 2]))), "254221A856A6097E");
  assert.equal(hex(encode(0x11, randomise([1, 0, 1, 5, 0]))), "7D314321A9512A74DF7E");
});

for (const version of [13, 14, 16, 17, 18, 19]) {
  test(`form, join, interview, every command, resume: EZSP ${version}`, async () => {
    const ncp = new BenchNcp(version);
    const stateDir = mkdtempSync(join(tmpdir(), "herdsman-test-"));
    const port = await ncp.listen();
    let host = await HerdsmanHost.start({ port, stateDir });
    try {
      assert.equal(host.startResult, "reset");
      const report = await lockScript(host, { join: async () => ncp.join() });
      assert.deepEqual(Object.entries(report.tasks).filter(([, task]) => !task.ok).map(([name, task]) => `${name}: ${task.error}`), []);
      assert.equal(report.passed, 24);
      assert.ok(report.notifications.some((e) => e.type === "commandProgrammingEventNotification" && e.data.userid === 1), "the PIN that was set is announced");
      ncp.keypad(7);
      for (let waited = 0; waited < 20_000 && !host.events.some((e) => e.data?.userid === 7); waited += 20) await new Promise((again) => setTimeout(again, 20));
      assert.equal(host.events.find((e) => e.data?.userid === 7)?.data.opereventsrc, 0);
      await host.close();
      host = await HerdsmanHost.start({ port, stateDir });
      assert.equal(host.startResult, "resumed");
      assert.equal((await host.operations.setPin({ user: 5, pin: "5555" })).status, 0);
    } finally {
      await host.close();
      ncp.close();
      rmSync(stateDir, { recursive: true, force: true });
    }
  });
}
