// SPDX-License-Identifier: Apache-2.0
// The door lock cluster of the virtual locks: matter.js' own server as it is (plain), or put right where real lock
// firmware behaves otherwise (strict); both with injected faults and with things that happen at the door itself.
import { Bytes } from "@matter/main";
import { DoorLock } from "@matter/main/clusters";
import { DoorLockServer } from "@matter/main/behaviors";
import { Supervision } from "@matter/node";
import { Status, StatusResponseError } from "@matter/main/types";

const { CredentialType, DataOperationType, LockDataType, LockOperationType, LockState, OperationError, OperationSource, UserStatus, UserType } = DoorLock;
const DUPLICATE = 2, OCCUPIED = 3;
const ALL = 65534, ALL_SCHEDULES = 254;
const NOT_SET = { userIndex: null };

const COMMANDS = [
  "lockDoor", "unlockDoor", "unlockWithTimeout", "unboltDoor", "setUser", "getUser", "clearUser", "setCredential", "getCredentialStatus",
  "clearCredential", "setWeekDaySchedule", "getWeekDaySchedule", "clearWeekDaySchedule", "setYearDaySchedule", "getYearDaySchedule",
  "clearYearDaySchedule", "setHolidaySchedule", "getHolidaySchedule", "clearHolidaySchedule",
];

/** What the control port has ordered for commands to come; one lock per process. */
export const faults = { busyMs: 0, failures: [] };

/** Answers late, or with an injected status, before the command is carried out. */
function withFaults(Base) {
  class Faulty extends Base {}
  for (const name of COMMANDS) {
    if (typeof Base.prototype[name] !== "function") continue;
    Faulty.prototype[name] = function command(request) {
      const at = faults.failures.findIndex((f) => f.command.toLowerCase() === name.toLowerCase() || f.command === "*");
      if (at >= 0) {
        const { status, clusterStatus } = faults.failures[at];
        if (--faults.failures[at].times <= 0) faults.failures.splice(at, 1);
        throw new StatusResponseError("injected", status, clusterStatus);
      }
      if (!faults.busyMs) return Base.prototype[name].call(this, request);
      return new Promise((done) => setTimeout(done, faults.busyMs)).then(() => Base.prototype[name].call(this, request));
    };
  }
  return Faulty;
}

