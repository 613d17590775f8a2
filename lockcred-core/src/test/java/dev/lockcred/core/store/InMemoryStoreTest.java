// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.core.store.InMemoryStore.Step;
import dev.lockcred.core.store.contract.Samples;
import dev.lockcred.core.store.contract.StoreContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryStoreTest extends StoreContract {

    private InMemoryStore current;

    @Override
    protected Store open() {
        current = current == null ? InMemoryStore.create() : current.crash();
        return current;
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void crashBeforeTheSyncLosesTheWholeGroupAndAfterItNothing() {
        var steps = new ArrayList<String>();
        InMemoryStore whole = InMemoryStore.create("s", (step, sequence) -> steps.add(step + " " + sequence));
        whole.commit(group());
        assertThat(steps).containsExactly("ASKED 0", "WRITTEN 1", "WRITTEN 2", "SYNCED 2");

        for (int stop = 0; stop < steps.size(); stop++) {
            int[] left = {stop};
            InMemoryStore dying = InMemoryStore.create("s", (step, sequence) -> {
                if (left[0]-- == 0) {
                    throw new Crash();
                }
            });
            assertThatThrownBy(() -> dying.commit(group())).isInstanceOf(Crash.class);
            assertThatThrownBy(dying::head).isInstanceOf(StoreException.class);

            InMemoryStore after = dying.crash((step, sequence) -> {});

            boolean durable = steps.get(stop).startsWith(Step.SYNCED.name());
            assertThat(after.head()).as(steps.get(stop)).isEqualTo(durable ? new StoreHead(2, 1, 0) : StoreHead.NEW);
            assertThat(after.events(EventQuery.newestFirst().build())).hasSize(durable ? 1 : 0);
            assertThat(after.id()).isEqualTo("s");
        }
    }

    private static List<Commit> group() {
        return List.of(
                Commit.builder().put(Table.INTENT, "1", bytes("write")).build(),
                Commit.builder()
                        .event(Samples.opening(1, Samples.FRONT, Samples.ANNA, Samples.START))
                        .build());
    }
}
