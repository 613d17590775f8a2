// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.simulators.zwave.CodeTable.Done;
import dev.lockcred.zwave.internal.cc.Association;
import dev.lockcred.zwave.internal.cc.Battery;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.DoorLock;
import dev.lockcred.zwave.internal.cc.DoorLockLogging;
import dev.lockcred.zwave.internal.cc.ManufacturerSpecific;
import dev.lockcred.zwave.internal.cc.Notification;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.cc.Version;
import dev.lockcred.zwave.internal.frame.Octets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/** The lock itself, behind its radio and its security: bolt, keypad, codes, log. */
final class LockBody {

    private static final int KEYPAD_UNLOCK = 0x06;
    private static final int MANUAL_UNLOCK = 0x02;
    private static final int CODE_DELETED = 0x0D;
    private static final int CODE_ADDED = 0x0E;
    private static final int DUPLICATE = 0x0F;
    private static final int CREDENTIAL_UNLOCK = 0x24;

    final LockModel model;
    final CodeTable codes;
    final CredentialTable credentials;
    final LockClock clock;
    private final ZWaveSimulator stick;
    private final TreeSet<Integer> lifeline = new TreeSet<>();
    private final List<DoorLockLogging.RecordReport> log = new ArrayList<>();
    private int mode = DoorLock.SECURED;

    LockBody(LockModel model, ZWaveSimulator stick, boolean associated) {
        this.model = model;
        this.stick = stick;
        this.codes = new CodeTable(model, stick::nanoTime);
        this.credentials = new CredentialTable(model);
        this.clock = new LockClock(model.clock(), stick::now);
        if (associated) {
            lifeline.add(ZWaveSimulator.CONTROLLER);
        }
    }

    /** The command classes it has, apart from security. */
    List<Integer> classes() {
        var all = new ArrayList<>(List.of(
                ClassId.VERSION,
                ClassId.MANUFACTURER_SPECIFIC,
                ClassId.BATTERY,
                ClassId.DOOR_LOCK,
                ClassId.NOTIFICATION,
                ClassId.ASSOCIATION));
        if (model.userCodeVersion() > 0) {
            all.add(ClassId.USER_CODE);
        }
        if (model.users() > 0) {
            all.add(ClassId.USER_CREDENTIAL);
        }
        if (model.schedules()) {
            all.add(ClassId.SCHEDULE_ENTRY_LOCK);
        }
        if (model.log()) {
            all.add(ClassId.DOOR_LOCK_LOGGING);
        }
        if (model.habits().contains(Habit.FIXED_LENGTH)) {
            all.add(ClassId.CONFIGURATION);
        }
        if (model.clock() == LockModel.Clock.FULL) {
            all.add(ClassId.TIME_PARAMETERS);
            all.add(ClassId.TIME);
        } else if (model.clock() == LockModel.Clock.WEEKLY) {
            all.add(ClassId.CLOCK);
        }
        if (model.supervision()) {
            all.add(ClassId.SUPERVISION);
        }
        return all;
    }

    /** What it does with a command; empty when it does not know it. */
    Optional<Done> on(Command command) {
        Optional<Done> done = codes.on(command);
        if (done.isEmpty()) {
            done = credentials.on(command);
        }
        if (done.isEmpty()) {
            done = clock.on(command);
        }
        return done.isPresent() ? done : other(command);
    }

    private Optional<Done> other(Command command) {
        if (command instanceof Version.Get) {
            return answer(new Version.Report(3, 7, 19, 1, 2, Octets.ofHex("0100")));
        }
        if (command instanceof Version.ClassGet get) {
            return answer(new Version.ClassReport(get.requested(), version(get.requested())));
        }
        if (command instanceof ManufacturerSpecific.Get) {
            return answer(new ManufacturerSpecific.Report(model.manufacturer(), 1, 2));
        }
        if (command instanceof Battery.Get) {
            return answer(new Battery.Report(90));
        }
        if (command instanceof DoorLock) {
            return door(command);
        }
        if (command instanceof Association) {
            return association(command);
        }
        if (command instanceof Notification.SupportedGet) {
            return answer(new Notification.SupportedReport(false, Octets.ofHex("40")));
        }
        if (command instanceof Notification.EventSupportedGet get) {
            return answer(new Notification.EventSupportedReport(get.type(), Octets.ofHex("fef7000090")));
        }
        if (command instanceof DoorLockLogging.SupportedGet && model.log()) {
            return answer(new DoorLockLogging.SupportedReport(20));
        }
        if (command instanceof DoorLockLogging.RecordGet get && model.log()) {
            return answer(record(get.number()));
        }
        return Optional.empty();
    }

    private int version(int commandClass) {
        if (!classes().contains(commandClass)) {
            return commandClass == ClassId.SECURITY_0 || commandClass == ClassId.SECURITY_2 ? 1 : 0;
        }
        return switch (commandClass) {
            case ClassId.USER_CODE -> model.userCodeVersion();
            case ClassId.SCHEDULE_ENTRY_LOCK -> 3;
            case ClassId.NOTIFICATION -> model.habits().contains(Habit.EVENT_V1) ? 1 : 8;
            case ClassId.DOOR_LOCK, ClassId.VERSION, ClassId.ASSOCIATION -> 2;
            default -> 1;
        };
    }

