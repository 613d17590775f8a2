// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import org.jspecify.annotations.Nullable;

/** A lock answers a command with a status other than success. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    final int status;
    final transient @Nullable Integer clusterStatus;

    Refusal(int status, @Nullable Integer clusterStatus) {
        super("status " + status);
        this.status = status;
        this.clusterStatus = clusterStatus;
    }

    Refusal(int status) {
        this(status, null);
    }
}
