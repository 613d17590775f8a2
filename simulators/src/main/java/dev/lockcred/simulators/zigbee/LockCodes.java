// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.simulators.zigbee.LockModel.Quirk;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.Medium;
import dev.lockcred.zigbee.internal.zcl.DoorLockCommand.SetCode;
import dev.lockcred.zigbee.internal.zcl.DoorLockResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The codes of one kind that a lock holds. */
final class LockCodes {

    private static final int NO_TYPE = 0xFF;
    private static final int MAX_TAG = 20;

    private final LockModel model;
    private final Medium medium;
    private final int count;
    private final TreeMap<Integer, Slot> slots = new TreeMap<>();

    /** What a slot holds; never prints its digits. */
    record Slot(int status, int type, Octets code) {}

    LockCodes(LockModel model, Medium medium, int count) {
        this.model = model;
        this.medium = medium;
        this.count = count;
    }

    boolean exist() {
        return count > 0;
    }

    Optional<Slot> slot(int user) {
        return Optional.ofNullable(slots.get(user));
    }

    Map<Integer, Slot> all() {
        return slots;
    }

    /** What the lock would answer to this set, of the cluster's own list. */
    int verdict(SetCode set) {
        boolean inRange = set.user() <= count && (set.user() >= 1 || model.has(Quirk.MASTER_AT_ZERO));
        int length = set.code().length();
        boolean fits = medium == Medium.PIN
                ? length >= model.minPin() && length <= model.maxPin() && isDigits(set.code())
                : length >= 1 && length <= MAX_TAG;
        boolean status =
                set.status() == DoorLockResponse.STATUS_ENABLED || set.status() == DoorLockResponse.STATUS_DISABLED;
        if (!inRange || !fits || !status || set.type() > DoorLockResponse.TYPE_NON_ACCESS) {
            return DoorLockResponse.SET_FAILED;
        }
        boolean elsewhere = slots.entrySet().stream()
                .anyMatch(e -> e.getKey() != set.user() && e.getValue().code().equals(set.code()));
        boolean own = model.has(Quirk.DUPLICATE_ON_OWN_SLOT) && slots.containsKey(set.user());
        return elsewhere || own ? DoorLockResponse.SET_DUPLICATE : DoorLockResponse.SET_OK;
    }

    private static boolean isDigits(Octets code) {
        for (int i = 0; i < code.length(); i++) {
            if (code.u8(i) < '0' || code.u8(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Stores a code; true when the slot held another before. */
    boolean put(int user, int status, int type, Octets code) {
        return slots.put(user, new Slot(status, type, code)) != null;
    }

    boolean remove(int user) {
        return slots.remove(user) != null;
    }

    void clear() {
        slots.clear();
    }

    boolean status(int user, int status) {
        Slot slot = slots.get(user);
        boolean valid = slot != null
                && (status == DoorLockResponse.STATUS_ENABLED || status == DoorLockResponse.STATUS_DISABLED);
        if (slot != null && valid) {
            slots.put(user, new Slot(status, slot.type(), slot.code()));
        }
        return valid;
    }

    boolean type(int user, int type) {
        Slot slot = slots.get(user);
        if (slot != null) {
            slots.put(user, new Slot(slot.status(), type, slot.code()));
        }
        return slot != null;
    }

    /** What the lock tells of a slot. */
    DoorLockResponse.Code tell(int user, boolean shown) {
        Slot slot = slots.get(user);
        if (slot == null) {
            return new DoorLockResponse.Code(medium, user, DoorLockResponse.STATUS_AVAILABLE, NO_TYPE, Octets.EMPTY);
        }
        return new DoorLockResponse.Code(medium, user, slot.status(), slot.type(), show(slot.code(), shown));
    }

    /** The digits, or what stands for them. */
    Octets show(Octets code, boolean shown) {
        if (shown) {
            return Octets.of(code.toByteArray());
        }
        if (model.has(Quirk.ASTERISKS)) {
            byte[] stars = new byte[code.length()];
            java.util.Arrays.fill(stars, (byte) '*');
            return Octets.of(stars);
        }
        return Octets.EMPTY;
    }
}
