// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who a lock is and what it can do.
 *
 * @param identity who
 * @param capabilities what
 * @param manufacturer for people
 * @param model for people
 * @param firmware for people
 * @param via the hub or bridge it is reached through, for people
 * @param battery percent, 0..100
 * @param security how the way to it is protected
 * @param profile the device profile in use
 * @param remarks for people: disagreements between what the lock says of itself and what it does, overrides in force
 */
public record LockDescription(
        LockIdentity identity,
        LockCapabilities capabilities,
        Optional<String> manufacturer,
        Optional<String> model,
        Optional<String> firmware,
        Optional<String> via,
        OptionalInt battery,
        LinkSecurity security,
        Optional<String> profile,
        List<String> remarks) {

    /**
     * How the way to a lock is protected.
     *
     * @param secure whether secrets on it are encrypted for this lock
     * @param text for people: {@code "S2 Access Control"}
     */
    public record LinkSecurity(boolean secure, String text) {
        public LinkSecurity {
            Objects.requireNonNull(text, "text");
        }
    }

    public LockDescription {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(capabilities, "capabilities");
        Objects.requireNonNull(manufacturer, "manufacturer");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(firmware, "firmware");
        Objects.requireNonNull(via, "via");
        Objects.requireNonNull(security, "security");
        Objects.requireNonNull(profile, "profile");
        remarks = List.copyOf(remarks);
        if (battery.isPresent() && (battery.getAsInt() < 0 || battery.getAsInt() > 100)) {
            throw new IllegalArgumentException("battery " + battery.getAsInt() + " is outside 0..100 percent");
        }
    }

    /** A description with the essentials; the rest unknown. */
    public static LockDescription of(LockIdentity identity, LockCapabilities capabilities, LinkSecurity security) {
        return new LockDescription(
                identity,
                capabilities,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                security,
                Optional.empty(),
                List.of());
    }
}
