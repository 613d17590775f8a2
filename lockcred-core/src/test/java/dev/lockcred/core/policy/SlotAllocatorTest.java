// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

import static dev.lockcred.SlotState.DISABLED;
import static dev.lockcred.SlotState.EMPTY;
import static dev.lockcred.SlotState.KNOWN;
import static dev.lockcred.SlotState.MASKED;
import static dev.lockcred.SlotState.RESERVED;
import static dev.lockcred.SlotState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Assignment;
import dev.lockcred.CredentialId;
import dev.lockcred.LockId;
import dev.lockcred.SlotState;
import dev.lockcred.UserId;
import dev.lockcred.core.policy.SlotSituation.Held;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CredentialSupport.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlotAllocatorTest {

    private static final LockId FRONT = LockId.of("front");

    private static SlotWant want(String who) {
        return new SlotWant(CredentialId.of("pin-" + who), UserId.of(who), OptionalInt.empty());
    }

    private static SlotWant want(String who, int slot) {
        return new SlotWant(CredentialId.of("pin-" + who), UserId.of(who), OptionalInt.of(slot));
    }

    private static Held held(String who) {
        return new Held(CredentialId.of("pin-" + who), UserId.of(who), false);
    }

    private static Held leaving(String who) {
        return new Held(CredentialId.of("pin-" + who), UserId.of(who), true);
    }

    /** Slots 1, 2, ... in these states. */
    private static SlotSituation slots(SlotState... states) {
        var observed = new HashMap<Integer, SlotState>();
        for (SlotState state : states) {
            observed.put(observed.size() + 1, state);
        }
        return SlotSituation.of(FRONT, Range.of(1, states.length), observed);
    }

    private static SlotSituation with(
            SlotSituation s, Optional<Range> range, Set<Integer> claimed, Set<Integer> pinned, Set<Integer> consented) {
        return new SlotSituation(
                s.lock(), range, s.observed(), s.held(), claimed, pinned, consented, OptionalInt.empty());
    }

    private static Placement place(SlotSituation situation, SlotWant want) {
        return SlotAllocator.allocate(situation, List.of(want)).get(want.credential());
    }

    private static Placement take(int index) {
        return new Placement.Take(index, Change.Basis.EMPTY);
    }

    private static Assignment.Blocked reason(Placement placement) {
        return ((Placement.Blocked) placement).reason();
    }

    @Test
    @DisplayName("R1: what is placed stays where it is, whatever would be tidier")
    void whatIsPlacedStays() {
        var situation = slots(EMPTY, EMPTY, KNOWN, EMPTY).holding(Map.of(3, held("anna")));

        assertThat(place(situation, want("anna"))).isEqualTo(new Placement.Keep(3, Optional.empty()));
        assertThat(place(situation, want("ben"))).isEqualTo(take(1));
    }

    @ParameterizedTest
    @EnumSource(SlotState.class)
    @DisplayName(
            "R1, R3: it stays and counts as ours whatever is seen there: an altered slot of ours is drift, not foreign")
    void whatIsPlacedStaysWhateverIsSeenThere(SlotState seen) {
        var situation = slots(EMPTY, seen).holding(Map.of(2, held("anna")));

        assertThat(place(situation, want("anna"))).isEqualTo(new Placement.Keep(2, Optional.empty()));
        assertThat(place(situation, want("anna", 2))).isEqualTo(new Placement.Keep(2, Optional.empty()));
    }

    @Test
    @DisplayName("R1, R16: only a person's word moves a placed credential, and only to a slot that is free")
    void onlyAPersonsWordMoves() {
        var situation = slots(EMPTY, KNOWN, MASKED).holding(Map.of(2, held("anna")));

        assertThat(place(situation, want("anna", 1))).isEqualTo(new Placement.Move(2, 1, Change.Basis.EMPTY));
        assertThat(place(situation, want("anna", 3)))
                .isEqualTo(new Placement.Keep(2, Optional.of("slot 3 of front holds something that is not ours")));
    }

    @Test
    @DisplayName("R2: an unknown slot is not free: it is read first, lowest first, one for each want")
    void unknownSlotIsReadFirst() {
        var situation = slots(MASKED, UNKNOWN, UNKNOWN, EMPTY);

        var placements =
                SlotAllocator.allocate(situation, List.of(want("anna"), want("ben"), want("cem"), want("dora")));

        assertThat(placements.values())
                .startsWith(take(4), new Placement.ReadFirst(2), new Placement.ReadFirst(3))
                .last()
                .satisfies(p -> assertThat(reason(p)).isEqualTo(Assignment.Blocked.CAPACITY));
        assertThat(place(SlotSituation.of(FRONT, Range.of(1, 5), Map.of()), want("anna")))
                .as("a slot nothing was ever heard of")
                .isEqualTo(new Placement.ReadFirst(1));
    }

    @Test
    @DisplayName("R2: a lock that has not told its slots is asked: unknown is not zero")
    void lockThatHasNotToldItsSlotsIsAsked() {
        var unknown = with(slots(EMPTY), Optional.empty(), Set.of(), Set.of(), Set.of());

        assertThat(place(unknown, want("anna"))).isEqualTo(new Placement.AskFirst());
        assertThat(place(unknown, want("anna", 1))).isEqualTo(new Placement.AskFirst());
        assertThat(reason(place(SlotSituation.of(FRONT, Range.of(1, 0), Map.of()), want("anna"))))
                .as("a lock that truly has none")
                .isEqualTo(Assignment.Blocked.CAPACITY);
    }

    @Test
    @DisplayName("R3: nothing goes where something stands that is not ours; a pinned slot is blocked instead")
    void nothingGoesWhereSomethingForeignStands() {
        var situation = slots(KNOWN, MASKED, DISABLED, RESERVED, EMPTY);

        assertThat(place(situation, want("anna"))).isEqualTo(take(5));
        for (int foreign = 1; foreign <= 4; foreign++) {
            assertThat(reason(place(situation, want("anna", foreign)))).isEqualTo(Assignment.Blocked.OCCUPIED);
        }
    }

    @Test
    @DisplayName("R3: a person's word for a slot makes it writable, for the one who asked for it and nobody else")
    void consentMakesASlotWritable() {
        var situation = with(slots(MASKED, KNOWN), Optional.of(Range.of(1, 2)), Set.of(), Set.of(), Set.of(2));

        assertThat(place(situation, want("anna", 2))).isEqualTo(new Placement.Take(2, Change.Basis.CONSENT));
        assertThat(reason(place(situation, want("anna", 1)))).isEqualTo(Assignment.Blocked.OCCUPIED);
        assertThat(reason(place(situation, want("ben")))).isEqualTo(Assignment.Blocked.CAPACITY);
    }

    @Test
    @DisplayName("R4: reserved slots, slots of other managers and slots outside the range are never used")
    void onlySlotsForUsAreUsed() {
        var range = new Range(1, 4, new TreeSet<>(Set.of(1)));
        var situation =
                with(slots(EMPTY, EMPTY, EMPTY, EMPTY, EMPTY), Optional.of(range), Set.of(2), Set.of(), Set.of());

        assertThat(place(situation, want("anna"))).isEqualTo(take(3));
        assertThat(reason(place(situation, want("anna", 1)))).isEqualTo(Assignment.Blocked.CAPACITY);
        assertThat(reason(place(situation, want("anna", 2)))).isEqualTo(Assignment.Blocked.OCCUPIED);
        assertThat(reason(place(situation, want("anna", 5)))).isEqualTo(Assignment.Blocked.CAPACITY);
    }

    @Test
    @DisplayName("R4: a lock may count its slots from 0, and then 0 is a slot")
    void slotsMayBeCountedFromZero() {
        var situation = SlotSituation.of(FRONT, Range.of(0, 2), Map.of(0, EMPTY, 1, EMPTY));

        assertThat(place(situation, want("anna"))).isEqualTo(take(0));
    }

    @Test
    void pinnedSlotIsKeptForTheOneWhoAskedForIt() {
        var situation = with(slots(EMPTY, EMPTY, EMPTY), Optional.of(Range.of(1, 3)), Set.of(), Set.of(3), Set.of());

        var placements = SlotAllocator.allocate(situation, List.of(want("ben"), want("anna", 1), want("cem")));

        assertThat(placements.values()).startsWith(take(2), take(1));
        assertThat(reason(placements.get(CredentialId.of("pin-cem"))))
                .as("slot 3 was asked for in a grant that is not due yet")
                .isEqualTo(Assignment.Blocked.CAPACITY);
    }

    @Test
    void slotThatTwoAskForGoesToTheFirst() {
        var placements = SlotAllocator.allocate(slots(EMPTY, EMPTY), List.of(want("anna", 1), want("ben", 1)));

        assertThat(placements.values()).first().isEqualTo(take(1));
        assertThat(reason(placements.get(CredentialId.of("pin-ben")))).isEqualTo(Assignment.Blocked.OCCUPIED);
    }

    @Test
    @DisplayName("R13, R19: a slot that one of ours is leaving is not free before it is proved gone")
    void slotThatIsBeingLeftIsNotFree() {
        var situation = slots(EMPTY, EMPTY).holding(Map.of(1, leaving("anna")));

        assertThat(place(situation, want("ben"))).isEqualTo(take(2));
        assertThat(place(situation, want("ben", 1))).isEqualTo(new Placement.Wait(1));
        assertThat(place(situation, want("anna")))
                .as("the one who leaves gets another")
                .isEqualTo(take(2));
    }

    @Test
    @DisplayName("domain.md 4: a full lock blocks by capacity, last come, and never evicts")
    void fullLockBlocksByCapacity() {
        var situation = slots(MASKED, KNOWN, EMPTY).holding(Map.of(2, held("zoe")));

        var placements = SlotAllocator.allocate(situation, List.of(want("anna"), want("ben"), want("zoe")));

        assertThat(placements.get(CredentialId.of("pin-anna"))).isEqualTo(take(3));
        assertThat(placements.get(CredentialId.of("pin-zoe"))).isEqualTo(new Placement.Keep(2, Optional.empty()));
        var blocked = (Placement.Blocked) placements.get(CredentialId.of("pin-ben"));
        assertThat(blocked.reason()).isEqualTo(Assignment.Blocked.CAPACITY);
        assertThat(blocked.words())
                .isEqualTo("front is full: of its 3 slots 1 hold codes of grants, 1 are about to, 1 hold codes that are"
                        + " not ours, 0 are reserved, pinned or another manager's");
    }

    @Test
    @DisplayName(
            "D3: where users are records of their own, their number is a limit as well; a second code needs none more")
    void usersAreALimitToo() {
        var some = slots(KNOWN, EMPTY, EMPTY, EMPTY).holding(Map.of(1, held("anna")));
        var situation = new SlotSituation(
                FRONT, some.range(), some.observed(), some.held(), Set.of(), Set.of(), Set.of(), OptionalInt.of(1));
        var second = new SlotWant(CredentialId.of("anna-duress"), UserId.of("anna"), OptionalInt.empty());

        var placements = SlotAllocator.allocate(situation, List.of(want("ben"), want("cem"), second));

        assertThat(placements.get(CredentialId.of("pin-ben"))).isEqualTo(take(2));
        assertThat(reason(placements.get(CredentialId.of("pin-cem")))).isEqualTo(Assignment.Blocked.CAPACITY);
        assertThat(placements.get(second.credential())).isEqualTo(take(3));
    }

    @Property(tries = 2000)
    @Label("R1..R4: whatever the situation, nothing is placed twice, moved untidily or put where it may not be")
    void placementsAreAlwaysSound(@ForAll long seed) {
        var random = new Random(seed);
        int count = random.nextInt(8);
        var reserved = new TreeSet<Integer>();
        var observed = new HashMap<Integer, SlotState>();
        var held = new TreeMap<Integer, Held>();
        var claimed = new HashSet<Integer>();
        var consented = new HashSet<Integer>();
        for (int i = 1; i <= count; i++) {
            observed.put(i, SlotState.values()[random.nextInt(6)]);
            if (random.nextInt(6) == 0) {
                reserved.add(i);
            } else if (random.nextInt(4) == 0) {
                held.put(i, random.nextBoolean() ? held("u" + i) : leaving("u" + i));
            } else if (random.nextInt(6) == 0) {
                claimed.add(i);
            } else if (random.nextInt(6) == 0) {
                consented.add(i);
            }
        }
        var wants = new ArrayList<SlotWant>();
        for (int i = 0; i < 10; i++) {
            wants.add(random.nextInt(3) == 0 ? want("u" + i, random.nextInt(10)) : want("u" + i));
        }
        var range = new Range(1, count, reserved);
        var situation = new SlotSituation(
                FRONT, Optional.of(range), observed, held, claimed, Set.of(), consented, OptionalInt.empty());

        var placements = SlotAllocator.allocate(situation, wants);

        assertThat(placements).hasSameSizeAs(wants).isEqualTo(SlotAllocator.allocate(situation, wants));
        var written = new HashSet<Integer>();
        for (SlotWant want : wants) {
            Placement placement = placements.get(want.credential());
            boolean placed =
                    held.values().stream().anyMatch(h -> h.credential().equals(want.credential()) && !h.leaving());
            assertThat(placement instanceof Placement.Keep || placement instanceof Placement.Move)
                    .isEqualTo(placed);
            if (placement instanceof Placement.Move move) {
                assertThat(want.pinned()).hasValue(move.to());
            }
            Optional<Placement.Take> take = placement instanceof Placement.Move move
                    ? Optional.of(new Placement.Take(move.to(), move.basis()))
                    : Optional.of(placement)
                            .filter(Placement.Take.class::isInstance)
                            .map(Placement.Take.class::cast);
            take.ifPresent(t -> {
                assertThat(written.add(t.index())).as("only once").isTrue();
                assertThat(range.allows(t.index())).isTrue();
                assertThat(held).doesNotContainKey(t.index());
                assertThat(claimed).doesNotContain(t.index());
                if (t.basis() == Change.Basis.EMPTY) {
                    assertThat(observed.get(t.index())).isEqualTo(EMPTY);
                } else {
                    assertThat(consented).contains(t.index());
                    assertThat(want.pinned()).hasValue(t.index());
                }
            });
        }
    }
}
