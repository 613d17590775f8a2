// SPDX-License-Identifier: Apache-2.0
// User Code as locks implement it, in place of the stock emulation: v1 and v2 answers, one or many codes per command,
// and the habits of real locks (quirks) that a host has to survive.
import { CommandClass } from "@zwave-js/cc";
import {
  UserCodeCCCapabilitiesGet, UserCodeCCCapabilitiesReport, UserCodeCCExtendedUserCodeGet, UserCodeCCExtendedUserCodeSet,
  UserCodeCCGet, UserCodeCCSet, UserCodeCCUsersNumberGet,
} from "@zwave-js/cc/UserCodeCC";
import { CommandClasses as CC, UNKNOWN_STATE } from "@zwave-js/core";

export const NO_SUCH_USER = 0xfe;
const AVAILABLE = 0x00;
const LARGEST_REPORT = 48; // bytes of one command that every region and route carries

// The library knows how to send this command but not how to read it.
UserCodeCCExtendedUserCodeGet.from = function from(raw, ctx) {
  const flags = raw.payload[2] ?? 0;
  return new UserCodeCCExtendedUserCodeGet({ nodeId: ctx.sourceNodeId, userId: raw.payload.readUInt16BE(0), reportMore: !!(flags & 1) });
};

/** The digits of a code as bytes, whatever form the state holds. */
export const bytesOf = (code) => (code === undefined || code === null ? Buffer.alloc(0) : Buffer.from(code, "ascii"));

export function readCode(node, user) {
  const status = node.state.get(`UserCode_userIdStatus_${user}`) ?? AVAILABLE;
  return { user, status, code: status === AVAILABLE ? undefined : node.state.get(`UserCode_userCode_${user}`) };
}

export function writeCode(node, user, status, code) {
  node.state.set(`UserCode_userIdStatus_${user}`, status);
  node.state.set(`UserCode_userCode_${user}`, status === AVAILABLE ? undefined : bytesOf(code).toString("ascii"));
}

export function allCodes(node) {
  const used = [];
  for (let user = 1; user <= (node.lock.codes?.users ?? 0); user++) {
    const slot = readCode(node, user);
    if (slot.status !== AVAILABLE) used.push(slot);
  }
  return used;
}

/** A command this file writes byte by byte. */
export function raw(controller, ccId, ccCommand, payload) {
  return new CommandClass({ nodeId: controller.ownNodeId, ccId, ccCommand, payload: Uint8Array.from(payload) });
}

/** What the lock shows of a slot: late, masked or padded as its quirks say. */
function shown(node, user) {
  const { quirks } = node.lock;
  const late = node.lock.late.get(user);
  const slot = late && late.until > Date.now() ? late.slot : readCode(node, user);
  let code = bytesOf(slot.code);
  if (quirks.maskCodes && slot.status !== AVAILABLE) code = Buffer.alloc(code.length, "*");
  if (quirks.zeroPad) code = Buffer.concat([code, Buffer.alloc(Math.max(0, 10 - code.length))]);
  return { user, status: slot.status, code };
}

const refused = (why) => ({ refused: why });

/** Decides over one command's codes as a whole: all are stored or none. */
function judge(node, wishes) {
  const { quirks, codes } = node.lock;
  if (wishes.length > 1 && !codes.multipleSet) return refused("multiple");
  for (const { user, status, code } of wishes) {
    if (user === 0 && (wishes.length > 1 || status !== AVAILABLE)) return refused("user 0");
    if (user > codes.users) return refused("no such user");
    if (status === AVAILABLE) continue;
    const digits = bytesOf(code).toString("ascii");
    if (!/^[0-9]{4,10}$/.test(digits)) return refused("not 4 to 10 digits");
    if (quirks.fixedLength && digits.length !== quirks.fixedLength) return refused("length");
    if (quirks.refuseDuplicates && allCodes(node).some((other) => other.user !== user && bytesOf(other.code).toString("ascii") === digits)) {
      return { refused: "duplicate", user };
    }
  }
  return {};
}

function store(node, wishes) {
  const { quirks, codes } = node.lock;
  if (quirks.ignoreWrites) return;
  for (const { user, status, code } of wishes) {
    const first = user === 0 ? 1 : user, last = user === 0 ? codes.users : user;
    for (let each = first; each <= last; each++) {
      if (quirks.lateMs) node.lock.late.set(each, { until: Date.now() + quirks.lateMs, slot: readCode(node, each) });
      writeCode(node, each, status, code);
    }
  }
}