    private Optional<Done> door(Command command) {
        if (command instanceof DoorLock.OperationSet set) {
            mode = set.mode();
            return Optional.of(Done.TAKEN);
        }
        if (command instanceof DoorLock.OperationGet) {
            return answer(new DoorLock.OperationReport(mode, 0, 0, 0xFE, 0xFE, Optional.empty()));
        }
        if (command instanceof DoorLock.ConfigurationGet) {
            return answer(new DoorLock.ConfigurationReport(new DoorLock.Settings(1, 0, 0xFE, 0xFE, Optional.empty())));
        }
        return command instanceof DoorLock.ConfigurationSet ? Optional.of(Done.TAKEN) : Optional.empty();
    }

    private Optional<Done> association(Command command) {
        if (command instanceof Association.GroupingsGet) {
            return answer(new Association.GroupingsReport(1));
        }
        if (command instanceof Association.Get) {
            byte[] nodes = new byte[lifeline.size()];
            int i = 0;
            for (int node : lifeline) {
                nodes[i++] = (byte) node;
            }
            return answer(new Association.Report(1, 5, 0, Octets.of(nodes)));
        }
        if (command instanceof Association.Set set) {
            for (int i = 0; i < set.nodes().length(); i++) {
                lifeline.add(set.nodes().at(i));
            }
            return Optional.of(Done.TAKEN);
        }
        if (command instanceof Association.Remove remove) {
            for (int i = 0; i < remove.nodes().length(); i++) {
                lifeline.remove(remove.nodes().at(i));
            }
            return Optional.of(Done.TAKEN);
        }
        return Optional.empty();
    }

    boolean associated() {
        return lifeline.contains(ZWaveSimulator.CONTROLLER);
    }

    // ---------------------------------------------------------------------------------------- at the door

    /** Somebody types a code: what the lock tells of it, if it opens. */
    List<Command> type(String digits) {
        OptionalInt pin = credentials.slotOf(digits);
        if (pin.isPresent()) {
            int slot = pin.getAsInt();
            int user = credentials.ownerOf(slot);
            mode = DoorLock.UNSECURED;
            byte[] parameters = {(byte) (user >> 8), (byte) user, CredentialTable.PIN, (byte) (slot >> 8), (byte) slot};
            return List.of(access(CREDENTIAL_UNLOCK, Octets.of(parameters), 0));
        }
        OptionalInt slot = codes.slotOf(digits);
        if (slot.isEmpty()) {
            return List.of();
        }
        mode = DoorLock.UNSECURED;
        note(0x02, slot.getAsInt());
        return List.of(event(KEYPAD_UNLOCK, 19, slot.getAsInt()));
    }

    List<Command> turnByHand() {
        mode = DoorLock.UNSECURED;
        note(0x09, 0);
        return List.of(
                has(Habit.EVENT_V1)
                        ? new Notification.Report(22, 1, Optional.empty())
                        : access(MANUAL_UNLOCK, Octets.EMPTY, 0));
    }

    List<Command> program(int slot, String digits) {
        if (model.users() > 0) {
            return credentials.program(slot, digits);
        }
        codes.program(slot, digits);
        note(0x17, slot);
        return has(Habit.SILENT_PROGRAMMING) ? List.of() : List.of(event(CODE_ADDED, 112, slot));
    }

    List<Command> clearByHand(int slot) {
        if (model.users() > 0) {
            return credentials.clearByHand(slot);
        }
        codes.clear(slot);
        note(0x18, slot);
        return has(Habit.SILENT_PROGRAMMING) ? List.of() : List.of(event(CODE_DELETED, 33, slot));
    }

    Command duplicate(int slot) {
        return event(DUPLICATE, 113, slot);
    }

    private Command event(int event, int v1Type, int slot) {
        if (has(Habit.EVENT_V1)) {
            return new Notification.Report(v1Type, slot, Optional.empty());
        }
        if (has(Habit.EVENT_BY_LEVEL)) {
            return access(event, Octets.EMPTY, slot);
        }
        Optional<UserCode.Entry> code = codes.code(slot);
        if (has(Habit.EVENT_WITH_REPORT) && code.isPresent()) {
            Octets report =
                    new UserCode.Report(slot, code.get().status(), code.get().code()).encode();
            return access(event, report, 0);
        }
        byte[] cut = {ClassId.USER_CODE, 0x03, (byte) slot};
        return access(
                event, has(Habit.EVENT_WITH_CUT_REPORT) ? Octets.of(cut) : Octets.of(new byte[] {(byte) slot}), 0);
    }

    private static Command access(int event, Octets parameters, int level) {
        return new Notification.Report(
                0,
                level,
                Optional.of(new Notification.Event(
                        0, 0xFF, Notification.ACCESS_CONTROL, event, parameters, OptionalInt.empty())));
    }

    // ---------------------------------------------------------------------------------------- log

    private void note(int event, int user) {
        LocalDateTime at = LocalDateTime.ofInstant(stick.now(), ZoneOffset.UTC);
        log.add(new DoorLockLogging.RecordReport(
                log.size() + 1,
                at.getYear(),
                at.getMonthValue(),
                at.getDayOfMonth(),
                0x20 | at.getHour(),
                at.getMinute(),
                at.getSecond(),
                event,
                user,
                Octets.EMPTY));
    }

    private Command record(int number) {
        int wanted = number == 0 ? log.size() : number;
        return wanted >= 1 && wanted <= log.size()
                ? log.get(wanted - 1)
                : new DoorLockLogging.RecordReport(number, 0, 0, 0, 0, 0, 0, 0, 0, Octets.EMPTY);
    }

    int mode() {
        return mode;
    }

    private boolean has(Habit habit) {
        return model.habits().contains(habit);
    }

    private static Optional<Done> answer(Command command) {
        return Optional.of(Done.answer(command));
    }
}
