// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.lock;

import dev.lockcred.spi.Change;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ReadRequest;
import java.util.List;

/**
 * What calls cost, in frames of the cluster library both ways: a change is command, answer, and either the lock's own event with
 * our default response to it, or one question and answer more.
 *
 * @param capabilities as described last
 */
record Costs(LockCapabilities capabilities) implements CostModel {

    private static final int EXCHANGE = 2;
    private static final int PROVED = 2 * EXCHANGE;

    /** Lost answers, a second look, and clearing a slot that calls its own code a duplicate. */
    private static final int WORST = 10;

    @Override
    public String unit() {
        return "messages";
    }

    @Override
    public Estimate of(List<Change> changes) {
        int typical = 0;
        for (Change change : changes) {
            typical += Refusals.of(change, capabilities).isPresent() ? 0 : typical(change);
        }
        return new Estimate(typical, typical * WORST);
    }

    private static int typical(Change change) {
        if (change instanceof Change.Put put) {
            return PROVED + EXCHANGE * put.schedules().size();
        }
        if (change instanceof Change.SetUser user) {
            return EXCHANGE + EXCHANGE * user.schedules().size();
        }
        return PROVED;
    }

    @Override
    public Estimate of(ReadRequest request) {
        int slots;
        if (request instanceof ReadRequest.Slots s) {
            slots = s.refs().size();
        } else if (request instanceof ReadRequest.Range r) {
            slots = r.to() - r.from() + 1;
        } else {
            slots = capabilities.credentials().values().stream()
                    .mapToInt(c -> c.range()
                            .map(r -> r.value().count() - r.value().reserved().size())
                            .orElse(0))
                    .sum();
        }
        int entries = capabilities.schedules().stream()
                .mapToInt(t -> t.entriesPerUser())
                .max()
                .orElse(0);
        return new Estimate(EXCHANGE * slots, 2 * EXCHANGE * slots * (1 + entries));
    }

    @Override
    public Estimate ofCheck() {
        return Estimate.FREE;
    }
}
