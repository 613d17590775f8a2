// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import dev.lockcred.fake.FakeLock;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the story knows of one door: its lock, its troubles, and whose code stands where. */
final class DoorState {

    /** A code of others: when it came. */
    record Foreign(String digits, Duration since) {}

    final Setting.Door door;
    final FakeLock lock;
    final int capacity;
    boolean away;
    boolean starting;
    boolean full;
    boolean late;

    /** The last moment at which something outside was wrong, or somebody meddled. */
    Duration cause = Duration.ofDays(-1);

    /** The last moment at which that showed: a call without a clean answer. */
    Duration trouble = Duration.ofDays(-1);

    /** Reset, replaced, or emptied by hand: a person has to say that it may be written again. */
    boolean held;

    /** Replaced: what was on its way to the lock before stands in this one until a person says that it may be written. */
    boolean replaced;

    /** Others came into a slot as a write to it was cut off: a lock that shows neither digits nor marks cannot say whose it is. */
    boolean undecided;

    /** How often codes of ours were changed by others since a person looked. */
    int meddled;

    final TreeMap<Integer, Foreign> foreign = new TreeMap<>();

    /** Slots in which, by what was sent, a code of ours stands or may stand, and whose. */
    final Map<Integer, Integer> ours = new HashMap<>();

    /** What is on its way, and was not answered yet. */
    final List<Tap.Sent> inFlight = new ArrayList<>();

    /** People whose code was deleted or disabled at this lock: that counts until a person says otherwise (R44). */
    final Set<Integer> stoppedHere = new HashSet<>();

    /** People whose code was disabled at this lock: a confirmation does not bring it back, a new word on the grant does. */
    final Set<Integer> disabledHere = new HashSet<>();

    /** Whose paused code somebody enabled here, and when: until the lock was looked at nobody can know. */
    final Map<Integer, Duration> enabledHere = new HashMap<>();

    /** People whose digits were changed here in a way that this lock neither shows nor tells for certain. */
    final Set<Integer> changedUnseen = new HashSet<>();

    /** People whose code the lock truly refused, until it is asked for anew (R24). */
    final Set<Integer> refused = new HashSet<>();

    /** When changes were sent. */
    final ArrayDeque<Duration> writes = new ArrayDeque<>();

    DoorState(Setting.Door door) {
        this.door = door;
        this.lock = FakeLock.of(door.id(), door.model());
        this.capacity = door.model().count() - door.model().reserved().size();
    }

    /** Whether it shows neither digits nor our marks. */
    boolean hidesWhose() {
        return door.model().readBack() != ReadBack.READABLE
                && !door.model().users().marks();
    }

    /** What others put there within the last minute may be taken for what was cut off, and the other way round. */
    void cutOff(Duration now) {
        if (hidesWhose() && foreign.values().removeIf(f -> now.minus(f.since()).toSeconds() < 60)) {
            undecided = true;
        }
    }

    boolean isManageable() {
        return capacity > 0;
    }

    boolean isTroubled() {
        return away || starting || full || late;
    }

    void caused(Duration at) {
        cause = at;
        trouble = at;
    }

    boolean wasCalm(Duration now, Duration forSo) {
        return now.minus(trouble).compareTo(forSo) >= 0;
    }
}
