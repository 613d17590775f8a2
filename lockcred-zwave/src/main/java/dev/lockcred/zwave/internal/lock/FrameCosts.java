// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.spi.Change;
import dev.lockcred.spi.CostModel;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.util.List;

/**
 * What calls cost in application frames of both directions, from an immutable snapshot. Under S0 each frame takes three
 * (nonce asked, nonce, message); an S2 session that is not in step costs two more, once.
 *
 * @param whole whether every used slot is known, so that a checksum can prove a batch
 * @param used slots in use, as far as known
 * @param credentials what is known of a lock with User Credential; not changed
 */
record FrameCosts(
        CodeModel model,
        SecurityClass granted,
        boolean supervised,
        boolean inStep,
        boolean whole,
        int used,
        int longest,
        CredentialImage credentials)
        implements CostModel {

    private static final int ENTRY = 10;

    /** Of a lock nothing is known of. */
    static final FrameCosts UNKNOWN = new FrameCosts(
            CodeModel.of(LockFacts.NONE),
            SecurityClass.NONE,
            false,
            true,
            false,
            0,
            48,
            new CredentialImage(new Fingerprints(new byte[32])));

    @Override
    public String unit() {
        return "frames";
    }

    @Override
    public Estimate of(List<Change> changes) {
        if (changes.isEmpty()) {
            return Estimate.FREE;
        }
        int n = changes.size();
        if (model.usesCredentials()) {
            var plan = new CredentialPlan(model, credentials.copy());
            int typical =
                    times(changes.stream().mapToInt(c -> 2 * plan.exchanges(c)).sum());
            return new Estimate(typical, typical + times(4 * n) + 2);
        }
        int perFrame = model.multipleSet() ? CodeWriter.perFrame(longest, supervised, ENTRY) : 1;
        int orders = (n + perFrame - 1) / perFrame;
        int schedules = changes.stream().mapToInt(FrameCosts::scheduleOrders).sum();
        int proof;
        if (supervised) {
            proof = orders;
        } else if (n > 1 && model.checksum() && whole) {
            proof = 2;
        } else if (n > 2 && model.checksum() && model.multipleReport()) {
            proof = 4; // the rest is read first, and one checksum proves all
        } else {
            proof = 2 * n;
        }
        // User Code has no command for the status alone: the code is read before it is sent again.
        int looks = (int)
                changes.stream().filter(c -> c instanceof Change.SetEnabled).count();
        int typical = times(orders + proof + (schedules + looks) * 2);
        return new Estimate(typical, typical + times(4 * n) + 2);
    }

    private static int scheduleOrders(Change change) {
        if (change instanceof Change.Put put && !put.schedules().isEmpty()) {
            return put.schedules().size() + 2; // the entries, their switch, and the code made valid at last
        }
        return change instanceof Change.SetUser set ? set.schedules().size() + 1 : 0;
    }

    @Override
    public Estimate of(ReadRequest request) {
        int questions;
        if (model.usesCredentials() && request instanceof ReadRequest.Everything) {
            questions = Math.max(1, credentials.users()) + Math.max(1, credentials.credentials());
        } else if (model.usesCredentials() && request instanceof ReadRequest.Slots slots) {
            questions = slots.refs().size() + owners(slots);
        } else if (request instanceof ReadRequest.Slots slots) {
            questions = slots.refs().size();
        } else if (request instanceof ReadRequest.Range range) {
            questions = range.to() - range.from() + 1;
        } else if (model.extended()) {
            int perReport = model.multipleReport() ? granted.isPlain() ? 5 : 3 : 1;
            questions = Math.max(1, (used + perReport - 1) / perReport);
        } else {
            questions = model.count().orElse(30);
        }
        return new Estimate(times(2 * questions), times(4 * questions) + 2);
    }

    /** Whoever has one of these is asked for, too. */
    private int owners(ReadRequest.Slots slots) {
        return (int) slots.refs().stream()
                .map(CredentialPlan::place)
                .flatMapToInt(p -> credentials.owner(p).stream())
                .distinct()
                .count();
    }

    @Override
    public Estimate ofCheck() {
        return model.checksChanges() ? new Estimate(times(2), times(4) + 2) : Estimate.FREE;
    }

    private int times(int frames) {
        if (granted == SecurityClass.S0) {
            return 3 * frames;
        }
        return granted.isS2() && !inStep ? frames + 2 : frames;
    }
}
