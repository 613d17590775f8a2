// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.history;

import static dev.lockcred.core.store.contract.Samples.ANNA;
import static dev.lockcred.core.store.contract.Samples.BACK;
import static dev.lockcred.core.store.contract.Samples.BEN;
import static dev.lockcred.core.store.contract.Samples.FRONT;
import static dev.lockcred.core.store.contract.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.AccessEvent;
import dev.lockcred.AccessEvent.Attribution;
import dev.lockcred.UserId;
import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.EventQuery;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.StoreHead;
import dev.lockcred.core.store.StoreQueue;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.store.contract.Samples;
import dev.lockcred.testkit.VirtualTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final InMemoryStore store = InMemoryStore.create();
    private final StoreQueue queue = new StoreQueue(store, time.executor(), time.executor(), new StoreQueue.Listener() {
        @Override
        public void committed(StoreHead head) {}

        @Override
        public void failed(StoreException cause) {
            throw cause;
        }
    });
    private final EventLog log = new EventLog(queue);
    private long id;

    @Test
    @DisplayName("R41: a thumbturn after a keypad code has no user: the last one is not inherited")
    void thumbturnInheritsNobody() {
        add(Samples.opening(++id, FRONT, ANNA, at(0)));
        add(Samples.event(++id, FRONT, new Attribution.Nobody(), at(10)));

        AccessEvent last = time.result(log.lastOpening(FRONT)).orElseThrow();

        assertThat(last.user()).isEmpty();
        assertThat(time.result(log.lastUse(ANNA, Optional.empty()))
                        .orElseThrow()
                        .when())
                .isEqualTo(at(0));
    }

    @Test
    @DisplayName("R42: a question about times goes by when it happened, also for what was heard later")
    void questionsGoByWhenItHappened() {
        AccessEvent late = Samples.opening(++id, FRONT, ANNA, at(100));
        add(late);
        add(new AccessEvent(
                ++id,
                FRONT,
                late.operation(),
                late.source(),
                Optional.empty(),
                late.attribution(),
                late.slot(),
                Optional.of(at(20)),
                at(200),
                Optional.empty(),
                java.util.OptionalLong.of(4),
                false,
                false));

        assertThat(time.result(log.find(EventQuery.oldestFirst().until(at(50)).build())))
                .extracting(AccessEvent::id)
                .containsExactly(2L);
        assertThat(time.result(log.lastUse(ANNA, Optional.of(FRONT)))
                        .orElseThrow()
                        .id())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("S4: not home by: the first arrival in an interval, or none")
    void arrivalTellsWhoIsNotHome() {
        add(Samples.opening(++id, BACK, ANNA, at(0)));
        add(Samples.opening(++id, FRONT, BEN, at(10)));
        add(Samples.opening(++id, FRONT, ANNA, at(20)));
        add(Samples.opening(++id, FRONT, ANNA, at(30)));

        assertThat(time.result(log.arrival(ANNA, List.of(FRONT), at(5), at(60)))
                        .orElseThrow()
                        .when())
                .isEqualTo(at(20));
        assertThat(time.result(log.arrival(ANNA, List.of(FRONT), at(5), at(20))))
                .isEmpty();
        assertThat(time.result(log.arrival(ANNA, List.of(FRONT, BACK), at(0), at(60)))
                        .orElseThrow()
                        .lock())
                .isEqualTo(BACK);
    }

    @Test
    void usersWhoOpenedNothingAreNamedInOrder() {
        UserId carl = UserId.of("carl");
        add(Samples.opening(++id, FRONT, ANNA, at(0)));
        add(Samples.opening(++id, FRONT, BEN, at(100)));

        assertThat(time.result(log.notUsedSince(List.of(carl, BEN, ANNA), at(50))))
                .containsExactly(ANNA, carl);
    }

    @Test
    void commitBeforeAQuestionIsInItsAnswer() {
        queue.commit(Commit.builder()
                .event(Samples.opening(++id, FRONT, ANNA, at(0)))
                .build());

        assertThat(time.result(log.lastUse(ANNA, Optional.empty()))).isPresent();
    }

    @Test
    @DisplayName("retention deletes page by page, and commits come through in between")
    void retentionLetsCommitsThrough() {
        var commit = Commit.builder();
        for (int i = 0; i < 2 * EventLog.RETENTION_PAGE + 10; i++) {
            commit.event(Samples.opening(++id, FRONT, ANNA, at(i)));
        }
        time.result(queue.commit(commit.build()));
        var order = new java.util.ArrayList<String>();

        var gone = log.forgetBefore(at(2 * EventLog.RETENTION_PAGE + 5));
        gone.thenRun(() -> order.add("retention"));
        queue.commit(Commit.builder().put(Table.LOCK, "front", new byte[1]).build())
                .thenRun(() -> order.add("commit"));

        assertThat(time.result(gone)).isEqualTo(2L * EventLog.RETENTION_PAGE + 5);
        time.runUntilIdle();
        assertThat(order).containsExactly("commit", "retention");
        assertThat(time.result(log.find(EventQuery.newestFirst().build()))).hasSize(5);
    }

    @Test
    @DisplayName("names of actors are erasable: the log holds pseudonyms, and no two actors share one")
    void actorsArePseudonyms() {
        var names = new ActorNames();
        var commit = Commit.builder();
        assertThat(names.pseudonym(commit, "system")).isEqualTo("system");
        assertThat(names.pseudonym(commit, "anna.andersson")).isEqualTo("actor-1");
        assertThat(names.pseudonym(commit, "ben")).isEqualTo("actor-2");
        assertThat(names.pseudonym(commit, "anna.andersson")).isEqualTo("actor-1");
        time.result(queue.commit(commit.build()));

        var erasing = Commit.builder();
        names.erase(erasing, "ben");
        time.result(queue.commit(erasing.build()));
        var reloaded = new ActorNames();
        store.load(reloaded::takes);

        assertThat(reloaded.show("actor-1")).isEqualTo("anna.andersson");
        assertThat(reloaded.show("actor-2")).isEqualTo("actor-2");
        assertThat(reloaded.show("system")).isEqualTo("system");
        assertThat(reloaded.pseudonym(Commit.builder(), "ben")).isEqualTo("actor-3");
        assertThat(reloaded.takes(Table.NAME, "u-1", new byte[1])).isFalse();
    }

    private void add(AccessEvent event) {
        time.result(queue.commit(Commit.builder().event(event).build()));
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }
}
