// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import dev.lockcred.fake.FakeModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A way to locks: one stick, one bridge. Each type has its own keys. */
public sealed interface DriverSection {

    Shape<DriverSection> SHAPE = Shapes.byType("type", "a driver", sections(), new Unreadable());

    /** The type, as its provider knows it. */
    String type();

    /** The settings as text, for the driver's provider. */
    SortedMap<String, String> settings();

    /** A Z-Wave stick. */
    record ZWave(At<String> port, Optional<At<String>> keys) implements DriverSection {
        private ZWave(Fields in) {
            this(
                    portOf(in, "the stick: /dev/ttyUSB0, COM3 or tcp://host:port"),
                    in.optional("keys", Shapes.one(Scalar.text("a path")), "the file of the network's keys"));
        }

        @Override
        public String type() {
            return "zwave";
        }

        @Override
        public SortedMap<String, String> settings() {
            return new Settings().put("port", port).put("keys", keys).all;
        }
    }

    /** A Matter controller server. */
    record Matter(
            At<String> url,
            Optional<At<String>> trustStore,
            Optional<At<String>> tokenFile,
            Optional<At<Boolean>> tryUserCommands)
            implements DriverSection {
        private Matter(Fields in) {
            this(
                    in.required("url", Shapes.one(Scalar.webSocket()), "the server: ws://host:5580/ws"),
                    in.optional(
                            "trust-store",
                            Shapes.one(Scalar.text("a path")),
                            "for wss: certificates to trust instead of the system's (PEM or PKCS#12)"),
                    in.optional(
                            "token-file",
                            Shapes.one(Scalar.text("a path")),
                            "a file with the token for a proxy in front"),
                    in.optional(
                            "try-user-commands",
                            Shapes.one(Scalar.truth()),
                            "manage users on locks that deny the feature but list the commands"));
        }

        @Override
        public String type() {
            return "matter";
        }

        @Override
        public SortedMap<String, String> settings() {
            return new Settings()
                    .put("url", url)
                    .put("trust-store", trustStore)
                    .put("token-file", tokenFile)
                    .put("try-user-commands", tryUserCommands)
                    .all;
        }
    }

    /** A Zigbee stick. */
    record Zigbee(
            At<String> port, Optional<At<Integer>> baud, Optional<At<String>> flow, Optional<At<Integer>> ashWindow)
            implements DriverSection {
        private Zigbee(Fields in) {
            this(
                    portOf(in, "the stick: /dev/ttyUSB0, COM3 or tcp://host:port"),
                    in.optional("baud", Shapes.one(Scalar.number("a baud rate", 300, 4_000_000)), "of a serial stick"),
                    in.optional(
                            "flow",
                            Shapes.one(Scalar.words("flow control", "none", "rts-cts", "xon-xoff")),
                            "of a serial stick (default: none)"),
                    in.optional(
                            "ash-window",
                            Shapes.one(Scalar.number("a window", 1, 7)),
                            "unacknowledged frames on the line (default: 1)"));
        }

        @Override
        public String type() {
            return "zigbee";
        }

        @Override
        public SortedMap<String, String> settings() {
            return new Settings()
                    .put("port", port)
                    .put("baud", baud)
                    .put("flow", flow)
                    .put("ash-window", ashWindow)
                    .all;
        }
    }

    /** Fake locks. */
    record Fake(Optional<At<String>> kind, Optional<At<String>> state) implements DriverSection {
        private Fake(Fields in) {
            this(
                    in.optional(
                            "kind",
                            Shapes.one(Scalar.words("a kind of fake lock", FakeModel.KINDS.toArray(String[]::new))),
                            "what the locks behave like (default: zwave)"),
                    in.optional(
                            "state",
                            Shapes.one(Scalar.text("a path")),
                            "the file in which the locks are remembered (default: they forget)"));
        }

        @Override
        public String type() {
            return "fake";
        }

        @Override
        public SortedMap<String, String> settings() {
            return new Settings().put("kind", kind).put("state", state).all;
        }
    }

    /** What could not be read; its mistake was told. */
    record Unreadable() implements DriverSection {
        @Override
        public String type() {
            return "";
        }

        @Override
        public SortedMap<String, String> settings() {
            return new TreeMap<>();
        }
    }

    private static At<String> portOf(Fields in, String meaning) {
        return in.required("port", Shapes.one(Scalar.port()), meaning);
    }

    private static Map<String, Function<Fields, DriverSection>> sections() {
        Map<String, Function<Fields, DriverSection>> sections = new LinkedHashMap<>();
        sections.put("zwave", ZWave::new);
        sections.put("matter", Matter::new);
        sections.put("zigbee", Zigbee::new);
        sections.put("fake", Fake::new);
        return sections;
    }

    /** Collects what was given. */
    final class Settings {
        private final TreeMap<String, String> all = new TreeMap<>();

        private Settings() {}

        private Settings put(String key, At<?> value) {
            all.put(key, String.valueOf(value.value()));
            return this;
        }

        private Settings put(String key, Optional<? extends At<?>> value) {
            value.ifPresent(v -> put(key, v));
            return this;
        }
    }
}
