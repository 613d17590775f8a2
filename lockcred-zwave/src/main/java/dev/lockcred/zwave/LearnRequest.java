// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.spi.CredentialRef;
import java.time.Duration;
import java.util.Objects;

/**
 * What a lock is to learn.
 *
 * @param ref the kind and the place, such as fingerprint 3
 * @param user the lock-side user whose it will be, 1..65535, who exists
 * @param replace whether something stands in the place that it replaces
 * @param timeout how long the lock waits for each step, 1..255 seconds
 */
public record LearnRequest(CredentialRef ref, int user, boolean replace, Duration timeout) {

    public LearnRequest {
        Objects.requireNonNull(ref, "ref");
        if (user < 1 || user > 65_535) {
            throw new IllegalArgumentException("user " + user + " is outside 1..65535");
        }
        if (timeout.toSeconds() < 1 || timeout.toSeconds() > 255) {
            throw new IllegalArgumentException("timeout " + timeout + " is outside 1..255 s");
        }
    }
}
