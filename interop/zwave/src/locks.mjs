// SPDX-License-Identifier: Apache-2.0
// The locks of the emulated network: six kinds that differ in what real locks differ in.
import { CommandClasses as CC, SecurityClass } from "@zwave-js/core";
import { UserCredentialRule, UserCredentialType, UserIDStatus, KeypadMode } from "@zwave-js/cc";
import { ccCaps } from "@zwave-js/testing";

const DOOR_LOCK_DEVICE = { genericDeviceClass: 0x40, specificDeviceClass: 0x03, basicDeviceClass: 0x04 };

/** Event numbers of Access Control that these locks announce. */
const ACCESS_EVENTS = [1, 2, 3, 4, 5, 6, 9, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x13];

const statuses = [UserIDStatus.Available, UserIDStatus.Enabled, UserIDStatus.Disabled];

function userCode(version, numUsers, extra = {}) {
  return ccCaps({
    ccId: CC["User Code"], version, numUsers, supportedUserIDStatuses: statuses,
    supportedKeypadModes: [KeypadMode.Normal, KeypadMode.Vacation], supportsUserCodeChecksum: version > 1, ...extra,
  });
}

const doorLock = (version, secure) => ccCaps({
  ccId: CC["Door Lock"], version, secure, supportedOperationTypes: [1, 2], supportedDoorLockModes: [0x00, 0x01, 0xff],
  doorSupported: true, boltSupported: true, latchSupported: false, travelTime: 0,
});

const notification = (secure) => ccCaps({
  ccId: CC.Notification, version: 8, secure, supportsV1Alarm: true,
  notificationTypesAndEvents: { 6: ACCESS_EVENTS, 8: [0x0a, 0x0b] },
});

const common = [CC["Z-Wave Plus Info"], CC["Manufacturer Specific"]].map((ccId) => ({ ccId, version: 2 }));
const version = { ccId: CC.Version, version: 3 };

/**
 * Kinds by name. A kind says what the node is (`capabilities`, as the emulation wants it) and how its User Code
 * implementation behaves (`codes`), which the stock emulation cannot express.
 */
export const kinds = {
  /** Plain User Code v2 with native schedules, one code per command. */
  v2: () => ({
    capabilities: {
      commandClasses: [
        ...common, version, userCode(2, 30), doorLock(2), notification(),
        ccCaps({ ccId: CC["Schedule Entry Lock"], version: 3, numWeekDaySlots: 7, numYearDaySlots: 2, numDailyRepeatingSlots: 2 }),
        { ccId: CC["Time Parameters"], version: 1 },
      ],
    },
    codes: { version: 2, users: 30 },
  }),
  /** Plain User Code v1. */
  v1: () => ({
    capabilities: { commandClasses: [...common, version, userCode(1, 10), doorLock(2), notification()] },
    codes: { version: 1, users: 10 },
  }),
  /** User Credential: users and credentials apart, PIN and password. */
  u3c: () => ({
    capabilities: {
      commandClasses: [
        ...common, version, doorLock(4), notification(),
        { ccId: CC.Supervision, version: 2 },
        ccCaps({
          ccId: CC["User Credential"], version: 1, numberOfSupportedUsers: 10, maxUserNameLength: 32,
          supportedCredentialRules: [UserCredentialRule.Single],
          supportedCredentialTypes: new Map([
            [UserCredentialType.PINCode, { numberOfCredentialSlots: 10, minCredentialLength: 4, maxCredentialLength: 10, maxCredentialHashLength: 0, supportsCredentialLearn: false }],
            [UserCredentialType.Password, { numberOfCredentialSlots: 5, minCredentialLength: 4, maxCredentialLength: 10, maxCredentialHashLength: 0, supportsCredentialLearn: false }],
          ]),
        }),
      ],
    },
  }),
  /** Security S0, User Code v1: the older locks that are still in most doors. */
  s0: () => ({
    capabilities: {
      supportsSecurity: true,
      securityClasses: new Set([SecurityClass.S0_Legacy]),
      commandClasses: [
        ...common, version, { ccId: CC.Security, version: 1 },
        { ...userCode(1, 10), secure: true }, doorLock(2, true), notification(true),
      ],
    },
    codes: { version: 1, users: 10 },
  }),
  /** Security S2 Access Control, User Code v2, with battery, lifeline, clock and supervision. */
  s2: () => ({
    capabilities: {
      supportsSecurity: true,
      securityClasses: new Set([SecurityClass.S2_AccessControl]),
      commandClasses: [
        ...common, version, { ccId: CC["Security 2"], version: 1 }, { ccId: CC.Supervision, version: 1, secure: true },
        { ...userCode(2, 20), secure: true }, doorLock(4, true), notification(true),
        { ccId: CC.Battery, version: 1, secure: true }, { ccId: CC.Association, version: 2, secure: true },
        { ccId: CC["Time Parameters"], version: 1, secure: true }, { ccId: CC["Door Lock Logging"], version: 1, secure: true },
      ],
    },
    codes: { version: 2, users: 20 },
  }),
  /** Sleeps between beams, 250 slots, several codes per command both ways. */
  flirs: () => ({
    capabilities: {
      isListening: false, isFrequentListening: "1000ms", txDelay: 30,
      commandClasses: [...common, version, userCode(2, 250), doorLock(2), notification(), { ccId: CC.Battery, version: 1 }],
    },
    codes: { version: 2, users: 250, multipleReport: true, multipleSet: true },
  }),
};

/** The network of the interop tests; costs were measured on the same kinds under the same node ids. */
export const defaultNetwork = [
  { id: 2, kind: "v2" }, { id: 3, kind: "v1" }, { id: 4, kind: "u3c" },
  { id: 5, kind: "s0" }, { id: 6, kind: "s2" }, { id: 7, kind: "flirs" },
];

/** Everything the emulation needs to make one node. */
export function nodeOptions(id, kind) {
  const make = kinds[kind];
  if (!make) throw new Error(`unknown kind ${kind}; known: ${Object.keys(kinds).join(", ")}`);
  const { capabilities, codes } = make();
  const facts = { manufacturerId: 0x0fff, productType: 0x0001, productId: id, firmwareVersion: "1.2" };
  return { id, kind, codes, capabilities: { ...DOOR_LOCK_DEVICE, ...facts, ...capabilities } };
}
