// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.AccessEvent;
import dev.lockcred.AccessEvent.Attribution;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.AuditEntry;
import dev.lockcred.LockId;
import dev.lockcred.UserId;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.EventQuery.Order;
import dev.lockcred.core.store.EventQuery.Position;
import dev.lockcred.core.store.EventQuery.Result;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.store.StoreTime;
import dev.lockcred.core.store.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of {@link Store}. One store per test, which is opened again where the test says so. */
public abstract class StoreContract {

    /** The store under test; {@link #reopen} replaces it. */
    protected Store store;

    /** A new store on the first call of a test; afterwards the same one, which was closed before. */
    protected abstract Store open();

    @BeforeEach
    public void openStore() {
        store = open();
    }

    @AfterEach
    public void closeStore() {
        store.close();
    }

    /** Closes the store and opens it again. */
    protected void reopen() {
        store.close();
        store = open();
    }

    @Test
    @DisplayName("STORE-1: a new store holds nothing and stands at zero")
    public void newStoreIsEmpty() {
        assertThat(store.head()).isEqualTo(StoreHead.NEW);
        assertThat(documents()).isEmpty();
        assertThat(store.events(EventQuery.newestFirst().build())).isEmpty();
        assertThat(store.audit(AuditQuery.newest(10))).isEmpty();
        assertThat(store.id()).matches("[A-Za-z0-9._-]{1,64}");
        assertThat(store.location()).isNotBlank();
    }

    @Test
    @DisplayName("STORE-2: what was committed is there after opening again, and so are the identity and the head")
    public void committedDocumentsSurvive() {
        String id = store.id();
        commit(Commit.builder().put(Table.LOCK, "front", bytes("1")).put(Table.META, "a", bytes("")));
        commit(Commit.builder().put(Table.LOCK, "back", bytes("2")).delete(Table.META, "a"));

        reopen();

        assertThat(documents()).isEqualTo(Map.of("LOCK front", "1", "LOCK back", "2"));
        assertThat(store.head()).isEqualTo(new StoreHead(2, 0, 0));
        assertThat(store.id()).isEqualTo(id);
    }

    @Test
    @DisplayName(
            "STORE-3: of two changes of one document the later counts, within a commit and between commits of a group")
    public void laterChangesCount() {
        store.commit(List.of(
                Commit.builder()
                        .put(Table.GRANT, "g", bytes("1"))
                        .put(Table.GRANT, "g", bytes("2"))
                        .put(Table.USER, "u", bytes("1"))
                        .build(),
                Commit.builder()
                        .delete(Table.USER, "u")
                        .put(Table.NAME, "n", bytes("1"))
                        .build(),
                Commit.builder()
                        .put(Table.USER, "u", bytes("3"))
                        .delete(Table.NAME, "n")
                        .build()));

        assertThat(documents()).isEqualTo(Map.of("GRANT g", "2", "USER u", "3"));
        assertThat(store.head().sequence()).isEqualTo(3);
    }

