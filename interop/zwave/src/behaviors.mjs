// SPDX-License-Identifier: Apache-2.0
// What the stock emulation leaves unanswered and a lock host needs: battery, lifeline, clock, event log, current
// notification state; and events sent by a lock on its own, encapsulated as its security class demands.
import {
  AssociationCCGet, AssociationCCRemove, AssociationCCSet, AssociationCCSupportedGroupingsGet, BatteryCCGet,
  DoorLockLoggingCCRecordGet, DoorLockLoggingCCRecordsSupportedGet, NotificationCCGet, Security2CC, Security2CCNonceGet,
  Security2CCNonceReport, Security2CCPublicKeyReport, SecurityCC, SecurityCCNonceGet, SecurityCCNonceReport, SupervisionCC,
  SupervisionCCReport, TimeParametersCCGet, TimeParametersCCSet,
} from "@zwave-js/cc";
import { CommandClasses as CC, SPANState } from "@zwave-js/core";
import { MockZWaveFrameType, createMockZWaveRequestFrame } from "@zwave-js/testing";
import { bytesOf, raw, userCodeBehaviors } from "./codes.mjs";

const LOG_RECORDS = 20;

// The library cannot read this command; a lock must.
DoorLockLoggingCCRecordGet.from = (message, ctx) => new DoorLockLoggingCCRecordGet({ nodeId: ctx.sourceNodeId, recordNumber: message.payload[0] });

/** Parameters of an Access Control event in the forms seen in the field. */
function eventParameters(node, form, user) {
  const slot = node.state.get(`UserCode_userCode_${user}`);
  switch (form) {
    case "report": return [0x63, 0x03, user & 0xff, 0x01, ...bytesOf(slot)];
    case "cut": return [0x63, 0x03, user & 0xff];
    case "id": return [user & 0xff];
    case "extended": return [0x63, 0x0d, 0x01, user >> 8, user & 0xff, 0x01, bytesOf(slot).length, ...bytesOf(slot), 0, 0];
    case "value": return user > 255 ? [user >> 8, user & 0xff] : [user];
    case "credential": return [0x83, 0x0e, user >> 8, user & 0xff, 1, 0, user & 0xff];
    case "none": case "level": return [];
    default: throw new Error(`unknown form ${form}; known: report, cut, id, extended, value, credential, none, level, v1, raw`);
  }
}

/** Notification Report for a trigger of the control port. */
export function notification(controller, node, { form = "report", event = 6, type = 6, user, level, alarm, hex }) {
  if (form === "raw") {
    const bytes = Buffer.from(hex, "hex");
    return raw(controller, bytes[0], bytes[1], bytes.subarray(2));
  }
  if (form === "v1") return raw(controller, CC.Notification, 0x05, [alarm, level ?? user ?? 0]);
  const parameters = user === undefined ? [] : eventParameters(node, form, user);
  const v1 = form === "level" ? [alarm ?? 0, level ?? user ?? 0] : [alarm ?? 0, level ?? 0];
  return raw(controller, CC.Notification, 0x05, [...v1, 0x00, 0xff, type, event, parameters.length, ...parameters]);
}

const send = (node, cc) => node.sendToController(createMockZWaveRequestFrame(cc, { ackRequested: false }));

function awaitFrame(node, test, timeout) {
  return node.expectControllerFrame((frame) => frame.type === MockZWaveFrameType.Request && test(frame.payload), { timeout });
}

/** Unwraps as far as needed to find a Supervision Report of this session. */
function answersSession(cc, session) {
  for (let at = cc; at; at = at.encapsulated) if (at instanceof SupervisionCCReport && at.sessionId === session) return true;
  return false;
}

async function sendS0(controller, node, cc) {
  await send(node, new SecurityCCNonceGet({ nodeId: controller.ownNodeId }));
  const report = await awaitFrame(node, (payload) => payload instanceof SecurityCCNonceReport, node.lock.noncePatienceMs)
    .catch(() => { throw new Error("the host sent no nonce"); });
  const secured = SecurityCC.encapsulate(node.id, node.securityManagers.securityManager, cc);
  secured.nonce = report.payload.nonce;
  await send(node, secured);
}

async function sendS2(controller, node, make) {
  const span = () => node.securityManagers.securityManager2.getSPANState(controller.ownNodeId).type;
  if (span() === SPANState.None || span() === SPANState.LocalEI) {
    await send(node, new Security2CCNonceGet({ nodeId: controller.ownNodeId }));
    await awaitFrame(node, (payload) => payload instanceof Security2CCNonceReport && payload.SOS, node.lock.noncePatienceMs)
      .catch(() => { throw new Error("the host sent no nonce report"); });
  }
  const outOfSync = awaitFrame(node, (payload) => payload instanceof Security2CCNonceReport && payload.SOS, 500).then(() => true, () => false);
  await send(node, Security2CC.encapsulate(make(), node.id, node.securityManagers));
  if (await outOfSync) await send(node, Security2CC.encapsulate(make(), node.id, node.securityManagers));
}

