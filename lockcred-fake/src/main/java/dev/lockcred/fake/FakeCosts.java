// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.Proof;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.CredentialSupport.Disable;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.spi.support.Refusals;
import java.util.List;

/** What calls to a fake lock cost: two messages per exchange, and what the proof takes. */
record FakeCosts(FakeModel model) implements CostModel {

    private static final int EXCHANGE = 2;

    @Override
    public String unit() {
        return "messages";
    }

    @Override
    public Estimate of(List<Change> changes) {
        int typical = 0;
        int worst = 0;
        for (Change change : changes) {
            int cost = Refusals.of(change, model.capabilities()).isPresent() ? 0 : cost(change);
            typical += cost;
            // A proof is read once more when no answer comes; a refused code leaves a half-state to clear away.
            worst += cost == 0 ? 0 : cost + 3 * EXCHANGE;
        }
        return new Estimate(typical, worst);
    }

    private int cost(Change change) {
        if (change instanceof Change.Put put) {
            int exchanges = 1 + put.schedules().size() + (needsUser(put, model) ? 1 : 0) + (trims(put, model) ? 1 : 0);
            return exchanges * EXCHANGE + proof();
        }
        if (change instanceof Change.SetUser set) {
            int table = model.schedules().isEmpty() ? 0 : set.schedules().size() + 1;
            return ((model.users().separate() ? 1 : 0) + table) * EXCHANGE;
        }
        int read = change instanceof Change.SetEnabled && model.disable() == Disable.RESEND ? EXCHANGE : 0;
        return read + EXCHANGE + proof();
    }

    private int proof() {
        Proof proof = model.proof().orElse(Proof.RESPONSE);
        return switch (proof) {
            case READ_BACK, PRESENCE, CHECKSUM -> EXCHANGE;
            case EVENT -> 1;
            case SUPERVISED, RESPONSE -> 0;
        };
    }

    /** Whether the user has to be written before the code. */
    static boolean needsUser(Change.Put put, FakeModel model) {
        boolean plain = put.basis() == Change.Basis.EMPTY
                && put.userIndex().isEmpty()
                && put.facts().equals(UserFacts.PLAIN)
                && put.enabled()
                && put.schedules().isEmpty();
        return model.users().separate() && !plain;
    }

    /** Whether entries of an earlier schedule may be left behind. */
    static boolean trims(Change.Put put, FakeModel model) {
        return put.basis() != Change.Basis.EMPTY && !model.schedules().isEmpty();
    }

    @Override
    public Estimate of(ReadRequest request) {
        if (model.readBack() == ReadBack.NONE) {
            return Estimate.FREE;
        }
        int exchanges = ReadTask.starts(ReadTask.wanted(request, model), model).size();
        return new Estimate(exchanges * EXCHANGE, exchanges * 2 * EXCHANGE);
    }

    @Override
    public Estimate ofCheck() {
        return model.checksum() ? new Estimate(EXCHANGE, 2 * EXCHANGE) : Estimate.FREE;
    }
}