/** What a person does at the door; called by the control port through `endpoint.act`. */
function withDoor(Base) {
  return class Door extends Base {
    /** Digits at the keypad: opens or locks, or is refused; a disposable user is disabled by the first use. */
    keypad(pin, operation) {
      const type = operation === "lock" ? LockOperationType.Lock : LockOperationType.Unlock;
      const auth = this.auth;
      const digits = Bytes.fromString(pin);
      const credential = auth.credentials.find((c) => c.credentialType === CredentialType.Pin && Bytes.areEqual(auth.decrypt(c.credentialData), digits));
      const user = credential && auth.users.find((u) => u.credentials.some((c) => c.credentialType === CredentialType.Pin && c.credentialIndex === credential.credentialIndex));
      const local = { operationSource: OperationSource.Keypad, fabricIndex: null, sourceNode: null };
      if (!user) {
        this.internal.wrongCodeCount++;
        if (this.state.wrongCodeEntryLimit && this.internal.wrongCodeCount >= this.state.wrongCodeEntryLimit) {
          this.internal.wrongCodeCount = 0;
          this.events.doorLockAlarm.emit({ alarmCode: DoorLock.AlarmCode.WrongCodeEntryLimit }, this.context);
        }
        this.events.lockOperationError.emit({ lockOperationType: type, ...local, operationError: OperationError.InvalidCredential, userIndex: null, credentials: null }, this.context);
        return { opened: false };
      }
      const credentials = [{ credentialType: CredentialType.Pin, credentialIndex: credential.credentialIndex }];
      if (user.userStatus !== UserStatus.OccupiedEnabled) {
        this.events.lockOperationError.emit({ lockOperationType: type, ...local, operationError: OperationError.DisabledUserDenied, userIndex: user.userIndex, credentials }, this.context);
        return { opened: false, userIndex: user.userIndex };
      }
      this.internal.wrongCodeCount = 0;
      this.state.lockState = type === LockOperationType.Lock ? LockState.Locked : LockState.Unlocked;
      this.events.lockOperation.emit({ lockOperationType: type, ...local, userIndex: user.userIndex, credentials }, this.context);
      if (user.userType === UserType.DisposableUser) auth.replaceUser(user.userIndex, { ...user, userStatus: UserStatus.OccupiedDisabled });
      return { opened: true, userIndex: user.userIndex };
    }

    manual(operation, source = OperationSource.Manual) {
      const type = operation === "lock" ? LockOperationType.Lock : LockOperationType.Unlock;
      this.state.lockState = type === LockOperationType.Lock ? LockState.Locked : LockState.Unlocked;
      const credentials = this.features.user ? { credentials: null } : {};
      this.events.lockOperation.emit({ lockOperationType: type, operationSource: source, userIndex: null, fabricIndex: null, sourceNode: null, ...credentials }, this.context);
    }

    alarm(code) {
      this.events.doorLockAlarm.emit({ alarmCode: code }, this.context);
    }

    /** Somebody programs a user with a PIN at the keypad. */
    localUser({ userIndex, userName = "", pin, credentialIndex }) {
      const auth = this.auth;
      const known = auth.findUser(userIndex);
      const reference = { credentialType: CredentialType.Pin, credentialIndex };
      if (pin !== undefined) auth.findCredential(CredentialType.Pin, credentialIndex)
        ? auth.updateCredentialData(CredentialType.Pin, credentialIndex, Bytes.fromString(pin), 0)
        : auth.addCredential(CredentialType.Pin, credentialIndex, Bytes.fromString(pin), 0);
      if (known) auth.replaceUser(userIndex, { ...known, userName: userName || known.userName, credentials: known.credentials.some((c) => c.credentialIndex === credentialIndex && c.credentialType === CredentialType.Pin) || pin === undefined ? known.credentials : [...known.credentials, reference] });
      else auth.addUser({ userIndex, userName, userUniqueId: null, userStatus: UserStatus.OccupiedEnabled, userType: UserType.UnrestrictedUser, credentialRule: 0,
        credentials: pin === undefined ? [] : [reference], creatorFabricIndex: 0, lastModifiedFabricIndex: 0 });
      this.events.lockUserChange.emit({ lockDataType: pin === undefined || !known ? LockDataType.UserIndex : LockDataType.Pin, dataOperationType: known ? DataOperationType.Modify : DataOperationType.Add,
        operationSource: OperationSource.Keypad, userIndex, fabricIndex: null, sourceNode: null, dataIndex: known ? credentialIndex ?? null : userIndex }, this.context);
    }

    /** Somebody deletes a user at the keypad. */
    localClear({ userIndex }) {
      const auth = this.auth;
      for (const c of auth.findUser(userIndex)?.credentials ?? []) auth.removeCredential(c.credentialType, c.credentialIndex);
      auth.removeUser(userIndex);
      this.events.lockUserChange.emit({ lockDataType: LockDataType.UserIndex, dataOperationType: DataOperationType.Clear, operationSource: OperationSource.Keypad,
        userIndex, fabricIndex: null, sourceNode: null, dataIndex: null }, this.context);
    }

    /** Users, credentials and schedules in clear, as the lock holds them. */
    dump() {
      const auth = this.auth, { state } = this;
      const { weekDaySchedules, yearDaySchedules, holidaySchedules, lockState } = state;
      return {
        lockState, users: auth.users.map((u) => ({ ...u, credentials: [...u.credentials] })),
        credentials: auth.credentials.map((c) => ({ credentialType: c.credentialType, credentialIndex: c.credentialIndex, data: Buffer.from(Bytes.of(auth.decrypt(c.credentialData))).toString("latin1") })),
        weekDaySchedules: [...weekDaySchedules], yearDaySchedules: [...yearDaySchedules], holidaySchedules: [...holidaySchedules],
      };
    }
  };
}

