// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.contract;

import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An undisturbed run costs what the cost model said. */
public interface CostRules {

    /** The bench of the running test. */
    Bench bench();

    @Test
    @DisplayName("COST-1: setting costs what was said")
    default void settingCostsWhatWasSaid() {
        Bench bench = bench().started();
        bench.needsSet();

        costs(bench, "setting one code", List.of(Change.Put.plain(bench.slot(0), bench.pin(0))));
        costs(
                bench,
                "setting two codes",
                List.of(Change.Put.plain(bench.slot(1), bench.pin(1)), Change.Put.plain(bench.slot(2), bench.pin(2))));
    }

    @Test
    @DisplayName("COST-2: clearing costs what was said")
    default void clearingCostsWhatWasSaid() {
        Bench bench = bench().started();
        bench.give(bench.slot(0), bench.pin(0));

        costs(bench, "clearing a code", List.of(Change.Clear.of(bench.slot(0))));
    }

    private static void costs(Bench bench, String what, List<Change> changes) {
        bench.description();
        CostModel.Estimate said = bench.lock().costs().of(changes);
        long before = bench.subject().messages();

        BatchResult batch = bench.apply(changes, bench.call());
        boolean done = batch.results().stream().allMatch(result -> Bench.isDone(result.outcome()));
        bench.onlyIf(done, "that " + what + " works, see SET-1 and CLEAR-1");

        long seen = bench.subject().messages() - before;
        bench.require(
                seen == said.typical(),
                what + " was said to cost " + said.typical() + " "
                        + bench.lock().costs().unit() + ", and took " + seen,
                "make CostModel.of(changes).typical() exact for an undisturbed run, proof included");
    }

    @Test
    @DisplayName("COST-3: reading costs what was said")
    default void readingCostsWhatWasSaid() {
        Bench bench = bench().started();
        bench.onlyIf(bench.readable(), "that it can be read");
        for (ReadRequest request : List.of(ReadRequest.slot(bench.slot(0)), new ReadRequest.Everything())) {
            CostModel.Estimate said = bench.lock().costs().of(request);
            long before = bench.subject().messages();

            ReadResult result = bench.settle(bench.lock().read(request, bench.call()));

            long seen = bench.subject().messages() - before;
            bench.require(
                    seen == said.typical() && result.cost().messages() == seen,
                    request + " was said to cost " + said.typical() + ", took " + seen + ", and reported "
                            + result.cost().messages(),
                    "make CostModel.of(request).typical() exact, and count in ReadResult.cost() what was sent and heard");
        }
    }

    @Test
    @DisplayName("COST-4: the check for changes costs what was said, and less than reading everything")
    default void checkingIsCheap() {
        Bench bench = bench().started();
        bench.onlyIf(bench.can().checksChanges(), "a cheap check for changes");
        CostModel costs = bench.lock().costs();
        long before = bench.subject().messages();

        bench.settle(bench.lock().checkChanged(bench.call()));

        long seen = bench.subject().messages() - before;
        bench.require(
                seen == costs.ofCheck().typical(),
                "the check was said to cost " + costs.ofCheck().typical() + ", and took " + seen,
                "make CostModel.ofCheck().typical() exact");
        bench.require(
                costs.ofCheck().typical()
                        <= costs.of(new ReadRequest.Everything()).typical(),
                "the check costs more than reading everything",
                "do not declare a check that is not cheap");
    }

    @Test
    @DisplayName("COST-5: the actual cost of each change is reported")
    default void reportsWhatItCost() {
        Bench bench = bench().started();
        bench.needsSet();
        Change change = Change.Put.plain(bench.slot(0), bench.pin(0));
        long before = bench.subject().messages();

        BatchResult batch = bench.apply(List.of(change), bench.call());

        long seen = bench.subject().messages() - before;
        bench.require(
                batch.cost().messages() == seen,
                "a change took " + seen + " messages, and reported "
                        + batch.cost().messages(),
                "count in ChangeResult.cost() what was sent and heard for the change, proof included");
    }

    @Test
    @DisplayName("COST-6: asking for a cost sends nothing and always answers the same")
    default void estimatesArePure() {
        Bench bench = bench().started();
        List<Change> changes = List.of(Change.Put.plain(bench.slot(0), bench.pin(0)), Change.Clear.of(bench.slot(1)));
        long before = bench.subject().messages();

        CostModel.Estimate first = bench.lock().costs().of(changes);
        CostModel.Estimate second = bench.lock().costs().of(changes);
        bench.time().runUntilIdle();

        bench.require(
                first.equals(second) && bench.subject().messages() == before,
                "the same question was answered by " + first + " and " + second,
                "compute the cost from the description alone");
    }
}