/** Sends a command of the lock's own accord under its security class (or in clear when asked), supervised if asked. */
export async function sendUnasked(controller, node, make, { supervised = false, clear = false } = {}) {
  const session = supervised ? (node.lock.session = ((node.lock.session ?? 0) + 1) & 0x3f) : 0;
  const wrapped = () => (supervised ? SupervisionCC.encapsulate(make(), session, false) : make());
  const answered = supervised
    ? awaitFrame(node, (payload) => answersSession(payload, session), 2000).then(() => true, () => false) : undefined;
  if (!clear && node.lock.kind === "s0") await sendS0(controller, node, wrapped());
  else if (!clear && node.lock.kind === "s2") await sendS2(controller, node, wrapped);
  else await send(node, wrapped());
  return { supervised, answered: await answered };
}

/** Keeps the event log the lock would keep. */
export function log(node, event, user = 0) {
  node.lock.log.push({ event, user, at: new Date() });
  if (node.lock.log.length > LOG_RECORDS) node.lock.log.shift();
}

function logRecord(node, number) {
  const records = node.lock.log;
  const index = number === 0 ? records.length - 1 : number - 1;
  const record = records[index];
  if (!record) return [number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const { at, event, user } = record, year = at.getUTCFullYear();
  return [index + 1, year >> 8, year & 0xff, at.getUTCMonth() + 1, at.getUTCDate(), 0x20 | at.getUTCHours(),
    at.getUTCMinutes(), at.getUTCSeconds(), event, user & 0xff, 0];
}

const reply = (cc) => ({ action: "sendCC", cc });

/** All behaviours that every lock of the peer gets on top of the stock ones. */
export function lockBehaviors(onError) {
  const announce = (node, event, user) => {
    if (!node.lock.quirks.announceChanges) return;
    const controller = node.controller;
    // After the answer to the command that caused it, as locks do.
    setTimeout(() => sendUnasked(controller, node, () => notification(controller, node, { form: "id", event, user }))
      .catch(onError), 80);
  };
  return [
    ...userCodeBehaviors(announce),
    { handleCC: (controller, node, cc) => cc instanceof BatteryCCGet
      ? reply(raw(controller, CC.Battery, 0x03, [node.state.get("Battery_level") ?? 0x5f])) : undefined },
    { handleCC: (controller, node, cc) => cc instanceof AssociationCCSupportedGroupingsGet
      ? reply(raw(controller, CC.Association, 0x06, [1])) : undefined },
    { handleCC: (controller, node, cc) => cc instanceof AssociationCCGet
      ? reply(raw(controller, CC.Association, 0x03, [1, 5, 0, ...(node.state.get("Association_lifeline") ?? [1])])) : undefined },
    { handleCC: (controller, node, cc) => {
      if (!(cc instanceof AssociationCCSet || cc instanceof AssociationCCRemove)) return;
      const lifeline = new Set(node.state.get("Association_lifeline") ?? [1]);
      for (const id of cc.nodeIds ?? []) cc instanceof AssociationCCSet ? lifeline.add(id) : lifeline.delete(id);
      node.state.set("Association_lifeline", [...lifeline]);
      return { action: "ok" };
    } },
    { handleCC: (controller, node, cc) => cc instanceof NotificationCCGet
      ? reply(raw(controller, CC.Notification, 0x05, [0, 0, 0, 0, cc.notificationType ?? 6, 0xfe, 0])) : undefined },
    { handleCC: (controller, node, cc) => {
      if (!(cc instanceof TimeParametersCCSet)) return;
      node.state.set("TimeParameters_offsetMs", cc.dateAndTime.getTime() - Date.now());
      return { action: "ok" };
    } },
    { handleCC: (controller, node, cc) => {
      if (!(cc instanceof TimeParametersCCGet)) return;
      const now = new Date(Date.now() + (node.state.get("TimeParameters_offsetMs") ?? -3600_000)), year = now.getUTCFullYear();
      return reply(raw(controller, CC["Time Parameters"], 0x03, [year >> 8, year & 0xff, now.getUTCMonth() + 1, now.getUTCDate(),
        now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds()]));
    } },
    { handleCC: (controller, node, cc) => cc instanceof DoorLockLoggingCCRecordsSupportedGet
      ? reply(raw(controller, CC["Door Lock Logging"], 0x02, [LOG_RECORDS])) : undefined },
    { handleCC: (controller, node, cc) => cc instanceof DoorLockLoggingCCRecordGet
      ? reply(raw(controller, CC["Door Lock Logging"], 0x04, logRecord(node, cc.recordNumber))) : undefined },
    // A lock hides the first two bytes of its key: they are the PIN that a person types in.
    { transformResponse: (controller, node, received, response) => {
      if (response.action === "sendCC" && response.cc instanceof Security2CCPublicKeyReport && !response.cc.includingNode) {
        response.cc.publicKey = Uint8Array.from([0, 0, ...node.ecdhKeyPair.publicKey.subarray(2)]);
      }
      return response;
    } },
  ];
}