/** The order of checks, the statuses and the events of the reference lock that most products are built on. */
function strict(Base) {
  return class Strict extends Base {
    get #fabric() { return this.context.fabric; }

    #changed(lockDataType, dataOperationType, userIndex, dataIndex) {
      this.events.lockUserChange.emit({ lockDataType, dataOperationType, operationSource: OperationSource.Remote, userIndex, fabricIndex: this.#fabric,
        sourceNode: this.context.subject?.id ?? null, dataIndex }, this.context);
    }

    #dataType(type) {
      return { [CredentialType.Pin]: LockDataType.Pin, [CredentialType.Rfid]: LockDataType.Rfid, [CredentialType.Fingerprint]: LockDataType.Fingerprint,
        [CredentialType.FingerVein]: LockDataType.FingerVein, [CredentialType.Face]: LockDataType.Face }[type] ?? LockDataType.Unspecified;
    }

    setCredential({ operationType, credential, credentialData, userIndex, userStatus, userType }) {
      const auth = this.auth, { credentialType: type, credentialIndex: index } = credential;
      const capacity = { [CredentialType.Pin]: this.state.numberOfPinUsersSupported, [CredentialType.Rfid]: this.state.numberOfRfidUsersSupported }[type];
      if (capacity === undefined) throw new StatusResponseError("credential type not supported", Status.UnsupportedCommand);
      const next = auth.findNextAvailableCredentialIndex(type, index, capacity);
      const refuse = (status) => {
        const answer = { status, ...NOT_SET, nextCredentialIndex: next };
        Supervision(answer, "status").validate = false; // the cluster's own 2 and 3 are no general statuses
        return answer;
      };
      const [shortest, longest] = type === CredentialType.Pin ? [this.state.minPinCodeLength, this.state.maxPinCodeLength] : [this.state.minRfidCodeLength, this.state.maxRfidCodeLength];
      const size = Bytes.of(credentialData).byteLength;

      if (index < 1 || index > capacity || size < shortest || size > longest) return refuse(Status.InvalidCommand);
      if (auth.isDuplicateCredential(type, credentialData)) return refuse(DUPLICATE);
      if (userStatus !== null && userStatus !== UserStatus.OccupiedEnabled && userStatus !== UserStatus.OccupiedDisabled) return refuse(Status.InvalidCommand);
      const taken = auth.findCredential(type, index);
      if (operationType === DataOperationType.Add) {
        if (taken) return refuse(OCCUPIED);
        return userIndex === null ? this.#addWithUser(credential, credentialData, userStatus, userType, refuse, next)
          : this.#addToUser(credential, credentialData, userIndex, userStatus, userType, refuse, next);
      }
      if (operationType !== DataOperationType.Modify) return { status: Status.InvalidCommand, ...NOT_SET, nextCredentialIndex: null };
      const user = userIndex === null ? undefined : auth.findUser(userIndex);
      const owns = user?.credentials.some((c) => c.credentialType === type && c.credentialIndex === index);
      if (!taken || userStatus !== null || userType !== null || !owns || user.creatorFabricIndex !== this.#fabric) return refuse(Status.InvalidCommand);
      auth.updateCredentialData(type, index, credentialData, this.#fabric);
      this.#changed(this.#dataType(type), DataOperationType.Modify, userIndex, index);
      return { status: Status.Success, ...NOT_SET, nextCredentialIndex: next };
    }

    #addWithUser(credential, data, userStatus, userType, refuse, next) {
      const auth = this.auth, { credentialType: type, credentialIndex: index } = credential;
      if (userType === UserType.ProgrammingUser) return refuse(Status.InvalidCommand);
      const created = auth.findAvailableUserIndex(this.state.numberOfTotalUsersSupported);
      if (created === null) return refuse(OCCUPIED);
      auth.addCredential(type, index, data, this.#fabric);
      auth.addUser({ userIndex: created, userName: "", userUniqueId: null, userStatus: userStatus ?? UserStatus.OccupiedEnabled, userType: userType ?? UserType.UnrestrictedUser,
        credentialRule: 0, credentials: [credential], creatorFabricIndex: this.#fabric, lastModifiedFabricIndex: this.#fabric });
      this.#changed(LockDataType.UserIndex, DataOperationType.Add, created, created);
      this.#changed(this.#dataType(type), DataOperationType.Add, created, index);
      return { status: Status.Success, userIndex: created, nextCredentialIndex: next };
    }

    #addToUser(credential, data, userIndex, userStatus, userType, refuse, next) {
      const auth = this.auth, { credentialType: type, credentialIndex: index } = credential;
      const user = auth.findUser(userIndex);
      if (userStatus !== null || userType !== null || !user || user.creatorFabricIndex !== this.#fabric) return refuse(Status.InvalidCommand);
      if (user.credentials.length >= this.state.numberOfCredentialsSupportedPerUser) return refuse(Status.ResourceExhausted);
      auth.addCredential(type, index, data, this.#fabric);
      auth.replaceUser(userIndex, { ...user, credentials: [...user.credentials, credential], lastModifiedFabricIndex: this.#fabric });
      this.#changed(this.#dataType(type), DataOperationType.Add, userIndex, index);
      return { status: Status.Success, ...NOT_SET, nextCredentialIndex: next };
    }

    /** A user goes with the last credential, schedules included; clearing what is free succeeds. */
    clearCredential({ credential }) {
      if (credential !== null && credential.credentialType === CredentialType.ProgrammingPin) {
        throw new StatusResponseError("the programming PIN cannot be cleared", Status.InvalidCommand);
      }
      const auth = this.auth;
      const types = credential !== null ? [credential.credentialType]
        : [CredentialType.Pin, CredentialType.Rfid, CredentialType.Fingerprint, CredentialType.FingerVein, CredentialType.Face];
      const one = credential !== null && credential.credentialIndex !== ALL ? credential.credentialIndex : undefined;
      if (one !== undefined && !auth.findCredential(types[0], one)) return;
      const emptied = [];
      for (const user of [...auth.users]) {
        const rest = user.credentials.filter((c) => !types.includes(c.credentialType) || (one !== undefined && c.credentialIndex !== one));
        if (rest.length === user.credentials.length) continue;
        if (rest.length === 0) emptied.push(user.userIndex);
        auth.replaceUser(user.userIndex, { ...user, credentials: rest, lastModifiedFabricIndex: this.#fabric });
      }
      for (const type of types) {
        one === undefined ? auth.removeAllCredentialsOfType(type) : auth.removeCredential(type, one);
        if (one === undefined || emptied.length === 0) this.#changed(this.#dataType(type), DataOperationType.Clear, null, one ?? ALL);
      }
      for (const userIndex of emptied) {
        auth.removeUser(userIndex);
        this.state.weekDaySchedules = this.state.weekDaySchedules.filter((s) => s.userIndex !== userIndex);
        this.state.yearDaySchedules = this.state.yearDaySchedules.filter((s) => s.userIndex !== userIndex);
        this.#changed(LockDataType.UserIndex, DataOperationType.Clear, userIndex, null);
      }
    }

    #schedule(kind, operation, userIndex, index) {
      this.#changed(kind, operation, userIndex, index === ALL_SCHEDULES ? ALL : index);
    }
    setWeekDaySchedule(request) { super.setWeekDaySchedule(request); this.#schedule(LockDataType.WeekDaySchedule, DataOperationType.Add, request.userIndex, request.weekDayIndex); }
    clearWeekDaySchedule(request) { super.clearWeekDaySchedule(request); this.#schedule(LockDataType.WeekDaySchedule, DataOperationType.Clear, request.userIndex, request.weekDayIndex); }
    setYearDaySchedule(request) { super.setYearDaySchedule(request); this.#schedule(LockDataType.YearDaySchedule, DataOperationType.Add, request.userIndex, request.yearDayIndex); }
    clearYearDaySchedule(request) { super.clearYearDaySchedule(request); this.#schedule(LockDataType.YearDaySchedule, DataOperationType.Clear, request.userIndex, request.yearDayIndex); }
    setHolidaySchedule(request) { super.setHolidaySchedule(request); this.#schedule(LockDataType.HolidaySchedule, DataOperationType.Add, null, request.holidayIndex); }
    clearHolidaySchedule(request) { super.clearHolidaySchedule(request); this.#schedule(LockDataType.HolidaySchedule, DataOperationType.Clear, null, request.holidayIndex); }
  };
}

const STRICT_FEATURES = ["PinCredential", "RfidCredential", "FingerCredentials", "WeekDayAccessSchedules", "DoorPositionSensor", "CredentialOverTheAirAccess",
  "User", "YearDayAccessSchedules", "HolidaySchedules", "Unbolting"];

const operating = { lockState: LockState.Locked, lockType: 0, actuatorEnabled: true, operatingMode: 0,
  supportedOperatingModes: { normal: false, vacation: true, privacy: true, noRemoteLockUnlock: false, passage: true, alwaysSet: 2047 } };
const pins = (count) => ({ numberOfPinUsersSupported: count, minPinCodeLength: 4, maxPinCodeLength: 8 });
const users = (count, credentials) => ({ numberOfTotalUsersSupported: count, numberOfCredentialsSupportedPerUser: credentials, credentialRulesSupport: { single: true } });
const lockOut = { wrongCodeEntryLimit: 3, userCodeTemporaryDisableTime: 10 };

/** Server class and initial attributes by profile. */
export const profiles = {
  /** Everything, behaving as the reference lock does. */
  spec: {
    server: withDoor(withFaults(strict(DoorLockServer.with(...STRICT_FEATURES)))),
    state: { ...operating, ...pins(10), ...users(10, 5), ...lockOut, numberOfRfidUsersSupported: 5, minRfidCodeLength: 4, maxRfidCodeLength: 20,
      numberOfWeekDaySchedulesSupportedPerUser: 4, numberOfYearDaySchedulesSupportedPerUser: 4, numberOfHolidaySchedulesSupported: 4,
      autoRelockTime: 0, requirePinForRemoteOperation: false, expiringUserTimeout: 60, doorState: 1, doorOpenEvents: 0, doorClosedEvents: 0 },
  },
  /** PIN and users, matter.js as it comes. */
  pinonly: { server: withDoor(withFaults(DoorLockServer.with("PinCredential", "User"))), state: { ...operating, ...pins(10), ...users(10, 5), ...lockOut, autoRelockTime: 0, expiringUserTimeout: 60 } },
  /** Lock and unlock only. */
  pinless: { server: withDoor(withFaults(DoorLockServer.with())), state: { ...operating, autoRelockTime: 0 } },
  /** Lock and unlock only, behind a bridge. */
  bridge: { server: withDoor(withFaults(DoorLockServer.with())), state: { ...operating, autoRelockTime: 0 }, bridged: true },
};
