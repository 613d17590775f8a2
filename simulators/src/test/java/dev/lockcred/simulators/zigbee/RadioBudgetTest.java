// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.Proof;
import dev.lockcred.spi.Call;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a task may cost on the radio, counted at the coordinator as other hosts are counted. */
class RadioBudgetTest {

    private static Bench with(SimulatedZigbeeLock[] lock, LockModel model) {
        var bench = new Bench(13);
        lock[0] = bench.member(model);
        bench.start();
        bench.describe(lock[0]);
        return bench;
    }

    @Test
    void settingACodeIsOneCommandAndItsAnswerAndTheLocksOwnEventWithItsReceipt() {
        var lock = new SimulatedZigbeeLock[1];
        Bench bench = with(lock, LockModel.REFERENCE);
        Traffic.Counts before = bench.sim.traffic();
        int frames = bench.sim.framesOnAir();

        ChangeOutcome outcome = bench.put(lock[0], 1, "482913");
        bench.time.advance(Duration.ofMillis(50));

        Traffic.Counts spent = bench.sim.traffic().since(before);
        assertThat(outcome).isEqualTo(new ChangeOutcome.Confirmed(Proof.EVENT));
        assertThat(bench.sim.framesOnAir() - frames)
                .as("command, answer and event with their acknowledgements, and the receipt, which needs none")
                .isEqualTo(4 + 2 + 1);
        assertThat(spent.unicasts())
                .as("the command, and the event's default response")
                .isEqualTo(2);
        assertThat(spent.incoming()).as("the answer, and the event").isEqualTo(2);
        assertThat(spent.commands()).isEqualTo(2);
        bench.close();
    }

    @Test
    void withoutAnEventOneReadBackIsAddedAndNoMore() {
        var lock = new SimulatedZigbeeLock[1];
        Bench bench = with(lock, LockModel.QUIET);
        Traffic.Counts before = bench.sim.traffic();
        int frames = bench.sim.framesOnAir();

        ChangeOutcome outcome = bench.put(lock[0], 1, "482913");
        bench.time.advance(Duration.ofMillis(50));

        Traffic.Counts spent = bench.sim.traffic().since(before);
        assertThat(outcome).isEqualTo(new ChangeOutcome.Confirmed(Proof.PRESENCE));
        assertThat(bench.sim.framesOnAir() - frames)
                .as("two exchanges of four frames")
                .isEqualTo(8);
        assertThat(spent.unicasts()).as("the command, and one question").isEqualTo(2);
        assertThat(spent.incoming()).isEqualTo(2);
        bench.close();
    }

    @Test
    void readingASlotIsOneQuestionAndOneAnswer() {
        var lock = new SimulatedZigbeeLock[1];
        Bench bench = with(lock, LockModel.REFERENCE);
        Traffic.Counts before = bench.sim.traffic();

        ReadResult result = bench.settle(
                bench.handle(lock[0]).read(ReadRequest.slot(CredentialRef.pin(7)), Call.read(Duration.ofSeconds(30))));

        Traffic.Counts spent = bench.sim.traffic().since(before);
        assertThat(result.failure()).isEmpty();
        assertThat(spent.unicasts()).isEqualTo(1);
        assertThat(spent.incoming()).isEqualTo(1);
        bench.close();
    }

    @Test
    void clearingIsAsCheapAsSetting() {
        var lock = new SimulatedZigbeeLock[1];
        Bench bench = with(lock, LockModel.REFERENCE);
        bench.put(lock[0], 1, "482913");
        Traffic.Counts before = bench.sim.traffic();

        assertThat(bench.clear(lock[0], 1)).isEqualTo(new ChangeOutcome.Confirmed(Proof.EVENT));

        Traffic.Counts spent = bench.sim.traffic().since(before);
        assertThat(spent.unicasts()).isEqualTo(2);
        assertThat(spent.incoming()).isEqualTo(2);
        bench.close();
    }

    @Test
    void aDayOfRestCostsNothing() {
        var lock = new SimulatedZigbeeLock[1];
        Bench bench = with(lock, LockModel.REFERENCE);
        bench.put(lock[0], 1, "482913");
        bench.time.advance(Duration.ofSeconds(2));
        Traffic.Counts before = bench.sim.traffic();

        bench.time.advance(Duration.ofDays(1));

        assertThat(bench.sim.traffic().since(before)).isEqualTo(new Traffic.Counts(0, 0, 0, 0, 0, 0, 0, 0, 0));
        bench.close();
    }

    @Test
    void firstContactAsksEachThingOnce() {
        var bench = new Bench(13);
        SimulatedZigbeeLock lock = bench.member(LockModel.YALE);
        bench.start();
        Traffic.Counts before = bench.sim.traffic();

        bench.describe(lock);

        // Node, endpoints, descriptor; basic, the cluster's attributes, one slot; its binding and the masks.
        assertThat(bench.sim.traffic().since(before).unicasts()).isEqualTo(8);
        bench.time.advance(Duration.ofMinutes(1));
        // Three more bindings, two reports, the battery.
        assertThat(bench.sim.traffic().since(before).unicasts()).isEqualTo(14);
        Traffic.Counts known = bench.sim.traffic();
        bench.describe(lock);
        assertThat(bench.sim.traffic().since(known).unicasts())
                .as("the second time")
                .isZero();
        bench.close();
    }
}
