// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.AuditEntry;
import dev.lockcred.LockId;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.history.AuditVerdict.Problem;
import dev.lockcred.core.history.AuditVerdict.Tampering;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.vault.Anchor;
import dev.lockcred.core.vault.AnchorKeeper;
import dev.lockcred.core.vault.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AuditChainTest {

    private final World world = new World();
    private AuditChain chain = AuditChain.resume(world.store, world.vault);

    @BeforeEach
    void writeTwentyEntries() {
        for (int i = 1; i <= 20; i++) {
            write("entry " + i);
        }
        assertThat(verify().intact()).isTrue();
        assertThat(verify().entries()).isEqualTo(20);
    }

    @Test
    @DisplayName("tampering: an altered entry is found, whichever field was altered")
    void alteredEntryIsFound() {
        var alterations = List.<UnaryOperator<AuditEntry>>of(
                e -> with(e, e.at().plusSeconds(1), e.actor(), e.act(), e.lock(), e.slot(), e.user(), e.detail()),
                e -> with(e, e.at(), "somebody", e.act(), e.lock(), e.slot(), e.user(), e.detail()),
                e -> with(e, e.at(), e.actor(), "code.cleared", e.lock(), e.slot(), e.user(), e.detail()),
                e -> with(
                        e, e.at(), e.actor(), e.act(), Optional.of(LockId.of("back")), Optional.empty(), e.user(), ""),
                e -> with(
                        e,
                        e.at(),
                        e.actor(),
                        e.act(),
                        e.lock(),
                        Optional.of(Slot.pin(LockId.of("front"), 4)),
                        e.user(),
                        e.detail()),
                e -> with(e, e.at(), e.actor(), e.act(), e.lock(), e.slot(), Optional.empty(), e.detail()),
                e -> with(e, e.at(), e.actor(), e.act(), e.lock(), e.slot(), e.user(), "another detail"));
        for (var alteration : alterations) {
            var log = log();
            AuditRecord old = log.get(6);
            log.set(6, new AuditRecord(alteration.apply(old.entry()), old.link()));

            assertThat(verify(log).problems())
                    .extracting(Problem::kind, Problem::from, Problem::to)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Tampering.ALTERED, 7L, 7L));
        }
    }

    @Test
    @DisplayName("tampering: removed entries are found, at the beginning and in the middle")
    void removedEntriesAreFound() {
        var log = log();
        log.remove(9);
        log.remove(9);
        log.remove(0);

        assertThat(verify(log).problems())
                .extracting(Problem::text)
                .containsExactly("entry 1 was removed from the log", "entries 10 to 11 were removed from the log");
    }

    @Test
    @DisplayName("tampering: a removed entry is found when those behind it are renumbered")
    void renumberedEntriesAreFound() {
        var log = log();
        log.remove(9);
        for (int i = 9; i < log.size(); i++) {
            AuditRecord line = log.get(i);
            log.set(i, new AuditRecord(numbered(line.entry(), i + 1), line.link()));
        }

        assertThat(verify(log).problems()).extracting(Problem::kind).contains(Tampering.ALTERED, Tampering.CUT);
    }

    @Test
    @DisplayName("tampering: reordered entries are found")
    void reorderedEntriesAreFound() {
        var log = log();
        AuditRecord fifth = log.get(4);
        AuditRecord sixth = log.get(5);
        log.set(4, new AuditRecord(numbered(sixth.entry(), 5), sixth.link()));
        log.set(5, new AuditRecord(numbered(fifth.entry(), 6), fifth.link()));

        assertThat(verify(log).problems()).extracting(Problem::from).contains(5L, 6L);
    }

    @Test
    @DisplayName("tampering (R47): a tail that was cut is found, also when the store's own count was set back")
    void cutTailIsFound() {
        var log = new ArrayList<>(log().subList(0, 15));

        assertThat(verify(log).problems())
                .extracting(Problem::text)
                .containsExactly("entries 16 to 20 were cut off from the end of the log");
        assertThat(AuditVerifier.verify(
                                stored(log, new StoreHead(100, 0, 20)), world.vault.auditKeys(), world.anchor.anchor())
                        .intact())
                .isFalse();
    }

    @Test
    @DisplayName("tampering (R47): a log that was written anew whole is found, even one that is authentic in itself")
    void rewrittenLogIsFound() {
        var other = InMemoryStore.create("store-1");
        var parallel = AuditChain.resume(other, world.vault);
        var log = new ArrayList<AuditRecord>();
        for (int i = 1; i <= 20; i++) {
            log.add(entry(parallel, "a nicer story " + i));
        }

        assertThat(verify(log).problems()).extracting(Problem::kind).containsExactly(Tampering.REWRITTEN);

        var bare = log().stream().map(line -> new AuditRecord(line.entry(), "")).toList();
        assertThat(verify(bare).problems()).extracting(Problem::kind).containsExactly(Tampering.REWRITTEN);

        var keyless = log.stream()
                .map(line -> new AuditRecord(
                        line.entry(), "%064x".formatted(line.entry().sequence())))
                .toList();
        assertThat(verify(keyless).problems()).extracting(Problem::kind).contains(Tampering.ALTERED);
    }

    @Test
    @DisplayName("R47: a store whose audit log does not hold the anchored entry is not trusted at the next start")
    void anchoredEntryIsLookedFor() {
        var log = log().stream()
                .map(line -> new AuditRecord(line.entry(), "f".repeat(64)))
                .toList();
        var keeper =
                AnchorKeeper.open(stored(log, world.store.head()), world.place, world.vault, () -> world.now, e -> {});

        assertThat(keeper.standing()).isEqualTo(Anchor.Standing.FORGED);
    }

    @Test
    @DisplayName("the chain goes on over a restart, and over entries that were lost in a crash before the sync")
    void chainGoesOnOverARestart() {
        entry(chain, "made, and never committed");
        restart();
        write("after the restart");

        assertThat(verify().intact()).isTrue();
        assertThat(verify().entries()).isEqualTo(21);
    }

    @Test
    @DisplayName("names of people stand outside: erasing one breaks no link, and the chain holds pseudonyms only")
    void erasingANameBreaksNothing() {
        world.commit(Commit.builder()
                .put(Table.NAME, "u-17", "Anna Andersson".getBytes(StandardCharsets.UTF_8))
                .build());
        write("about u-17");
        world.commit(Commit.builder().delete(Table.NAME, "u-17").build());
        restart();

        assertThat(verify().intact()).isTrue();
        assertThat(log().toString()).doesNotContain("Andersson");
    }

    @Test
    @DisplayName("retention of events leaves the audit log and its anchor alone")
    void retentionBreaksNothing() {
        world.commit(Commit.builder()
                .event(dev.lockcred.core.store.contract.Samples.opening(
                        1, LockId.of("front"), UserId.of("u-1"), Instant.parse("2025-01-01T00:00:00Z")))
                .build());
        world.store.forgetEvents(Instant.parse("2026-01-01T00:00:00Z"), 100);
        restart();

        assertThat(verify().intact()).isTrue();
        assertThat(world.anchor.standing()).isEqualTo(Anchor.Standing.TRUSTED);
    }

    @Test
    @DisplayName("entries made without the key are reported as unprotected, and covered once the key is back")
    void entriesWithoutTheKeyAreCoveredLater() {
        List<byte[]> keys = world.place.keys("store-1");
        world.place.loseKeys("store-1");
        restart();
        write("without the key 1");
        write("without the key 2");
        assertThat(log().get(20).link()).isEmpty();

        world.place.saveKeys("store-1", keys);
        restart();
        assertThat(verify().unprotected()).isEqualTo(2);
        write("the key is back");

        assertThat(verify()).isEqualTo(new AuditVerdict(23, List.of(), 0, 0));
        var log = log();
        log.set(20, new AuditRecord(with(log.get(20).entry(), "altered since"), ""));
        assertThat(verify(log).problems())
                .extracting(Problem::from, Problem::to)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(21L, 23L));
    }

    @Test
    @DisplayName("key rotation: entries of before verify as they did, and are tied to those behind")
    void rotationKeepsTheChain() {
        world.commit(world.vault.rotate(world.place, chain.next()));
        world.vault.finishRotation(world.place);
        write("under the second key");
        world.commit(world.vault.rotate(world.place, chain.next()));
        world.vault.finishRotation(world.place);
        write("under the third key");
        restart();
        write("and after a restart");

        assertThat(verify()).isEqualTo(new AuditVerdict(23, List.of(), 0, 0));
        for (int i : List.of(3, 20, 21, 22)) {
            var log = log();
            log.set(
                    i,
                    new AuditRecord(
                            with(log.get(i).entry(), "altered"), log.get(i).link()));
            assertThat(verify(log).problems()).extracting(Problem::from).containsExactly(i + 1L);
        }
    }

    @Test
    @DisplayName("a lost key: entries of its time are reported as unverifiable, those behind are verified")
    void lostKeyIsReported() {
        world.place.loseKeys("store-1");
        restart();
        write("without the key");
        world.commit(world.vault.startAnew(chain.next()));
        world.vault.finishAnew(world.place);
        write("under a new key");
        write("and another");

        assertThat(verify().unverifiable()).isEqualTo(20);
        assertThat(verify().intact()).isTrue();
        var log = log();
        log.set(20, new AuditRecord(with(log.get(20).entry(), "altered"), ""));
        assertThat(verify(log).intact()).isFalse();
    }

    private void write(String detail) {
        world.commit(Commit.builder().audit(entry(chain, detail)).build());
    }

    private AuditRecord entry(AuditChain where, String detail) {
        return where.append(
                world.now.plusNanos(1_234),
                "system",
                "code.written",
                Optional.empty(),
                Optional.of(Slot.pin(LockId.of("front"), 3)),
                Optional.of(UserId.of("u-1")),
                detail);
    }

    private void restart() {
        world.restart();
        chain = AuditChain.resume(world.store, world.vault);
    }

    private AuditVerdict verify() {
        return AuditVerifier.verify(world.store, world.vault.auditKeys(), world.anchor.anchor());
    }

    private AuditVerdict verify(List<AuditRecord> log) {
        long last = log.isEmpty() ? 0 : log.get(log.size() - 1).entry().sequence();
        Store tampered = stored(log, new StoreHead(world.store.head().sequence(), 0, last));
        return AuditVerifier.verify(tampered, world.vault.auditKeys(), world.anchor.anchor());
    }

    private List<AuditRecord> log() {
        return new ArrayList<>(world.store.audit(AuditQuery.from(1, 1_000)));
    }

    /** A store with this log: what an attacker with a database tool leaves behind. */
    private Store stored(List<AuditRecord> log, StoreHead head) {
        return new TamperedStore(world.store, log, head);
    }

    private static AuditEntry numbered(AuditEntry e, long sequence) {
        return new AuditEntry(sequence, e.at(), e.actor(), e.act(), e.lock(), e.slot(), e.user(), e.detail());
    }

    private static AuditEntry with(AuditEntry e, String detail) {
        return with(e, e.at(), e.actor(), e.act(), e.lock(), e.slot(), e.user(), detail);
    }

    private static AuditEntry with(
            AuditEntry e,
            Instant at,
            String actor,
            String act,
            Optional<LockId> lock,
            Optional<Slot> slot,
            Optional<UserId> user,
            String detail) {
        return new AuditEntry(e.sequence(), at, actor, act, lock, slot, user, detail);
    }
}
