// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.internal.zcl.DoorLockAttribute;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse.ProgrammingEvent;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import dev.lockcred.zigbee.internal.zcl.ZclValue;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.InstallCode;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A lock, for whoever stands at its door or holds a screwdriver. Called on the simulator's executor. */
public final class SimulatedZigbeeLock {

    private static final int UNLOCKED = 2;
    private static final int LOCKED = 1;

    private final ZigbeeNode node;
    private final LockModel model;
    private final LockApplication application;
    private final Air air;
    private Optional<InstallCode> installCode = Optional.empty();
    private int wrongCodes;
    private boolean keypadOff;

    SimulatedZigbeeLock(ZigbeeNode node, LockModel model, Air air) {
        this.node = node;
        this.model = model;
        this.air = air;
        this.application = new LockApplication(node, model);
        node.application(application);
    }

    public Eui64 eui64() {
        return node.eui64();
    }

    public LockModel model() {
        return model;
    }

    ZigbeeNode node() {
        return node;
    }

    // ---- joining

    /** The code printed on it. */
    public SimulatedZigbeeLock installCode(InstallCode code) {
        installCode = Optional.of(code);
        return this;
    }

    /** Starts pairing: looks for an open network and joins it as a stranger. In words what came of it. */
    public String join() {
        ZigbeeKey key = installCode.map(InstallCode::linkKey).orElse(ZigbeeKey.WELL_KNOWN);
        return switch (node.join(key)) {
            case CLOSED -> "no network is open";
            case DENIED -> "the network keeps it out";
            case WRONG_KEY -> "the keys do not match";
            case JOINED -> "joined";
        };
    }

    /** Comes back with the key it has, at another short address. */
    public void rejoin() {
        node.rejoin(air.freeNodeId());
    }

    /** Leaves the network by its own menu. */
    public void leave() {
        node.leave();
    }

    public boolean isJoined() {
        return node.membership().isPresent();
    }

    /** Says again where it is, as after a change of batteries. */
    public void announce() {
        node.announce();
    }

    /** As it left the factory: no codes, no network. */
    public void factoryReset() {
        node.leave();
        application.factoryReset();
    }

    // ---- radio

    /** Out of reach or without power; or back. */
    public void outOfReach(boolean value) {
        node.offAir(value);
    }

    /** Stops polling its parent; keypad and bolt still work. For a lock that sleeps. */
    public void sleepDeeply() {
        node.sleep()
                .orElseThrow(() -> new IllegalStateException(model + " does not sleep"))
                .goAway();
    }

    /** Polls again, and asks the host whether there is anything for it. */
    public void wakeUp() {
        node.sleep()
                .orElseThrow(() -> new IllegalStateException(model + " does not sleep"))
                .comeBack();
        checkIn();
    }

    /** Asks the host whether there is anything for it. */
    public void checkIn() {
        application.checkIn();
    }

    /** Whether the host answered the last check-in. */
    public boolean checkInAnswered() {
        return application.checkInAnswered();
    }

    /** Whether it polls fast now. */
    public boolean isPollingFast() {
        return node.sleep().map(SleepCycle::isFast).orElse(false);
    }

    // ---- at the door

    /** Somebody types these digits. */
    public void type(String digits) {
        if (keypadOff) {
            return;
        }
        stir();
        Octets code = Octets.of(digits.getBytes(StandardCharsets.US_ASCII));
        Optional<Map.Entry<Integer, LockCodes.Slot>> found = application.pins().all().entrySet().stream()
                .filter(e ->
                        e.getValue().code().equals(code) && e.getValue().status() == DoorLockResponse.STATUS_ENABLED)
                .findFirst();
        if (found.isEmpty()) {
            wrongCode();
            return;
        }
        wrongCodes = 0;
        int user = found.get().getKey();
        int type = found.get().getValue().type();
        Octets shown = application.pins().show(code, showsPins());
        if (type == DoorLockResponse.TYPE_NON_ACCESS) {
            application.events().operation(LockEvents.KEYPAD, 0x0F, user, shown);
        } else if (!application.schedules().admits(user, type, application.clock())) {
            application.events().operation(LockEvents.KEYPAD, 6, user, shown);
        } else {
            application.move(UNLOCKED);
            application.events().operation(LockEvents.KEYPAD, 2, user, shown);
        }
    }

    private void wrongCode() {
        application.events().operation(LockEvents.KEYPAD, 5, DoorLockResponse.NO_USER, Octets.EMPTY);
        AttributeTable lock = node.attributes(Clusters.DOOR_LOCK);
        wrongCodes++;
        if (wrongCodes >= lock.number(DoorLockAttribute.WRONG_CODE_LIMIT.id(), 5)) {
            wrongCodes = 0;
            keypadOff = true;
            application.events().alarm(4);
            node.timers()
                    .schedule(
                            Duration.ofSeconds(lock.number(DoorLockAttribute.CODE_DISABLE_TIME.id(), 30)),
                            () -> keypadOff = false);
        }
    }

    /** Somebody locks with the button outside. */
    public void lockByButton() {
        stir();
        application.move(LOCKED);
        application.events().operation(LockEvents.MANUAL, 0x07, DoorLockResponse.NO_USER, Octets.EMPTY);
    }

