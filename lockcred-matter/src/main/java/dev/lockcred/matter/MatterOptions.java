// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter;

import dev.lockcred.spi.TextSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How to reach a Matter controller server, and how to treat its locks.
 *
 * @param channel the server's WebSocket; usually {@code ws://HOST:5580/ws}
 * @param firstRetry the shortest pause between two attempts to connect, default 1 s
 * @param longestRetry the longest, default 1 min
 * @param tryUserCommands whether to manage users on a lock whose feature map denies them while it lists the commands, default
 *     no
 */
public record MatterOptions(TextSpec channel, Duration firstRetry, Duration longestRetry, boolean tryUserCommands) {

    public MatterOptions {
        Objects.requireNonNull(channel, "channel");
        if (firstRetry.isNegative() || firstRetry.isZero() || longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("retries need 0 < firstRetry <= longestRetry");
        }
    }

    /** Options with the defaults, changed by the lambda. */
    public static MatterOptions of(URI server, Consumer<Builder> changes) {
        var builder = new Builder(server);
        changes.accept(builder);
        return builder.build();
    }

    /** Options with the defaults. */
    public static MatterOptions of(URI server) {
        return of(server, b -> {});
    }

    /** Whether anybody on the network could use the server as we do: it asks for nothing and is not on this computer. */
    public boolean open() {
        String host = channel.uri().getHost();
        boolean local =
                host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]") || host.equals("::1");
        return !local && channel.bearer().isEmpty();
    }

    /** Builds options; not thread-safe. */
    public static final class Builder {
        private final URI server;
        private Optional<Path> trustStore = Optional.empty();
        private Optional<TextSpec.Bearer> bearer = Optional.empty();
        private int maxMessageBytes;
        private Duration liveness;
        private Duration firstRetry = Duration.ofSeconds(1);
        private Duration longestRetry = Duration.ofMinutes(1);
        private boolean tryUserCommands;

        private Builder(URI server) {
            this.server = server;
            TextSpec defaults = TextSpec.of(server);
            this.maxMessageBytes = defaults.maxMessageBytes();
            this.liveness = defaults.liveness();
        }

        /** For {@code wss}: trust these certificates (PEM or PKCS#12) instead of the system's. */
        public Builder trustStore(Path file) {
            this.trustStore = Optional.of(file);
            return this;
        }

        /** For a proxy in front that wants a token. */
        public Builder bearer(TextSpec.Bearer token) {
            this.bearer = Optional.of(token);
            return this;
        }

        /** Default: as {@link TextSpec#of}. */
        public Builder maxMessageBytes(int bytes) {
            this.maxMessageBytes = bytes;
            return this;
        }

        /** Default: as {@link TextSpec#of}. */
        public Builder liveness(Duration silence) {
            this.liveness = silence;
            return this;
        }

        /** Default: from 1 s to 1 min. */
        public Builder retries(Duration first, Duration longest) {
            this.firstRetry = first;
            this.longestRetry = longest;
            return this;
        }

        /** Default: no. */
        public Builder tryUserCommands(boolean value) {
            this.tryUserCommands = value;
            return this;
        }

        private MatterOptions build() {
            return new MatterOptions(
                    new TextSpec(server, trustStore, bearer, maxMessageBytes, liveness),
                    firstRetry,
                    longestRetry,
                    tryUserCommands);
        }
    }
}
