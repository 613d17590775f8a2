// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import dev.lockcred.zwave.internal.security.KeyRing;
import dev.lockcred.zwave.internal.security.NetworkKey;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of a Z-Wave network: whoever has them can open every door of it. Kept in a file that only its owner can read.
 * Never prints itself.
 *
 * <p>The file is a JSON object with the members {@code S0_Legacy}, {@code S2_Unauthenticated}, {@code S2_Authenticated} and
 * {@code S2_AccessControl}, each 32 hexadecimal digits, any of which may be missing.
 */
public final class NetworkKeys {

    /** No keys: a network of unsecured nodes. */
    public static final NetworkKeys NONE = new NetworkKeys(Map.of());

    private static final Map<String, SecurityClass> NAMES = Map.ofEntries(
            Map.entry("S0_Legacy", SecurityClass.S0),
            Map.entry("S2_Unauthenticated", SecurityClass.S2_UNAUTHENTICATED),
            Map.entry("S2_Authenticated", SecurityClass.S2_AUTHENTICATED),
            Map.entry("S2_AccessControl", SecurityClass.S2_ACCESS_CONTROL),
            // Home Assistant's integration and add-on
            Map.entry("s0_legacy_key", SecurityClass.S0),
            Map.entry("network_key", SecurityClass.S0),
            Map.entry("s2_unauthenticated_key", SecurityClass.S2_UNAUTHENTICATED),
            Map.entry("s2_authenticated_key", SecurityClass.S2_AUTHENTICATED),
            Map.entry("s2_access_control_key", SecurityClass.S2_ACCESS_CONTROL));

    private static final Pattern MEMBER = Pattern.compile("\"([A-Za-z0-9_]+)\"\\s*:\\s*\"([0-9A-Fa-f]{32})\"");

    private final Map<SecurityClass, NetworkKey> keys;

    private NetworkKeys(Map<SecurityClass, NetworkKey> keys) {
        var copy = new EnumMap<SecurityClass, NetworkKey>(SecurityClass.class);
        copy.putAll(keys);
        this.keys = copy;
    }

    /** Fresh keys for a new network. */
    public static NetworkKeys generate(SecureRandom random) {
        var keys = new EnumMap<SecurityClass, NetworkKey>(SecurityClass.class);
        for (SecurityClass c : SecurityClass.values()) {
            if (c != SecurityClass.NONE) {
                keys.put(c, NetworkKey.random(random));
            }
        }
        return new NetworkKeys(keys);
    }

    /**
     * Reads a key file.
     *
     * @throws IOException when it cannot be read, or others than its owner could read it; the message says what to do
     */
    public static NetworkKeys read(Path file) throws IOException {
        requirePrivate(file);
        return parse(Files.readString(file), "key file " + file);
    }

    /**
     * Reads keys out of what other software exports: the settings of Z-Wave JS UI, the options of Home Assistant's add-on or
     * its stored configuration entries. Members with other names are passed over. The file may be readable by others, as it
     * is not ours; what is written afterwards is not.
     *
     * @throws IOException when it cannot be read or holds no keys
     */
    public static NetworkKeys importFrom(Path file) throws IOException {
        return parse(Files.readString(file), "file " + file);
    }

    static NetworkKeys parse(String json, String what) throws IOException {
        var keys = new EnumMap<SecurityClass, NetworkKey>(SecurityClass.class);
        Matcher member = MEMBER.matcher(json);
        while (member.find()) {
            SecurityClass securityClass = NAMES.get(member.group(1));
            if (securityClass == null) {
                continue;
            }
            NetworkKey key = NetworkKey.ofHex(member.group(2));
            NetworkKey before = keys.putIfAbsent(securityClass, key);
            if (before != null && !before.equals(key)) {
                throw new IOException(what + " holds two different keys for " + securityClass
                        + ": it describes more than one network, copy the right part into a file of its own");
            }
        }
        if (keys.isEmpty()) {
            throw new IOException(what + " holds no network keys; expected members such as \"S2_AccessControl\" with 32"
                    + " hexadecimal digits");
        }
        return new NetworkKeys(keys);
    }

    /**
     * Writes a new key file that only its owner can read.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one already: keys are never overwritten
     */
    public void write(Path file) throws IOException {
        var text = new StringBuilder("{");
        String comma = "\n";
        for (Map.Entry<SecurityClass, NetworkKey> e : keys.entrySet()) {
            String name = switch (e.getKey()) {
                case S0 -> "S0_Legacy";
                case S2_UNAUTHENTICATED -> "S2_Unauthenticated";
                case S2_AUTHENTICATED -> "S2_Authenticated";
                case S2_ACCESS_CONTROL, NONE -> "S2_AccessControl";
            };
            text.append(comma)
                    .append("  \"")
                    .append(name)
                    .append("\": \"")
                    .append(java.util.HexFormat.of().formatHex(e.getValue().toByteArray()))
                    .append('"');
            comma = ",\n";
        }
        text.append("\n}\n");
        if (posix(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
    }

    private static void requirePrivate(Path file) throws IOException {
        if (!posix(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        for (PosixFilePermission p : permissions) {
            if (!p.name().startsWith("OWNER_")) {
                throw new IOException(
                        "key file " + file + " can be used by others (" + PosixFilePermissions.toString(permissions)
                                + "): whoever reads it can open every door; run 'chmod 600 " + file + "'");
            }
        }
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    KeyRing ring() {
        return new KeyRing(keys);
    }

    @Override
    public String toString() {
        return "NetworkKeys" + keys.keySet();
    }
}
