// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to bring a network back on another stick, in the open coordinator backup format of the Zigbee community
 * (format {@code zigpy/open-coordinator-backup}, version 1), so that other software can read it and its backups can be
 * restored here.
 *
 * <p><b>It holds the network key.</b> Whoever has it can listen to every device and forge commands to every lock. Keep the file
 * where only its owner can read it (mode 0600).
 *
 * @param created when it was made
 * @param ezspVersion the EZSP version of the stick it was made of; zigbee-herdsman takes no backup without one; empty in
 *     backups of other radios
 * @param coordinator the address of the stick
 * @param panId 0..FFFF
 * @param extendedPanId the network's 64-bit name
 * @param nwkUpdateId 0..255
 * @param channel 11..26
 * @param channels bit n set: channel n may be used
 * @param networkKey the network key
 * @param keySequence 0..255
 * @param frameCounter messages sent under the key so far; must never go back
 * @param linkKey the trust centre's, from which the link keys of the devices are derived; absent in backups of other radios
 * @param devices those on the network
 */
public record NetworkBackup(
        Instant created,
        OptionalInt ezspVersion,
        Eui64 coordinator,
        int panId,
        Eui64 extendedPanId,
        int nwkUpdateId,
        int channel,
        long channels,
        ZigbeeKey networkKey,
        int keySequence,
        long frameCounter,
        Optional<ZigbeeKey> linkKey,
        List<Device> devices) {

    private static final String FORMAT = "zigpy/open-coordinator-backup";
    private static final int SECURITY_LEVEL = 5;

    /**
     * A device in a backup.
     *
     * @param nodeId its short address, FFFF if unknown
     * @param child whether the coordinator is its parent
     */
    public record Device(Eui64 eui64, int nodeId, boolean child) {}

    public NetworkBackup {
        devices = List.copyOf(devices);
    }

    /** The document, with the keys in it. */
    public String toJson() {
        HexFormat hex = HexFormat.of();
        var root = new LinkedHashMap<String, @Nullable Object>();
        var metadata = new LinkedHashMap<String, @Nullable Object>();
        metadata.put("format", FORMAT);
        metadata.put("version", 1L);
        metadata.put("source", "lockcred");
        var internal = new LinkedHashMap<String, @Nullable Object>();
        internal.put("creation_time", created.toString());
        ezspVersion.ifPresent(version -> internal.put("ezspVersion", (long) version));
        metadata.put("internal", internal);
        root.put("metadata", metadata);
        root.put("coordinator_ieee", coordinator.toString());
        root.put("pan_id", hex.toHexDigits((short) panId));
        root.put("extended_pan_id", extendedPanId.toString());
        root.put("nwk_update_id", (long) nwkUpdateId);
        root.put("security_level", (long) SECURITY_LEVEL);
        root.put("channel", (long) channel);
        var mask = new ArrayList<@Nullable Object>();
        for (int c = 11; c <= 26; c++) {
            if ((channels & 1L << c) != 0) {
                mask.add((long) c);
            }
        }
        root.put("channel_mask", mask);
        var key = new LinkedHashMap<String, @Nullable Object>();
        key.put("key", hex.formatHex(networkKey.copyBytes()));
        key.put("sequence_number", (long) keySequence);
        key.put("frame_counter", frameCounter);
        root.put("network_key", key);
        if (linkKey.isPresent()) {
            String hashed = hex.formatHex(linkKey.get().copyBytes());
            root.put("stack_specific", Map.of("ezsp", Map.of("hashed_tclk", hashed)));
        } else {
            root.put("stack_specific", Map.of());
        }
        var list = new ArrayList<@Nullable Object>();
        for (Device device : devices) {
            var entry = new LinkedHashMap<String, @Nullable Object>();
            entry.put("nwk_address", device.nodeId() >= 0xFFF8 ? null : hex.toHexDigits((short) device.nodeId()));
            entry.put("ieee_address", device.eui64().toString());
            entry.put("is_child", device.child());
            list.add(entry);
        }
        root.put("devices", list);
        return Json.write(root);
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException saying what is wrong, without quoting a key
     */
    public static NetworkBackup parse(String json) {
        Node root = Node.of(Json.parse(json), "backup");
        Node metadata = root.object("metadata");
        if (!FORMAT.equals(metadata.text("format")) || metadata.number("version") != 1) {
            throw new IllegalArgumentException("this is no backup in the format " + FORMAT + ", version 1");
        }
        Node key = root.object("network_key");
        long channels = 0;
        for (Object c : root.list("channel_mask")) {
            if (!(c instanceof Long number) || number < 11 || number > 26) {
                throw new IllegalArgumentException("backup: channel_mask holds something that is no channel");
            }
            channels |= 1L << number;
        }
        var devices = new ArrayList<Device>();
        for (Object o : root.list("devices")) {
            Node device = Node.of(o, "backup: devices");
            Optional<String> nodeId = device.optional("nwk_address");
            devices.add(new Device(
                    Eui64.parse(device.text("ieee_address")),
                    nodeId.map(n -> hexNumber(n, "nwk_address")).orElse(0xFFFF),
                    Boolean.TRUE.equals(device.raw("is_child"))));
        }
        int channel = (int) root.number("channel");
        if (channel < 11 || channel > 26) {
            throw new IllegalArgumentException("backup: channel " + channel + " is outside 11..26");
        }
        return new NetworkBackup(
                creation(metadata),
                ezspVersion(metadata),
                Eui64.parse(root.text("coordinator_ieee")),
                hexNumber(root.text("pan_id"), "pan_id"),
                extendedPanId(metadata, Eui64.parse(root.text("extended_pan_id"))),
                (int) root.number("nwk_update_id"),
                channel,
                channels,
                ZigbeeKey.parse(key.text("key")),
                (int) key.number("sequence_number"),
                key.number("frame_counter"),
                root.maybe("stack_specific")
                        .flatMap(s -> s.maybe("ezsp"))
                        .flatMap(e -> e.optional("hashed_tclk"))
                        .map(ZigbeeKey::parse),
                devices);
    }

    private static Instant creation(Node metadata) {
        Optional<String> text = metadata.maybe("internal").flatMap(i -> i.optional("creation_time"));
        try {
            return text.map(Instant::parse).orElse(Instant.EPOCH);
        } catch (java.time.format.DateTimeParseException e) {
            return Instant.EPOCH; // other makes write their own form; it is for people only
        }
    }

    private static OptionalInt ezspVersion(Node metadata) {
        return metadata.maybe("internal").map(i -> i.raw("ezspVersion")).orElse(null) instanceof Long v
                        && v > 0
                        && v <= 0xFF
                ? OptionalInt.of(v.intValue())
                : OptionalInt.empty();
    }

    // zigbee-herdsman on Silicon Labs sticks writes the bytes as they go over the air, the other way round than all
    // others.
    private static Eui64 extendedPanId(Node metadata, Eui64 written) {
        boolean turned = ezspVersion(metadata).isPresent()
                && metadata.optional("source").orElse("").startsWith("zigbee-herdsman");
        return turned ? new Eui64(Long.reverseBytes(written.value())) : written;
    }

    // zigpy pads with zeros, zigbee-herdsman does not.
    private static int hexNumber(String text, String name) {
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("backup: " + name + " is not one to four hexadecimal digits");
        }
        return HexFormat.fromHexDigits(text);
    }

    /** The network, without its keys. */
    @Override
    public String toString() {
        return "NetworkBackup[" + extendedPanId + ", channel " + channel + ", " + devices.size() + " devices, "
                + created + "]";
    }

    /** A JSON object whose members are asked for by name. */
    private record Node(Map<?, ?> members, String where) {
        static Node of(@Nullable Object value, String where) {
            if (value instanceof Map<?, ?> map) {
                return new Node(map, where);
            }
            throw new IllegalArgumentException(where + " is not an object");
        }

        @Nullable
        Object raw(String name) {
            return members.get(name);
        }

        Node object(String name) {
            return of(raw(name), where + ": " + name);
        }

        Optional<Node> maybe(String name) {
            return raw(name) instanceof Map<?, ?> map
                    ? Optional.of(new Node(map, where + ": " + name))
                    : Optional.empty();
        }

        String text(String name) {
            return optional(name)
                    .orElseThrow(() -> new IllegalArgumentException(where + ": the text '" + name + "' is missing"));
        }

        Optional<String> optional(String name) {
            return raw(name) instanceof String s ? Optional.of(s) : Optional.empty();
        }

        long number(String name) {
            if (raw(name) instanceof Long n && n >= 0 && n <= 0xFFFF_FFFFL) {
                return n;
            }
            throw new IllegalArgumentException(where + ": the number '" + name + "' is missing or out of range");
        }

        List<?> list(String name) {
            return raw(name) instanceof List<?> list ? list : List.of();
        }
    }
}