    @Test
    @DisplayName("STORE-4: a group is one transaction: when the last commit cannot be taken, none is")
    public void groupIsAtomic() {
        commit(Commit.builder()
                .put(Table.LOCK, "front", bytes("1"))
                .audit(Samples.audit(1, Samples.FRONT, Samples.ANNA)));
        Commit good = Commit.builder()
                .put(Table.LOCK, "front", bytes("2"))
                .event(Samples.opening(1, Samples.FRONT, Samples.ANNA, Samples.START))
                .build();
        Commit hole = Commit.builder()
                .put(Table.LOCK, "back", bytes("1"))
                .audit(Samples.audit(3, Samples.FRONT, Samples.ANNA))
                .build();

        assertThatThrownBy(() -> store.commit(List.of(good, hole)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("audit entry 3 cannot follow entry 1");

        assertThat(store.head()).isEqualTo(new StoreHead(1, 0, 1));
        assertThat(documents()).isEqualTo(Map.of("LOCK front", "1"));
        assertThat(store.events(EventQuery.newestFirst().build())).isEmpty();
        reopen();
        assertThat(documents()).isEqualTo(Map.of("LOCK front", "1"));
        assertThat(store.commit(List.of(good))).isEqualTo(2);
    }

    @Test
    @DisplayName("STORE-5: an event never takes the id of an earlier one, not even of one that was deleted")
    public void eventIdsAscend() {
        commit(Commit.builder().event(Samples.opening(7, Samples.FRONT, Samples.ANNA, Samples.START)));
        store.forgetEvents(Samples.START.plusSeconds(1), 10);
        reopen();

        assertThat(store.head().lastEvent()).isEqualTo(7);
        assertThatThrownBy(() ->
                        commit(Commit.builder().event(Samples.opening(7, Samples.FRONT, Samples.ANNA, Samples.START))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("event 7 cannot follow event 7");
    }

    @Test
    @DisplayName("STORE-6 (R41, R42): an event comes back as it was: both times, skew, and why nobody is named")
    public void eventsComeBackWhole() {
        var random = new Random(42);
        var sent = new ArrayList<AccessEvent>();
        var commit = Commit.builder();
        for (int id = 1; id <= 200; id++) {
            sent.add(Samples.random(id, random));
            commit.event(sent.get(id - 1));
        }
        commit(commit);
        reopen();

        var back = store.events(EventQuery.oldestFirst().limit(1_000).build());

        assertThat(back.stream().sorted(Comparator.comparingLong(AccessEvent::id)))
                .isEqualTo(sent);
    }

    @Test
    @DisplayName(
            "STORE-7: instants are kept to the microsecond, and years that cannot be are kept as the nearest that can")
    public void oddInstantsAreKept() {
        var odd = new AccessEvent(
                1,
                Samples.FRONT,
                AccessOperation.LOCK,
                AccessSource.UNKNOWN,
                Optional.empty(),
                new Attribution.Nobody(),
                Optional.empty(),
                Optional.of(Instant.MAX),
                Instant.parse("2026-01-01T00:00:00.123456789Z"),
                Optional.of(Duration.ofNanos(-1)),
                java.util.OptionalLong.empty(),
                false,
                false);
        commit(Commit.builder().event(odd));

        AccessEvent back = store.events(EventQuery.newestFirst().build()).get(0);

        assertThat(back.heardAt()).isEqualTo("2026-01-01T00:00:00.123456Z");
        assertThat(back.happenedAt().orElseThrow()).isAfter("+200000-01-01T00:00:00Z");
        assertThat(StoreTime.kept(back.happenedAt().orElseThrow()))
                .isEqualTo(back.happenedAt().orElseThrow());
    }

    @Test
    @DisplayName("STORE-8: queries answer as going through all events one by one would")
    public void queriesAgreeWithTheOracle() {
        var random = new Random(7);
        var all = new ArrayList<AccessEvent>();
        for (int group = 0; group < 3; group++) {
            var commit = Commit.builder();
            for (int i = 0; i < 100; i++) {
                AccessEvent event = Samples.random(all.size() + 1, random);
                all.add(event);
                commit.event(event);
            }
            commit(commit);
        }

        for (int i = 0; i < 500; i++) {
            EventQuery query = randomQuery(random, all);
            Comparator<Position> order = query.order() == Order.OLDEST_FIRST
                    ? Comparator.naturalOrder()
                    : Comparator.<Position>naturalOrder().reversed();
            List<AccessEvent> expected = all.stream()
                    .filter(query::matches)
                    .sorted(Comparator.comparing(Position::of, order))
                    .limit(query.limit())
                    .toList();

            assertThat(store.events(query)).as(query.toString()).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("STORE-9: paging shows every event once, in either order, whatever arrives with the same instant")
    public void pagingShowsEachEventOnce() {
        var random = new Random(11);
        var commit = Commit.builder();
        for (int id = 1; id <= 137; id++) {
            commit.event(Samples.random(id, random));
        }
        commit(commit);

        for (var builder : List.of(EventQuery.newestFirst(), EventQuery.oldestFirst())) {
            var seen = new ArrayList<AccessEvent>();
            EventQuery next = builder.limit(10).build();
            for (List<AccessEvent> page = store.events(next); !page.isEmpty(); page = store.events(next)) {
                seen.addAll(page);
                next = next.behind(page.get(page.size() - 1));
            }
            assertThat(seen).hasSize(137).doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("STORE-10: retention deletes what was heard before the instant, the oldest first, so many at a time")
    public void retentionDeletesOldEvents() {
        var commit = Commit.builder().audit(Samples.audit(1, Samples.FRONT, Samples.ANNA));
        for (int id = 1; id <= 10; id++) {
            commit.event(Samples.opening(id, Samples.FRONT, Samples.ANNA, Samples.START.plusSeconds(id)));
        }
        commit(commit);

        assertThat(store.forgetEvents(Samples.START.plusSeconds(8), 4)).isEqualTo(4);
        assertThat(ids()).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(store.forgetEvents(Samples.START.plusSeconds(8), 4)).isEqualTo(3);
        reopen();
        assertThat(ids()).containsExactly(8L, 9L, 10L);
        assertThat(store.head()).isEqualTo(new StoreHead(1, 10, 1));
        assertThat(store.audit(AuditQuery.newest(10))).hasSize(1);
    }

    @Test
    @DisplayName("STORE-11: audit entries come back as they were, by sequence, lock and user, in either direction")
    public void auditComesBackWhole() {
        var sent = new ArrayList<AuditRecord>();
        for (int i = 1; i <= 20; i++) {
            sent.add(Samples.audit(
                    i, i % 2 == 0 ? Samples.FRONT : Samples.BACK, i % 3 == 0 ? Samples.ANNA : Samples.BEN));
        }
        var bare = new AuditRecord(
                new AuditEntry(
                        21,
                        Samples.START,
                        "anna's phone",
                        "site.changed",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        ""),
                "");
        sent.add(bare);
        var commit = Commit.builder();
        sent.forEach(commit::audit);
        commit(commit);
        reopen();

        assertThat(store.audit(AuditQuery.from(1, 100))).isEqualTo(sent);
        assertThat(store.audit(AuditQuery.from(6, 3))).isEqualTo(sent.subList(5, 8));
        assertThat(store.audit(AuditQuery.newest(2))).containsExactly(bare, sent.get(19));
        assertThat(store.audit(AuditQuery.newest(100).at(Samples.FRONT).about(Samples.ANNA)))
                .extracting(line -> line.entry().sequence())
                .containsExactly(18L, 12L, 6L);
        assertThat(store.audit(AuditQuery.newest(2).behind(sent.get(4).entry())))
                .containsExactly(sent.get(3), sent.get(2));
        assertThat(store.audit(AuditQuery.from(1, 2).behind(sent.get(4).entry())))
                .containsExactly(sent.get(5), sent.get(6));
    }

    @Test
    @DisplayName("STORE-12: bytes and keys are opaque: empty, large, binary, and with any character but NUL")
    public void valuesAreOpaque() {
        var random = new Random(3);
        byte[] large = new byte[1 << 20];
        random.nextBytes(large);
        String odd = "a'b\"c;--\n\u00e5\u2603\ud83d\udd11 %_";
        commit(Commit.builder()
                .put(Table.DRIVER_STATE, "large", large)
                .put(Table.DRIVER_STATE, odd, new byte[0])
                .put(Table.DRIVER_STATE, "k".repeat(400), bytes("long")));
        reopen();

        var found = new LinkedHashMap<String, byte[]>();
        store.load((table, key, value) -> found.put(key, value));

        assertThat(found.keySet()).containsExactlyInAnyOrder("large", odd, "k".repeat(400));
        assertThat(found.get("large")).isEqualTo(large);
        assertThat(found.get(odd)).isEmpty();
    }

    @Test
    @DisplayName("STORE-13: documents are shown table by table, and in the same order every time")
    public void loadOrderIsStable() {
        var commit = Commit.builder();
        for (Table table : Table.values()) {
            for (String key : List.of("b", "a", "c")) {
                commit.put(table, key, bytes(key));
            }
        }
        commit(commit);
        List<String> first = keys();
        reopen();

        assertThat(keys()).isEqualTo(first);
        assertThat(first.stream().map(key -> Table.valueOf(key.split(" ")[0])).toList())
                .isSorted();
    }

    @Test
    @DisplayName("STORE-14: a closed store says so, and closing twice is harmless")
    public void closedStoreRefuses() {
        store.close();
        store.close();

        for (Runnable call : List.<Runnable>of(
                () -> store.head(),
                () -> store.commit(List.of()),
                () -> store.load((t, k, v) -> {}),
                () -> store.events(EventQuery.newestFirst().build()),
                () -> store.audit(AuditQuery.newest(1)),
                () -> store.forgetEvents(Samples.START, 1))) {
            assertThatThrownBy(call::run)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CLOSED));
        }
    }

    @Test
    @DisplayName("STORE-15: the bytes handed over and handed out are the caller's to change")
    public void bytesAreCopied() {
        byte[] mine = bytes("one");
        Commit commit = Commit.builder().put(Table.SITE, "s", mine).build();
        mine[0] = 'X';
        store.commit(List.of(commit));
        store.load((table, key, value) -> value[0] = 'Y');

        assertThat(documents()).isEqualTo(Map.of("SITE s", "one"));
    }

    @Test
    @DisplayName("STORE-16 (R47): a restore takes the place of everything, identity and head included, in one step")
    public void restoreTakesThePlaceOfEverything() {
        commit(Commit.builder()
                .put(Table.LOCK, "old", bytes("1"))
                .event(Samples.opening(1, Samples.FRONT, Samples.ANNA, Samples.START))
                .audit(Samples.audit(1, Samples.FRONT, Samples.ANNA)));
        AccessEvent event = Samples.opening(40, Samples.BACK, Samples.BEN, Samples.START);
        AuditRecord line = Samples.audit(7, Samples.BACK, Samples.BEN);

        store.replace(
                "restored-1",
                new StoreHead(99, 41, 7),
                List.of(
                                Commit.builder()
                                        .put(Table.LOCK, "new", bytes("2"))
                                        .build(),
                                Commit.builder().event(event).audit(line).build())
                        .iterator());

        for (int pass = 0; pass < 2; pass++) {
            assertThat(store.id()).isEqualTo("restored-1");
            assertThat(store.head()).isEqualTo(new StoreHead(99, 41, 7));
            assertThat(documents()).isEqualTo(Map.of("LOCK new", "2"));
            assertThat(store.events(EventQuery.newestFirst().build())).containsExactly(event);
            assertThat(store.audit(AuditQuery.newest(10))).containsExactly(line);
            reopen();
        }
        assertThat(commit(Commit.builder().audit(Samples.audit(8, Samples.FRONT, Samples.ANNA))))
                .isEqualTo(100);
    }

    @Test
    @DisplayName("STORE-17: a restore that fails on the way changes nothing")
    public void failedRestoreChangesNothing() {
        String id = store.id();
        commit(Commit.builder().put(Table.LOCK, "old", bytes("1")));
        var contents = new java.util.Iterator<Commit>() {
            int left = 2;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Commit next() {
                if (left-- == 0) {
                    throw new StoreException(StoreException.Kind.CORRUPT, "the backup is cut off");
                }
                return Commit.builder()
                        .put(Table.LOCK, "new " + left, bytes("2"))
                        .build();
            }
        };

        assertThatThrownBy(() -> store.replace("restored-1", new StoreHead(99, 0, 0), contents))
                .hasMessage("the backup is cut off");

        for (int pass = 0; pass < 2; pass++) {
            assertThat(store.id()).isEqualTo(id);
            assertThat(store.head().sequence()).isEqualTo(1);
            assertThat(documents()).isEqualTo(Map.of("LOCK old", "1"));
            reopen();
        }
    }

    /** One commit, alone. */
    protected long commit(Commit.Builder commit) {
        return store.commit(List.of(commit.build()));
    }

    /** Every document as text; bytes that are no text come as hexadecimal digits. */
    protected Map<String, String> documents() {
        var found = new LinkedHashMap<String, String>();
        store.load((table, key, value) -> found.put(
                table + " " + key,
                value.length < 100
                        ? new String(value, StandardCharsets.UTF_8)
                        : HexFormat.of().formatHex(value)));
        return found;
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> keys() {
        var found = new ArrayList<String>();
        store.load((table, key, value) -> found.add(table + " " + key));
        return found;
    }

    private List<Long> ids() {
        return store.events(EventQuery.oldestFirst().build()).stream()
                .map(AccessEvent::id)
                .toList();
    }

    private static EventQuery randomQuery(Random random, List<AccessEvent> all) {
        var query = random.nextBoolean() ? EventQuery.newestFirst() : EventQuery.oldestFirst();
        for (int lock = 0; lock < 3; lock++) {
            if (random.nextInt(3) == 0) {
                query.lock(LockId.of("lock-" + lock));
            }
        }
        if (random.nextInt(3) == 0) {
            query.user(UserId.of("user-" + random.nextInt(4)));
        }
        if (random.nextInt(3) == 0) {
            query.since(Samples.START.plusSeconds(random.nextInt(60) - 30));
        }
        if (random.nextInt(3) == 0) {
            query.until(Samples.START.plusSeconds(random.nextInt(60) - 10));
        }
        if (random.nextInt(3) == 0) {
            query.openings();
        } else if (random.nextInt(3) == 0) {
            query.result(Result.values()[random.nextInt(3)]).sources(AccessSource.KEYPAD, AccessSource.RFID);
        }
        if (random.nextInt(3) == 0) {
            query.after(Position.of(all.get(random.nextInt(all.size()))));
        }
        return query.limit(1 + random.nextInt(150)).build();
    }
}
