// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.core.store.Commit;
import dev.lockcred.core.store.InMemoryStore;
import dev.lockcred.core.store.StoreException;
import dev.lockcred.core.store.Table;
import dev.lockcred.core.vault.Anchor.Standing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AnchorKeeperTest {

    private final World world = new World();

    @Test
    @DisplayName("R47: a store that is where it was left is trusted, also after a crash between commit and anchor")
    void storeWhereItWasLeftIsTrusted() {
        change();
        world.restart();
        assertThat(world.anchor.standing()).isEqualTo(Standing.TRUSTED);

        world.store.commit(List.of(commit())); // the anchor was not moved any more
        world.restart();
        assertThat(world.anchor.standing()).isEqualTo(Standing.TRUSTED);
    }

    @Test
    @DisplayName(
            "R47: a store put back to an earlier state is RESTORED until a person confirms, over restarts and commits")
    void earlierStateIsNoticed() {
        change();
        InMemoryStore backup = copy();
        change();
        change();
        world.store = backup;
        world.start();
        assertThat(world.anchor.standing()).isEqualTo(Standing.RESTORED);

        for (int i = 0; i < 5; i++) {
            change(); // revocations go on; the store comes further than the anchor was
        }
        world.restart();
        assertThat(world.anchor.standing()).as("not forgotten by going on").isEqualTo(Standing.RESTORED);

        world.anchor.confirmStore();
        change();
        world.restart();
        assertThat(world.anchor.standing()).isEqualTo(Standing.TRUSTED);
    }

    @Test
    @DisplayName("R47: a restored store is noticed although the vault key is missing")
    void earlierStateIsNoticedWithoutTheKey() {
        change();
        InMemoryStore backup = copy();
        change();
        world.store = backup;
        world.place.loseKeys("store-1");

        world.start();

        assertThat(world.anchor.standing()).isEqualTo(Standing.RESTORED);
    }

    @Test
    @DisplayName("R47: a missing anchor is noticed when the store is not new")
    void missingAnchorIsNoticed() {
        change();
        world.place.loseAnchor("store-1");
        world.restart();

        assertThat(world.anchor.standing()).isEqualTo(Standing.MISSING);
        change();
        world.restart();
        assertThat(world.anchor.standing()).isEqualTo(Standing.MISSING);
    }

    @Test
    @DisplayName("R47: an anchor is authentic or FORGED: each of its fields, and that of another store")
    void forgedAnchorIsNoticed() {
        change();
        String good = world.place.anchor("store-1").orElseThrow();
        String[] parts = good.split(" ");
        for (int i = 0; i < parts.length; i++) {
            String[] forged = parts.clone();
            forged[i] = i == 2 ? "1" : forged[i] + "0";
            world.place.saveAnchor("store-1", String.join(" ", forged));
            world.restart();
            assertThat(world.anchor.standing()).as("field " + i).isEqualTo(Standing.FORGED);
        }
        for (String nonsense : List.of("", " ", "x", good.substring(0, good.length() - 1))) {
            world.place.saveAnchor("store-1", nonsense);
            world.restart();
            assertThat(world.anchor.standing()).isEqualTo(Standing.FORGED);
        }
        world.place.saveAnchor("store-1", good);
        world.restart();
        assertThat(world.anchor.standing()).isEqualTo(Standing.TRUSTED);
    }

    @Test
    @DisplayName(
            "R47: the clock is trusted down to two minutes below the highest seen, and again once it has caught up")
    void clockThatWentBackIsNoticed() {
        world.now = world.now.plus(Duration.ofDays(1));
        change();
        world.now = world.now.minus(Duration.ofMinutes(2));
        assertThat(world.anchor.clockTrusted()).isTrue();
        world.now = world.now.minusNanos(1_000);
        assertThat(world.anchor.clockTrusted()).isFalse();

        change();
        world.restart();
        assertThat(world.anchor.clockTrusted()).as("remembered over a restart").isFalse();
        assertThat(world.anchor.standing()).isEqualTo(Standing.TRUSTED);
        world.now = world.now.plusSeconds(1);
        assertThat(world.anchor.clockTrusted()).isTrue();
    }

    @Test
    @DisplayName("R47: a person may confirm a clock that was ahead")
    void clockCanBeConfirmed() {
        world.now = world.now.plus(Duration.ofDays(3650));
        change();
        world.now = world.now.minus(Duration.ofDays(3650));
        assertThat(world.anchor.clockTrusted()).isFalse();

        world.anchor.confirmClock();
        change();
        world.restart();

        assertThat(world.anchor.clockTrusted()).isTrue();
        assertThat(world.anchor.highestClock()).isEqualTo(world.now);
    }

    @Test
    @DisplayName("R47: an anchor that cannot be written is told once each time, and the store goes on")
    void unwritableAnchorIsTold() {
        change();
        var broken = new Object() {
            boolean now = true;
        };
        var place = new ForwardingKeyPlace(world.place) {
            @Override
            public void saveAnchor(String storeId, String anchor) {
                if (broken.now) {
                    throw new StoreException(StoreException.Kind.KEY, "cannot write the anchor");
                }
                super.saveAnchor(storeId, anchor);
            }
        };
        var keeper = AnchorKeeper.open(
                world.store, place, world.vault, () -> world.now, e -> world.failures.add(e.getMessage()));

        keeper.committed(world.store.head());
        keeper.committed(world.store.head());
        assertThat(world.failures).containsExactly("cannot write the anchor");
        broken.now = false;
        keeper.committed(world.store.head());
        broken.now = true;
        keeper.committed(world.store.head());
        assertThat(world.failures).hasSize(2);
    }

    private void change() {
        world.commit(commit());
    }

    private Commit commit() {
        return Commit.builder().put(Table.SITE, "s", new byte[1]).build();
    }

    /** A copy of the store as it is: what somebody keeps as a backup. */
    private InMemoryStore copy() {
        var copy = InMemoryStore.create(world.store.id());
        var all = Commit.builder();
        world.store.load(all::put);
        copy.commit(List.of(all.build()));
        while (copy.head().sequence() < world.store.head().sequence()) {
            copy.commit(List.of(Commit.builder().build()));
        }
        return copy;
    }
}
