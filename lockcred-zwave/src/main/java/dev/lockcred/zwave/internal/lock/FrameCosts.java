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
 */
record FrameCosts(
        CodeModel model,
        SecurityClass granted,
        boolean supervised,
        boolean inStep,
        boolean whole,
        int used,
        int longest)
        implements CostModel {

    private static final int ENTRY = 10;

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
            int typical = times(
                    changes.stream().mapToInt(FrameCosts::credentialFrames).sum());
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
        int typical = times(orders + proof + schedules * 2);
        return new Estimate(typical, typical + times(4 * n) + 2);
    }

    /** A user and its PIN; or who owns it, it, whether that was the last, and its user. */
    private static int credentialFrames(Change change) {
        if (change instanceof Change.Put put) {
            return put.basis() == Change.Basis.EMPTY || put.userIndex().isPresent() ? 4 : 6;
        }
        boolean owner = change.userIndex().isPresent();
        if (change instanceof Change.Clear clear) {
            return 2 + (owner ? 0 : 2) + (clear.user() ? 4 : 0);
        }
        return owner ? 4 : 6;
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
            questions = 2 * Math.max(1, used);
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

    @Override
    public Estimate ofCheck() {
        return model.checksum() ? new Estimate(times(2), times(4) + 2) : Estimate.FREE;
    }

    private int times(int frames) {
        if (granted == SecurityClass.S0) {
            return 3 * frames;
        }
        return granted.isS2() && !inStep ? frames + 2 : frames;
    }
}