    /** Somebody turns the thumbturn inside to open. */
    public void turnByHand() {
        stir();
        application.move(UNLOCKED);
        application.events().operation(LockEvents.MANUAL, 0x0E, DoorLockResponse.NO_USER, Octets.EMPTY);
    }

    /** Somebody stores a code in the lock's own menu. */
    public void program(int slot, String digits) {
        stir();
        Octets code = Octets.of(digits.getBytes(StandardCharsets.US_ASCII));
        boolean changed = application.pins().put(slot, DoorLockResponse.STATUS_ENABLED, 0, code);
        application
                .events()
                .programming(
                        LockEvents.KEYPAD,
                        changed ? ProgrammingEvent.PIN_CHANGED : ProgrammingEvent.PIN_ADDED,
                        slot,
                        application.pins().show(code, showsPins()),
                        0,
                        DoorLockResponse.STATUS_ENABLED);
    }

    /** An alarm of the Door Lock cluster: 0 jammed, 5 escutcheon removed, 6 forced open. */
    public void alarm(int code) {
        stir();
        application.events().alarm(code);
    }

    /** The battery is at so many percent; reported where that was asked for. */
    public void battery(int percent) {
        boolean whole = model.has(LockModel.Quirk.WHOLE_PERCENTS);
        node.attributes(Clusters.POWER_CONFIGURATION)
                .put(Clusters.Power.BATTERY_PERCENTAGE, ZclValue.number(ZclValue.U8, whole ? percent : 2L * percent));
        node.report(Clusters.POWER_CONFIGURATION, Clusters.Power.BATTERY_PERCENTAGE);
    }

    // A hand at the keypad wakes the whole lock.
    private void stir() {
        node.sleep().ifPresent(s -> {
            if (node.isOnAir()) {
                s.comeBack();
            }
        });
    }

    private boolean showsPins() {
        return node.attributes(Clusters.DOOR_LOCK).number(DoorLockAttribute.SEND_PIN_OVER_THE_AIR.id(), 0) != 0;
    }

    // ---- its clock

    /** Asks the host what time it is. */
    public void askTime() {
        application.askTime();
    }

    /** What its display shows; empty when it does not know. */
    public Optional<LocalDateTime> display() {
        return application.clock().display();
    }

    /** Its clock runs off. */
    public void driftClock(Duration by) {
        application.clock().drift(by);
    }

    /** Its clock stops, as without batteries. */
    public void stopClock() {
        application.clock().stop();
    }

    // ---- inside

    /** The digits in a slot. */
    public Optional<String> digits(int slot) {
        return application.pins().slot(slot).map(s -> new String(s.code().toByteArray(), StandardCharsets.US_ASCII));
    }

    /** The status of a slot: 1 enabled, 3 disabled; empty when nothing is in it. */
    public OptionalInt status(int slot) {
        return application
                .pins()
                .slot(slot)
                .map(s -> OptionalInt.of(s.status()))
                .orElse(OptionalInt.empty());
    }

    /** Slots with something in them. */
    public List<Integer> occupied() {
        return application.occupied();
    }

    public boolean isLocked() {
        return application.state() == LOCKED;
    }

    /** State-changing commands that arrived. */
    public int writes() {
        return application.writes();
    }

    /** Frames of the cluster library that arrived or left. */
    public int frames() {
        return node.framesIn() + node.framesOut();
    }

    /** Frames of the cluster library that arrived. */
    public int framesIn() {
        return node.framesIn();
    }

    // ---- what goes wrong

    /** Acts on the next change, and its answer is lost. */
    public void loseNextAnswer() {
        application.faults().loseNextAnswer();
    }

    /** Says yes to the next change, and does nothing. */
    public void pretendNext() {
        application.faults().pretendNext();
    }

    /** Acts on the next command and answers it with these bytes behind the frame's control, sequence and command bytes. */
    public void answerNextWith(int control, int command, byte[] payload) {
        byte[] body = payload.clone();
        application.faults().answerNext(sequence -> {
            byte[] frame = new byte[3 + body.length];
            frame[0] = (byte) control;
            frame[1] = (byte) sequence;
            frame[2] = (byte) command;
            System.arraycopy(body, 0, frame, 3, body.length);
            return frame;
        });
    }

    /** What a host last answered in a cluster, as hexadecimal digits without the sequence number. */
    public Optional<String> answeredIn(int cluster) {
        return application.answer(cluster).map(frame -> {
            String hex = java.util.HexFormat.of().formatHex(frame.encode());
            return hex.substring(0, 2) + hex.substring(4);
        });
    }

    /** Says something in a cluster, as it is. */
    public void babble(int cluster, byte[] frame) {
        node.sayRaw(cluster, frame);
    }

    /** A frame that announces an operation, for {@link #babble}. */
    public static byte[] operationFrame(int sequence, int source, int code, int user) {
        return ZclFrame.cluster(
                        true,
                        false,
                        sequence,
                        new DoorLockResponse.OperationEvent(
                                source, code, user, Octets.EMPTY, DoorLockResponse.NO_TIME, Optional.empty()))
                .encode();
    }

    @Override
    public String toString() {
        return model + " " + eui64();
    }
}
