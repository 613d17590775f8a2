// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;

/**
 * The memory of a controller stick as it was: home id, node list, routes. Written into another stick of the same model with
 * the same firmware it makes that one take the first one's place; the network keys are not in it and have a file of their
 * own. Treated as a secret all the same, as it lets a stick be imitated.
 */
public final class StickBackup {

    private static final String MAGIC = "lockcred zwave stick 1";

    private final StickSummary stick;
    private final byte[] memory;

    StickBackup(StickSummary stick, byte[] memory) {
        this.stick = stick;
        this.memory = memory;
    }

    /** The stick it was taken from. */
    public StickSummary stick() {
        return stick;
    }

    /** Bytes of memory. */
    public int size() {
        return memory.length;
    }

    byte[] memory() {
        return memory.clone();
    }

    /** Why it must not be written into that stick; empty when it may. */
    String obstacle(StickSummary target, int size) {
        boolean sameModel = stick.manufacturer() == target.manufacturer()
                && stick.productType() == target.productType()
                && stick.productId() == target.productId()
                && stick.series() == target.series();
        if (!sameModel) {
            return "the backup is of another model (" + stick + ") than this stick (" + target + ")";
        }
        if (!stick.firmware().equals(target.firmware())) {
            return "the backup is of firmware '" + stick.firmware() + "', this stick has '" + target.firmware()
                    + "': their memories are laid out differently; bring this stick to that firmware first";
        }
        return size == memory.length
                ? ""
                : "the backup has " + memory.length + " bytes, this stick's memory " + size + ": another model";
    }

    /**
     * Writes a new file that only its owner can read.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one already: a backup is never overwritten
     */
    public void write(Path file) throws IOException {
        String head = MAGIC + "\n"
                + "home=" + hex(stick.homeId()) + "\nnode=" + stick.ownNode() + "\nfirmware=" + stick.firmware()
                + "\nseries=" + stick.series() + "\nmanufacturer=" + hex(stick.manufacturer()) + "\ntype="
                + hex(stick.productType()) + "\nid=" + hex(stick.productId()) + "\nbytes=" + memory.length
                + "\nsha256=" + sha256(memory) + "\n\n";
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        all.writeBytes(memory);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.write(file, all.toByteArray(), StandardOpenOption.WRITE);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when it cannot be read, is no backup, or is damaged
     */
    public static StickBackup read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int end = headEnd(all);
        String[] lines = new String(all, 0, end, StandardCharsets.UTF_8).split("\n", -1);
        if (!lines[0].equals(MAGIC)) {
            throw new IOException(file + " is no backup of a Z-Wave stick");
        }
        var values = new TreeMap<String, String>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        byte[] memory = Arrays.copyOfRange(all, Math.min(end + 2, all.length), all.length);
        try {
            var stick = new StickSummary(
                    Long.parseLong(values.getOrDefault("home", ""), 16),
                    Integer.parseInt(values.getOrDefault("node", "")),
                    values.getOrDefault("firmware", ""),
                    Integer.parseInt(values.getOrDefault("series", "")),
                    Integer.parseInt(values.getOrDefault("manufacturer", ""), 16),
                    Integer.parseInt(values.getOrDefault("type", ""), 16),
                    Integer.parseInt(values.getOrDefault("id", ""), 16));
            if (!sha256(memory).equals(values.get("sha256"))) {
                throw new IOException(file + " is damaged: its checksum does not match; use another backup");
            }
            return new StickBackup(stick, memory);
        } catch (NumberFormatException e) {
            throw new IOException(file + " is damaged: its head cannot be read; use another backup", e);
        }
    }

    private static int headEnd(byte[] all) {
        for (int i = 0; i + 1 < all.length; i++) {
            if (all[i] == '\n' && all[i + 1] == '\n') {
                return i;
            }
        }
        return all.length;
    }

    private static String hex(long value) {
        return String.format(Locale.ROOT, "%04x", value);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "StickBackup[" + stick + ", " + memory.length + " bytes]";
    }
}
