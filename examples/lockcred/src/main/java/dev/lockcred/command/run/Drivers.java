// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import dev.lockcred.command.site.Site;
import dev.lockcred.fake.FakeDriverProvider;
import dev.lockcred.matter.MatterDriverProvider;
import dev.lockcred.matter.WebSocketPorts;
import dev.lockcred.serial.SerialPorts;
import dev.lockcred.serial.TcpPorts;
import dev.lockcred.spi.DriverProvider;
import dev.lockcred.spi.DriverSettings;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.PortProvider;
import dev.lockcred.zigbee.ZigbeeDriverProvider;
import dev.lockcred.zwave.NetworkKeys;
import dev.lockcred.zwave.ZWaveDriverProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes the drivers a site names, and what opens their wires. */
final class Drivers {

    private static final Map<String, Supplier<DriverProvider>> PROVIDERS = Map.of(
            "fake", FakeDriverProvider::new,
            "zwave", ZWaveDriverProvider::new,
            "matter", MatterDriverProvider::new,
            "zigbee", ZigbeeDriverProvider::new);

    private Drivers() {}

    /** These drivers of a site, unstarted, by name. */
    static Map<String, LockDriver> of(Site site, Predicate<String> wanted, Consumer<String> message) {
        Map<String, LockDriver> drivers = new LinkedHashMap<>();
        site.drivers().forEach((name, settings) -> {
            if (!wanted.test(name)) {
                return;
            }
            String type = site.driverType(name).orElseThrow();
            if (type.equals("zwave")) {
                makeKeys(settings, message);
            }
            try {
                drivers.put(
                        name, Objects.requireNonNull(PROVIDERS.get(type)).get().create(settings));
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        });
        return drivers;
    }

    /** What opens the wires of these drivers. */
    static List<PortProvider> ports(Site site) {
        List<PortProvider> ports = new ArrayList<>();
        boolean tcp = site.drivers().values().stream()
                .anyMatch(s -> s.text("port").orElse("").startsWith("tcp:"));
        boolean serial = site.drivers().values().stream()
                .anyMatch(s -> s.text("port").map(p -> !p.contains("://")).orElse(false));
        if (tcp) {
            ports.add(new TcpPorts());
        }
        if (serial) {
            ports.add(new SerialPorts()); // unpacks native code: only where it is needed
        }
        if (site.drivers().values().stream().anyMatch(s -> s.text("url").isPresent())) {
            ports.add(new WebSocketPorts());
        }
        return ports;
    }

    /** A key file that is named and not there is made with new keys: for a new network. */
    private static void makeKeys(DriverSettings settings, Consumer<String> message) {
        settings.path("keys").filter(file -> !Files.exists(file)).ifPresent(file -> {
            try {
                Path folder = file.toAbsolutePath().getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                NetworkKeys.generate(new SecureRandom()).write(file);
                message.accept(
                        "driver " + settings.name() + ": made new network keys in " + file
                                + ". Keep a copy in a safe place: whoever has them can open the doors, and without them locks"
                                + " must be included anew. A network that has secured locks already needs its own keys there instead");
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "driver " + settings.name() + ": the key file " + file + " cannot be made", e);
            }
        });
    }
}