/** The behaviours; `announce(node, event, user)` sends an Access Control event if the lock announces changes. */
export function userCodeBehaviors(announce) {
  const apply = (node, wishes) => {
    const verdict = judge(node, wishes);
    if (verdict.refused) {
      node.lock.refusals.push(verdict.refused);
      if (verdict.refused === "duplicate") announce(node, 0x0f, verdict.user);
      return { action: "fail" };
    }
    const before = wishes.map(({ user }) => readCode(node, user).status);
    store(node, wishes);
    wishes.forEach(({ user, status }, at) => {
      if (node.lock.quirks.ignoreWrites) return;
      if (user === 0) announce(node, 0x0c);
      else if (status !== AVAILABLE) announce(node, 0x0e, user);
      else if (before[at] !== AVAILABLE) announce(node, 0x0d, user);
    });
    return { action: node.lock.quirks.failButStore ? "fail" : "ok" };
  };

  return [
    { handleCC: (controller, node, cc) => {
      if (!(cc instanceof UserCodeCCUsersNumberGet) || !node.lock.codes) return;
      const { version, users } = node.lock.codes;
      const count = Math.min(users, 255);
      const wide = [users >> 8, users & 0xff];
      return { action: "sendCC", cc: raw(controller, CC["User Code"], 0x05, version === 1 ? [count] : [count, ...wide]) };
    } },
    { handleCC: (controller, node, cc) => {
      if (!(cc instanceof UserCodeCCCapabilitiesGet) || !node.lock.codes) return;
      const { codes } = node.lock;
      const own = node.getCCCapabilities(CC["User Code"]);
      return { action: "sendCC", cc: new UserCodeCCCapabilitiesReport({
        nodeId: controller.ownNodeId, supportsAdminCode: true, supportsAdminCodeDeactivation: true,
        supportsUserCodeChecksum: own.supportsUserCodeChecksum, supportsMultipleUserCodeReport: !!codes.multipleReport,
        supportsMultipleUserCodeSet: !!codes.multipleSet, supportedUserIDStatuses: own.supportedUserIDStatuses,
        supportedKeypadModes: own.supportedKeypadModes, supportedASCIIChars: "0123456789",
      }) };
    } },
    { handleCC: (controller, node, cc) => {
      if (!(cc instanceof UserCodeCCGet) || !node.lock.codes) return;
      const { user, status, code } = cc.userId >= 1 && cc.userId <= node.lock.codes.users
        ? shown(node, cc.userId) : { user: cc.userId, status: NO_SUCH_USER, code: Buffer.alloc(0) };
      return { action: "sendCC", cc: raw(controller, CC["User Code"], 0x03, [user, status, ...code]) };
    } },
    { handleCC: (controller, node, cc) => {
      if (!(cc instanceof UserCodeCCExtendedUserCodeGet) || !node.lock.codes) return;
      const { users, multipleReport } = node.lock.codes;
      const used = allCodes(node).map((slot) => slot.user);
      const entries = [];
      let room = LARGEST_REPORT - 5 - (node.lock.overhead ?? 0);
      const add = (entry) => {
        if (entry.code.length + 4 > room) return false;
        room -= entry.code.length + 4;
        entries.push(entry);
        return true;
      };
      if (cc.userId < 1 || cc.userId > users) add({ user: cc.userId, status: NO_SUCH_USER, code: Buffer.alloc(0) });
      else if (!(cc.reportMore && multipleReport)) add(shown(node, cc.userId));
      else for (const user of used.filter((each) => each >= cc.userId)) if (!add(shown(node, user))) break;
      if (entries.length === 0) add({ user: cc.userId, status: AVAILABLE, code: Buffer.alloc(0) });
      const next = used.find((user) => user > entries.at(-1).user) ?? 0;
      const body = entries.flatMap(({ user, status, code }) => [user >> 8, user & 0xff, status, code.length, ...code]);
      return { action: "sendCC", cc: raw(controller, CC["User Code"], 0x0d, [entries.length, ...body, next >> 8, next & 0xff]) };
    } },
    { handleCC: (controller, node, cc) => {
      if (!(cc instanceof UserCodeCCSet) || !node.lock.codes) return;
      if (node.lock.codes.version > 1) { // a v2 lock takes the extended form only
        node.lock.refusals.push("v1 set on a v2 lock");
        return { action: "fail" };
      }
      return apply(node, [{ user: cc.userId, status: cc.userIdStatus, code: cc.userCode }]);
    } },
    { handleCC: (controller, node, cc) => {
      if (!(cc instanceof UserCodeCCExtendedUserCodeSet) || !node.lock.codes) return;
      return apply(node, cc.userCodes.map((c) => ({
        user: c.userId, status: c.userIdStatus === UNKNOWN_STATE ? NO_SUCH_USER : c.userIdStatus, code: c.userCode,
      })));
    } },
  ];
}
