// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.spi;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which text channel a driver wants.
 *
 * @param uri {@code ws://} or {@code wss://}
 * @param trustStore for {@code wss}: a PKCS#12 or PEM file of certificates to trust instead of the system's; absent for the
 *     system's
 * @param bearer sent as an {@code Authorization: Bearer} header to a proxy in front; never printed
 * @param maxMessageBytes a longer message loses the channel; at least 1024
 * @param liveness a peer silent to pings for longer counts as lost
 */
public record TextSpec(
        URI uri, Optional<Path> trustStore, Optional<Bearer> bearer, int maxMessageBytes, Duration liveness) {

    public TextSpec {
        String scheme = uri.getScheme();
        if (!"ws".equals(scheme) && !"wss".equals(scheme)) {
            throw new IllegalArgumentException(
                    "'" + uri + "' is not a WebSocket address: it begins with ws:// or wss://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("'" + uri + "' names no host");
        }
        Objects.requireNonNull(trustStore, "trustStore");
        Objects.requireNonNull(bearer, "bearer");
        if (maxMessageBytes < 1024) {
            throw new IllegalArgumentException("maxMessageBytes " + maxMessageBytes + " is below 1024");
        }
        if (liveness.isNegative() || liveness.isZero()) {
            throw new IllegalArgumentException("liveness must be positive");
        }
    }

    /** A spec with the defaults: system trust store, no header, messages up to 64 MiB, liveness 20 s. */
    public static TextSpec of(URI uri) {
        return new TextSpec(uri, Optional.empty(), Optional.empty(), 64 << 20, Duration.ofSeconds(20));
    }

    /** A token that does not print itself. */
    public static final class Bearer {
        private final String token;

        public Bearer(String token) {
            if (token.isEmpty() || !token.chars().allMatch(c -> c > 32 && c < 127)) {
                throw new IllegalArgumentException("a bearer token is non-empty printable ASCII without spaces");
            }
            this.token = token;
        }

        /** The token, for the header only. */
        public String token() {
            return token;
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return o instanceof Bearer b && b.token.equals(token);
        }

        @Override
        public int hashCode() {
            return 0;
        }

        @Override
        public String toString() {
            return "Bearer[hidden]";
        }
    }
}
