// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter;

import dev.lockcred.spi.DriverProvider;
import dev.lockcred.spi.DriverSettings;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.TextSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes Matter drivers from a site file:
 *
 * <ul>
 *   <li>{@code url}: the Matter server's WebSocket, such as {@code ws://homeassistant.local:5580/ws}; needed
 *   <li>{@code trust-store}: for {@code wss}, a PEM or PKCS#12 file of certificates to trust instead of the system's
 *   <li>{@code token-file}: a file with the bearer token for a proxy in front
 *   <li>{@code try-user-commands}: {@code true} to manage users on locks that deny the feature but list the commands
 * </ul>
 */
public final class MatterDriverProvider implements DriverProvider {

    @Override
    public String type() {
        return "matter";
    }

    @Override
    public LockDriver create(DriverSettings settings) {
        settings.onlyKnown("url", "trust-store", "token-file", "try-user-commands");
        String url = settings.required("url");
        URI server;
        try {
            server = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "driver " + settings.name() + ": '" + url
                            + "' is no address; a Matter server's looks like ws://localhost:5580/ws",
                    e);
        }
        Optional<TextSpec.Bearer> bearer = settings.path("token-file").map(file -> bearer(settings.name(), file));
        return new MatterDriver(MatterOptions.of(server, options -> {
            settings.path("trust-store").ifPresent(options::trustStore);
            bearer.ifPresent(options::bearer);
            settings.text("try-user-commands")
                    .ifPresent(value -> options.tryUserCommands(truth(settings.name(), value)));
        }));
    }

    private static boolean truth(String driver, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(
                        "driver " + driver + ": try-user-commands is '" + value + "', expected true or false");
        };
    }

    private static TextSpec.Bearer bearer(String driver, Path file) {
        try {
            return new TextSpec.Bearer(Files.readString(file).trim());
        } catch (IOException e) {
            throw new IllegalArgumentException("driver " + driver + ": the token file " + file + " cannot be read", e);
        }
    }
}
