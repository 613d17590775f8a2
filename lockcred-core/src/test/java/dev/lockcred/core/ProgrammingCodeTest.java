// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.Actor;
import dev.lockcred.Assignment;
import dev.lockcred.Finding;
import dev.lockcred.Lock;
import dev.lockcred.LockGroup;
import dev.lockcred.LockId;
import dev.lockcred.Permission;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.WishChanges.Kind;
import dev.lockcred.core.WishChanges.Part;
import dev.lockcred.core.WishedState.LockWish;
import dev.lockcred.core.WishedState.PinWish;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.core.store.Table;
import dev.lockcred.fake.Entry;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.Pins;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code that opens a lock's own menu is told, and nobody's PIN is the same. */
class ProgrammingCodeTest {

    private static final LockId FRONT = LockId.of("front");
    private static final LockId BACK = LockId.of("back");
    private static final UserId ANNA = UserId.of("anna");
    private static final String CODE = "482913";
    private static final String OTHER = "917354";

    private final House house = new House();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        house.close();
        assertThat(house.time.pendingTimers()).isZero();
    }

    private void open() {
        house.with("front", FakeModel.zwave()).with("back", FakeModel.matter()).open();
    }

    private List<String> tell(LockId lock, String digits) {
        try (Pin code = Pins.pin(digits)) {
            return house.manager.pins().tellProgrammingCode(lock, code);
        }
    }

    private boolean knows(LockId lock) {
        return house.manager.pins().knowsProgrammingCode(lock);
    }

    private User granted(String name, String... doors) {
        User user = house.manager.users().add(name);
        house.grant(user, to -> to.locks(doors));
        return user;
    }

    private List<String> set(User user, String digits) {
        try (Pin pin = Pins.pin(digits)) {
            return house.manager.pins().set(user.id(), pin, House.Pins0.ROUTINE);
        }
    }

    private void isRefused(User user, String digits) {
        assertThatThrownBy(() -> set(user, digits))
                .isInstanceOf(PinRefusedException.class)
                .hasMessageContaining("it opens the lock's own menu")
                .hasMessageNotContaining(digits);
    }

    // ---- policy

    @Test
    @DisplayName("R10: a PIN equal to the programming code of a lock it is meant for is refused, and taken elsewhere")
    void aPinThatOpensTheMenuIsRefused() throws Exception {
        open();
        User anna = granted("Anna", "front", "back");
        User ben = granted("Ben", "back");

        assertThat(tell(FRONT, CODE)).isEmpty();

        assertThat(knows(FRONT)).isTrue();
        assertThat(knows(BACK)).isFalse();
        isRefused(anna, CODE);
        assertThat(house.manager.pins().has(anna.id())).isFalse();
        assertThat(set(ben, CODE)).isEmpty();
        assertThat(set(anna, OTHER)).isEmpty();
        house.apply();
        assertThat(house.lock("back").type(Pins.pin(CODE))).isEqualTo(Entry.OPENED);
        assertThat(house.lock("front").type(Pins.pin(OTHER))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName("R12: a PIN is drawn from what the programming code leaves")
    void theCodeIsNotDrawn() {
        var dice = new Loaded();
        house.extra = cfg -> cfg.secureRandom(dice);
        open();
        User anna = granted("Anna", "front");
        User ben = granted("Ben", "back");
        tell(FRONT, CODE);

        dice.load(CODE, OTHER);
        try (Pin drawn = house.manager.pins().generate(anna.id(), House.Pins0.ROUTINE)) {
            assertThat(drawn).isEqualTo(Pins.pin(OTHER));
        }
        dice.load(CODE, OTHER);
        try (Pin drawn = house.manager.pins().generate(ben.id(), House.Pins0.ROUTINE)) {
            assertThat(drawn).as("at the other door nothing is against it").isEqualTo(Pins.pin(CODE));
        }
    }

    @Test
    @DisplayName(
            "R10: a PIN that turns out to be the programming code is not written, and a person is told whose it is")
    void whatIsLearntLaterBlocksWhatIsNotWrittenYet() throws Exception {
        open();
        User anna = granted("Anna", "front", "back");
        set(anna, CODE);

        assertThat(tell(FRONT, CODE)).singleElement().asString().contains("'anna'", "front", "another PIN");
        Report report = house.apply();

        assertThat(report.lines())
                .filteredOn(l -> l.lock().equals(FRONT))
                .singleElement()
                .satisfies(l -> {
                    assertThat(l.status()).isEqualTo(Report.Status.REFUSED);
                    assertThat(l.blocked()).contains(Assignment.Blocked.DUPLICATE);
                });
        assertThat(house.lock("front").writes()).isZero();
        assertThat(house.lock("back").type(Pins.pin(CODE))).isEqualTo(Entry.OPENED);
        assertThat(house.manager.findings()).singleElement().satisfies(f -> {
            assertThat(f.kind()).isEqualTo(Finding.Kind.DUPLICATE);
            assertThat(f.lock()).contains(FRONT);
            assertThat(f.user()).contains(anna.id());
            assertThat(f.text()).contains("programming code");
            assertThat(f.action()).contains("another PIN");
        });

        set(anna, OTHER);
        house.apply();
        assertThat(house.manager.findings()).isEmpty();
        assertThat(house.lock("front").type(Pins.pin(OTHER))).isEqualTo(Entry.OPENED);
    }

    @Test
    @DisplayName(
            "R10: a code that stands when it turns out to be the programming code stays, with a finding until it is another")
    void whatStandsAlreadyIsReportedAndNotTakenAway() throws Exception {
        open();
        User anna = granted("Anna", "front");
        set(anna, CODE);
        house.apply();
        long writes = house.lock("front").writes();

        tell(FRONT, CODE);
        house.apply();

        assertThat(house.lock("front").writes()).isEqualTo(writes);
        assertThat(house.lock("front").type(Pins.pin(CODE))).isEqualTo(Entry.OPENED);
        assertThat(house.manager.findings()).singleElement().satisfies(f -> {
            assertThat(f.kind()).isEqualTo(Finding.Kind.DUPLICATE);
            assertThat(f.slot()).isPresent();
            assertThat(f.user()).contains(anna.id());
        });
        house.restart();
        house.apply();
        assertThat(house.manager.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.DUPLICATE);

        house.manager.pins().forgetProgrammingCode(FRONT);
        house.apply();
        assertThat(house.manager.findings()).isEmpty();
    }

    @Test
    @DisplayName("R24: what a lock refused as a duplicate is asked again when its programming code has become another")
    void aRefusalMayHaveBeenTheCodes() throws Exception {
        house.with("front", FakeModel.zwave().with(b -> b.refusesDuplicates(true)))
                .open();
        house.lock("front").program(9, Pins.pin(OTHER)); // somebody's at the keypad: the lock refuses the same digits
        User anna = granted("Anna", "front");
        set(anna, OTHER);
        house.apply();
        assertThat(house.lock("front").occupied()).containsExactly(9);
        house.lock("front").erase(9);
        house.apply();
        assertThat(house.lock("front").occupied())
                .as("a refusal is not asked again")
                .isEmpty();

        tell(FRONT, CODE);
        house.apply();

        assertThat(house.lock("front").type(Pins.pin(OTHER))).isEqualTo(Entry.OPENED);
    }

    // ---- changed at the lock

    private List<Finding> stale() {
        return house.manager.findings().stream()
                .filter(f -> f.kind() == Finding.Kind.PROGRAMMING_CODE_CHANGED)
                .toList();
    }

    private void changeAtTheLock(String lock) {
        house.lock(lock).changeProgrammingCode();
        house.pass(Duration.ofMinutes(1));
    }

    private long reportedChanges() {
        return house.manager.audit().latest(100).stream()
                .filter(e -> e.act().equals("programming-code.changed-at-lock"))
                .count();
    }

    @Test
    @DisplayName(
            "R10: a lock that reports another programming code makes the told one stale, until somebody tells the new one")
    void whatWasToldGrowsStale() {
        open();
        tell(FRONT, CODE);
        tell(BACK, CODE);
        assertThat(stale()).isEmpty();
        var told = new ArrayList<ManagerEvent>();
        LockManager.Subscription subscription = house.manager.listen(told::add);

        changeAtTheLock("front");

        assertThat(stale()).singleElement().satisfies(f -> {
            assertThat(f.lock()).contains(FRONT);
            assertThat(f.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(f.action()).endsWith("lockcred pin --programming-code front");
        });
        assertThat(told).hasAtLeastOneElementOfType(ManagerEvent.FindingsChanged.class);
        subscription.close();
        house.restart();
        assertThat(stale()).as("after a restart").hasSize(1);
        isRefused(granted("Anna", "front"), CODE); // it may be the old one after all

        tell(FRONT, OTHER);
        house.time.runUntilIdle();
        assertThat(stale()).isEmpty();
        changeAtTheLock("front");
        assertThat(stale()).as("the next one").hasSize(1);
        house.manager.pins().forgetProgrammingCode(FRONT);
        house.time.runUntilIdle();
        assertThat(stale()).as("nothing told is nothing stale").isEmpty();
    }

    @Test
    @DisplayName("R10: whoever says that the programming code is the told one again is believed")
    void theToldOneMayBeRightAgain() {
        open();
        tell(FRONT, CODE);
        changeAtTheLock("front");
        tell(FRONT, CODE);
        house.time.runUntilIdle();
        assertThat(stale()).as("told again").isEmpty();

        changeAtTheLock("front");
        assertThat(stale()).hasSize(1);
        house.manager.confirm(FRONT);
        house.time.runUntilIdle();
        assertThat(stale()).as("confirmed").isEmpty();
        isRefused(granted("Anna", "front"), CODE);
    }

    @Test
    @DisplayName("R10: who changes the programming code of a lock is on record, whether it was told or not, and once")
    void aChangeIsOnRecord() {
        open();
        house.lock("front").faults().repeatEvents(true);

        changeAtTheLock("front");

        assertThat(reportedChanges()).isEqualTo(1);
        assertThat(house.manager.findings()).as("nothing was told").isEmpty();
        assertThat(tell(FRONT, CODE)).isEmpty();
        house.time.runUntilIdle();
        assertThat(stale()).isEmpty();
    }

    @Test
    @DisplayName("R10: a lock's log that tells of a change made before the code was told makes nothing stale")
    void anOldChangeInTheLogIsOld() throws Exception {
        house.with("front", FakeModel.zigbee()).open();
        set(granted("Anna", "front"), OTHER);
        house.apply();
        house.lock("front").offline();
        house.pass(Duration.ofMinutes(1));
        changeAtTheLock("front");
        tell(FRONT, CODE);
        house.pass(Duration.ofMinutes(1));

        house.lock("front").online();
        house.pass(Duration.ofHours(1));
        assertThat(stale()).as("changed, then told").isEmpty();

        house.lock("front").offline();
        changeAtTheLock("front");
        house.lock("front").online();
        house.pass(Duration.ofHours(1));
        assertThat(stale()).as("told, then changed").hasSize(1);
    }

    @Test
    @DisplayName("R11: whoever guesses at programming codes is slowed down, and only who manages may tell one")
    void theCodeIsNoOracle() {
        open();
        User anna = granted("Anna", "front");
        tell(FRONT, CODE);
        for (int i = 0; i < 5; i++) {
            isRefused(anna, CODE);
        }
        assertThatThrownBy(() -> set(anna, CODE)).hasMessageContaining("too many PINs were refused");
        assertThatThrownBy(() -> tell(BACK, OTHER)).hasMessageContaining("too many PINs were refused");
        house.pass(Duration.ofHours(2));
        set(anna, OTHER);
        for (int i = 0; i < 5; i++) {
            assertThat(tell(FRONT, OTHER)).as("whose PIN it is").hasSize(1);
        }
        assertThatThrownBy(() -> tell(FRONT, CODE)).hasMessageContaining("too many PINs were refused");

        LockManager desk = house.manager.as(Actor.of("desk", Permission.VIEW, Permission.REVEAL));
        try (Pin code = Pins.pin(OTHER)) {
            assertThatThrownBy(() -> desk.pins().tellProgrammingCode(FRONT, code))
                    .isInstanceOf(NotPermittedException.class);
        }
        assertThatThrownBy(() -> desk.pins().forgetProgrammingCode(FRONT)).isInstanceOf(NotPermittedException.class);
        assertThat(desk.pins().knowsProgrammingCode(FRONT)).isTrue();
    }

    @Test
    @DisplayName("R6: a programming code is compared digit by digit, leading zeros and length included")
    void zerosCount() {
        open();
        User anna = granted("Anna", "front");
        tell(FRONT, "048291");

        isRefused(anna, "048291");
        assertThat(set(anna, "482910")).isEmpty();
    }

    // ---- where it is kept

    @Test
    @DisplayName(
            "R7: a programming code is in no event, finding, audit entry or document in clear, and goes to no lock")
    void nothingTellsIt() throws Exception {
        open();
        User anna = granted("Anna", "front");
        set(anna, OTHER);
        house.apply();
        long messages = house.lock("front").messages();
        List<ManagerEvent> told = new ArrayList<>();
        LockManager.Subscription subscription = house.manager.listen(told::add);

        tell(FRONT, CODE);
        tell(FRONT, CODE);
        house.time.runUntilIdle();

        assertThat(house.lock("front").messages())
                .as("nothing was sent or asked")
                .isEqualTo(messages);
        house.manager.blocking().readCodes(FRONT);
        house.pass(Duration.ofMinutes(1));
        subscription.close();
        Pins.inspect(
                "what is told",
                told,
                house.manager.findings(),
                house.manager.status().lines());
        Pins.inspect("the wishes", house.manager.wishes().export());
        Pins.inspect("the audit", house.manager.audit().latest(100));
        assertThat(house.manager.audit().latest(100))
                .filteredOn(e -> e.act().equals("programming-code.told"))
                .hasSize(2)
                .allMatch(e -> e.lock().equals(Optional.of(FRONT)));
        house.store.load((table, key, value) ->
                Pins.inspect(table + " " + key, key, new String(value, StandardCharsets.ISO_8859_1)));
    }

    @Test
    @DisplayName("R10: a told programming code counts after a restart, a rotated key and a restored backup")
    void itOutlivesRestartRotationAndRestore() throws Exception {
        open();
        User anna = granted("Anna", "front");
        tell(FRONT, CODE);

        house.restart();
        isRefused(anna, CODE);
        house.manager.upkeep().rotateKey();
        isRefused(anna, CODE);
        house.restart();
        isRefused(anna, CODE);

        char[] phrase = "correct horse".toCharArray();
        Path file = folder.resolve("backup");
        house.manager.upkeep().backup(file, Optional.of(phrase));
        Pins.inspectFiles(folder);
        house.manager.pins().forgetProgrammingCode(FRONT);
        house.manager.close();
        InMemoryStore elsewhere = InMemoryStore.create("elsewhere");
        LockManager.restore(
                file, Optional.of(phrase), cfg -> cfg.store(elsewhere).keyPlace(house.keys));
        house.store = elsewhere.crash();
        house.open();
        assertThat(knows(FRONT)).isTrue();
        isRefused(anna, CODE);
    }

    @Test
    @DisplayName("R48: a programming code is erased when it is forgotten, and with its lock, however that is given up")
    void itGoesWithItsLock() throws Exception {
        open();
        User anna = granted("Anna", "front");
        set(anna, OTHER);
        tell(FRONT, CODE);
        tell(BACK, CODE);
        house.apply();
        assertThat(sealed()).containsExactly("lock/back/programming-code", "lock/front/programming-code");

        house.manager.locks().forget(BACK, Locks.Forget.LOST);
        assertThat(sealed()).containsExactly("lock/front/programming-code");
        house.manager.locks().forget(FRONT, Locks.Forget.CLEAR);
        assertThat(sealed()).as("the lock is there until its last code is gone").hasSize(1);
        house.apply();
        house.pass(Duration.ofMinutes(10));
        assertThat(house.manager.locks().list()).isEmpty();
        assertThat(sealed()).isEmpty();

        house.manager.locks().put(Lock.of(FRONT, "fake", "front"));
        assertThat(knows(FRONT)).isFalse();
        tell(FRONT, CODE);
        house.manager.pins().forgetProgrammingCode(FRONT);
        house.manager.pins().forgetProgrammingCode(FRONT);
        assertThat(sealed()).isEmpty();
        assertThat(house.manager.audit().latest(100))
                .filteredOn(e -> e.act().equals("programming-code.forgotten"))
                .hasSize(1);
    }

    @Test
    void withoutTheVaultsKeyItIsKnownToBeToldAndCanBeForgotten() throws Exception {
        open();
        User anna = granted("Anna", "front");
        set(anna, OTHER);
        tell(FRONT, CODE);
        tell(BACK, CODE);
        house.manager.close();
        house.keys.loseKeys("test-store");
        house.store = house.store.crash();
        house.open();

        assertThat(knows(FRONT)).isTrue();
        assertThatThrownBy(() -> tell(FRONT, CODE))
                .isInstanceOf(LockManagerException.class)
                .hasMessageContaining("vault key");
        house.manager.pins().forgetProgrammingCode(FRONT);
        assertThat(knows(FRONT)).isFalse();
        house.apply();
        house.manager.upkeep().startVaultAnew();
        assertThat(knows(BACK)).as("what was sealed under the lost key is gone").isFalse();
        tell(FRONT, CODE);
        isRefused(anna, CODE);
    }

    @Test
    void whatNobodyManagesHasNoCode() {
        open();
        assertThatThrownBy(() -> tell(LockId.of("cellar"), CODE)).hasMessageContaining("cellar");
        assertThatThrownBy(() -> knows(LockId.of("cellar"))).hasMessageContaining("cellar");
        assertThatThrownBy(() -> house.manager.pins().forgetProgrammingCode(LockId.of("cellar")))
                .hasMessageContaining("cellar");
    }

    // ---- given by a site

    @Test
    void aSiteGivesItChangesItAndTakesItBack() {
        open();
        try (Pin code = Pins.pin(CODE);
                Pin other = Pins.pin(OTHER)) {
            WishedState first = site(Optional.of(code), b -> {});
            assertThat(house.manager
                            .wishes()
                            .preview(first, Obey.ORDINARY)
                            .changes()
                            .changes())
                    .extracting(c -> c.kind() + " " + c.part() + " " + c.id())
                    .contains("ADDED PROGRAMMING_CODE shed");
            assertThat(house.manager.locks().find(LockId.of("shed"))).isEmpty();
            assertThat(sealed()).isEmpty();

            obey(first);
            User anna = granted("Anna", "shed");
            isRefused(anna, CODE);
            assertThat(obey(first).isEmpty()).isTrue();

            WishedState second = site(Optional.of(other), b -> {});
            house.manager.wishes().preview(second, Obey.ORDINARY);
            isRefused(anna, CODE); // a preview changes nothing
            assertThat(obey(second).changes()).singleElement().satisfies(c -> {
                assertThat(c.kind()).isEqualTo(Kind.ROTATED);
                assertThat(c.part()).isEqualTo(Part.PROGRAMMING_CODE);
                assertThat(c.origin()).isEqualTo("site.yaml:2");
                assertThat(c.text()).contains("shed", "env SHED_CODE", "another than before");
            });
            isRefused(anna, OTHER);
            assertThat(set(anna, CODE)).isEmpty();
            house.restart();
            assertThat(obey(second).isEmpty()).isTrue();

            assertThatThrownBy(() -> tell(LockId.of("shed"), CODE))
                    .isInstanceOf(PinRefusedException.class)
                    .hasMessageContaining("env SHED_CODE");
            assertThatThrownBy(() -> house.manager.pins().forgetProgrammingCode(LockId.of("shed")))
                    .hasMessageContaining("env SHED_CODE");

            WishedState without = site(Optional.empty(), b -> {});
            house.manager.wishes().preview(without, Obey.ORDINARY);
            assertThat(knows(LockId.of("shed"))).isTrue();
            assertThat(obey(without).changes()).singleElement().satisfies(c -> {
                assertThat(c.kind()).isEqualTo(Kind.REMOVED);
                assertThat(c.part()).isEqualTo(Part.PROGRAMMING_CODE);
            });
            assertThat(knows(LockId.of("shed"))).isFalse();
            tell(LockId.of("shed"), OTHER); // by hand now
            assertThat(obey(without).isEmpty()).isTrue();
            assertThat(knows(LockId.of("shed")))
                    .as("a word by hand is none of the site's")
                    .isTrue();
        }
    }

    @Test
    @DisplayName("R10: a site whose PIN is the programming code it gives is refused as a whole, with the place")
    void aSiteThatContradictsItselfIsRefused() {
        open();
        try (Pin code = Pins.pin(CODE);
                Pin pin = Pins.pin(CODE)) {
            WishedState wrong = site(
                    Optional.of(code),
                    b -> b.user(new User(ANNA, "Anna"), new PinWish(pin, "env ANNA_PIN"), "site.yaml:5")
                            .grant(ANNA, to -> to.locks("shed"), "site.yaml:9"));

            assertThatThrownBy(() -> obey(wrong))
                    .isInstanceOf(WishRefusedException.class)
                    .hasMessageContaining("site.yaml:5")
                    .hasMessageContaining("own menu")
                    .hasMessageNotContaining(CODE);
        }
        assertThat(sealed()).isEmpty();
        assertThat(house.manager.users().list()).isEmpty();
        house.restart();
        assertThat(sealed()).isEmpty();
    }

    @Test
    void aPinThatIsRotatedWithTheCodeIsNotHeldAgainstIt() {
        open();
        try (Pin code = Pins.pin(CODE);
                Pin before = Pins.pin(CODE);
                Pin after = Pins.pin(OTHER)) {
            Consumer<WishedState.Builder> grants = b -> b.grant(ANNA, to -> to.locks("shed"), "site.yaml:9");
            User anna = new User(ANNA, "Anna");
            obey(site(
                    Optional.empty(),
                    grants.andThen(b -> b.user(anna, new PinWish(before, "env ANNA_PIN"), "site.yaml:5"))));

            WishChanges changes = obey(site(
                    Optional.of(code),
                    grants.andThen(b -> b.user(anna, new PinWish(after, "env ANNA_PIN"), "site.yaml:5"))));

            assertThat(changes.remarks()).isEmpty();
        }
    }

    @Test
    void aRenamedLockKeepsItAlsoWhenItIsOnlyPreviewed() {
        open();
        LockId barn = LockId.of("barn");
        try (Pin code = Pins.pin(CODE)) {
            obey(site(Optional.of(code), b -> {}));
            WishedState renamed = WishedState.of(
                    "home-1",
                    b -> b.lock(new LockWish(
                            Lock.of(barn, "fake", "front"),
                            Optional.of(LockId.of("shed")),
                            Optional.of(new PinWish(code, "env SHED_CODE")),
                            "site.yaml:2")));

            house.manager.wishes().preview(renamed, Obey.ORDINARY);
            assertThat(knows(LockId.of("shed"))).isTrue();
            WishChanges changes = obey(renamed);

            assertThat(changes.changes()).extracting(WishChanges.Change::kind).containsExactly(Kind.RENAMED);
            assertThat(sealed()).containsExactly("lock/barn/programming-code");
            isRefused(granted("Anna", "barn"), CODE);
            house.restart();
            assertThat(knows(barn)).isTrue();
            assertThat(obey(renamed).isEmpty()).isTrue();
        }
    }

    @Test
    @DisplayName("R10: a lock that joins a group brings its programming code, and who has it as PIN is told")
    void aGroupMayBringTheTwoTogether() throws Exception {
        open();
        house.manager.locks().putGroup(LockGroup.of("all", "back"));
        User anna = house.manager.users().add("Anna");
        house.grant(anna, to -> to.groups("all"));
        set(anna, CODE);
        tell(FRONT, CODE);
        house.apply();
        assertThat(house.manager.findings()).isEmpty();

        house.manager.locks().putGroup(LockGroup.of("all", "back", "front"));
        house.apply();

        assertThat(house.manager.findings()).extracting(Finding::kind).containsExactly(Finding.Kind.DUPLICATE);
        assertThat(house.lock("front").writes()).isZero();
    }

    private WishChanges obey(WishedState state) {
        return house.manager.wishes().obey(state, Obey.ORDINARY);
    }

    private static WishedState site(Optional<Pin> code, Consumer<WishedState.Builder> more) {
        return WishedState.of("home-1", b -> {
            b.lock(new LockWish(
                    Lock.of(LockId.of("shed"), "fake", "front"),
                    Optional.empty(),
                    code.map(c -> new PinWish(c, "env SHED_CODE")),
                    "site.yaml:2"));
            more.accept(b);
        });
    }

    private List<String> sealed() {
        List<String> keys = new ArrayList<>();
        house.store.load((table, key, value) -> {
            if (table == Table.SECRET && key.startsWith("lock/")) {
                keys.add(key);
            }
        });
        return keys.stream().sorted().toList();
    }

    /** Draws these digits first. */
    static final class Loaded extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final transient ArrayDeque<Integer> next = new ArrayDeque<>();

        void load(String... pins) {
            next.clear();
            for (String pin : pins) {
                Pins.pin(pin);
                pin.chars().forEach(digit -> next.add(digit - '0'));
            }
        }

        @Override
        public int nextInt(int bound) {
            return next.isEmpty() ? super.nextInt(bound) : next.poll();
        }
    }
}
