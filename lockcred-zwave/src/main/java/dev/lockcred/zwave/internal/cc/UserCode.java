// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.Crc;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * User Code, versions 1 and 2 (command class 63). User 0 in a set command means <em>every</em> user: no record here can be
 * built with it except {@link ClearAll}, so that clearing one slot can never clear the lock.
 */
public sealed interface UserCode extends Command {

    int AVAILABLE = 0x00;
    int ENABLED = 0x01;
    int DISABLED = 0x02;
    int MESSAGING = 0x03;
    int PASSAGE = 0x04;
    /** There is no such user. */
    int NO_SUCH_USER = 0xFE;

    @Override
    default int commandClass() {
        return ClassId.USER_CODE;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x01 -> readSet(in);
            case 0x02 -> new Get(in.u8("user"));
            case 0x03 -> new Report(in.u8("user"), in.u8("status"), Octets.of(in.rest()));
            case 0x04 -> new UsersNumberGet();
            case 0x05 -> UsersNumberReport.read(in);
            case 0x06 -> new CapabilitiesGet();
            case 0x07 -> CapabilitiesReport.read(in);
            case 0x08 -> new KeypadModeSet(in.u8("mode"));
            case 0x09 -> new KeypadModeGet();
            case 0x0A -> new KeypadModeReport(in.u8("mode"));
            case 0x0B -> readExtendedSet(in);
            case 0x0C -> new ExtendedGet(in.u16be("user"), (in.u8("flags") & 1) != 0);
            case 0x0D -> ExtendedReport.read(in);
            case 0x0E -> new AdminCodeSet(Octets.of(in.bytes(in.u8("length") & 0x0F, "admin code")));
            case 0x0F -> new AdminCodeGet();
            case 0x10 -> new AdminCodeReport(Octets.of(in.bytes(in.u8("length") & 0x0F, "admin code")));
            case 0x11 -> new ChecksumGet();
            case 0x12 -> new ChecksumReport(in.u16be("checksum"));
            default -> new Command.Unknown(all);
        };
    }

    private static UserCode readSet(ByteReader in) throws MalformedFrameException {
        int user = in.u8("user");
        int status = in.u8("status");
        if (user == 0) {
            requireClear(status);
            in.rest();
            return new ClearAll(false);
        }
        return new Set(user, status, Octets.of(in.rest()));
    }

    private static UserCode readExtendedSet(ByteReader in) throws MalformedFrameException {
        int count = in.u8("count");
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < count; i++) {
            int user = in.u16be("user");
            int status = in.u8("status");
            Octets code = Octets.of(in.bytes(in.u8("length") & 0x0F, "code"));
            if (user == 0) {
                requireClear(status);
                if (count != 1) {
                    throw new MalformedFrameException("user 0 stands beside others in an extended set");
                }
                return new ClearAll(true);
            }
            entries.add(new Entry(user, status, code));
        }
        if (entries.isEmpty()) {
            throw new MalformedFrameException("an extended set without a code");
        }
        return new ExtendedSet(entries);
    }

    private static void requireClear(int status) throws MalformedFrameException {
        if (status != AVAILABLE) {
            throw new MalformedFrameException("user 0 can only be cleared");
        }
    }

    private static int oneSlot(int user, int highest) {
        if (user < 1 || user > highest) {
            throw new IllegalArgumentException("user " + user + " is outside 1.." + highest);
        }
        return user;
    }

    /**
     * Puts a code into one slot, or clears it. Has no report.
     *
     * @param user 1..255
     */
    record Set(int user, int status, Octets code) implements UserCode {
        public Set {
            oneSlot(user, 255);
        }

        /** Clears one slot; the four zero bytes are part of the command. */
        public static Set clear(int user) {
            return new Set(user, AVAILABLE, Octets.ofHex("00000000"));
        }

        @Override
        public int command() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(user).u8(status).bytes(code.toByteArray());
        }
    }

    /** Clears every slot. Exists so that a received one is understood; the driver never sends it. */
    record ClearAll(boolean extended) implements UserCode {
        @Override
        public int command() {
            return extended ? 0x0B : 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {
            if (extended) {
                out.u8(1).u16be(0).u8(AVAILABLE).u8(0);
            } else {
                out.u8(0).u8(AVAILABLE).u32be(0);
            }
        }
    }

    /** Asks for one slot, 1..255. */
    record Get(int user) implements UserCode {
        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(user);
        }
    }

    /** What one slot holds; {@code code} as it came, see {@link CodeText}. */
    record Report(int user, int status, Octets code) implements UserCode {
        @Override
        public int command() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(user).u8(status).bytes(code.toByteArray());
        }
    }

    /** Asks how many slots there are. */
    record UsersNumberGet() implements UserCode {
        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /**
     * How many slots there are.
     *
     * @param count 0..65535
     * @param extended whether the two-byte field of version 2 is there
     */
    record UsersNumberReport(int count, boolean extended) implements UserCode {
        static UsersNumberReport read(ByteReader in) throws MalformedFrameException {
            int first = in.u8("count");
            return in.remaining() >= 2
                    ? new UsersNumberReport(in.u16be("extended count"), true)
                    : new UsersNumberReport(first, false);
        }

        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(Math.min(255, count));
            if (extended) {
                out.u16be(count);
            }
        }
    }

    /** Asks what the lock can do with codes (v2). */
    record CapabilitiesGet() implements UserCode {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /**
     * What the lock can do with codes (v2); the three masks as they came.
     *
     * @param statuses bit n is status n
     * @param keypadModes bit n is mode n
     * @param keys bit n is the ASCII character n
     */
    record CapabilitiesReport(
            boolean adminCode,
            boolean adminDeactivation,
            boolean checksum,
            boolean multipleReport,
            boolean multipleSet,
            Octets statuses,
            Octets keypadModes,
            Octets keys)
            implements UserCode {
        static CapabilitiesReport read(ByteReader in) throws MalformedFrameException {
            int first = in.u8("admin flags");
            Octets statuses = Octets.of(in.bytes(first & 0x1F, "statuses"));
            int second = in.u8("flags");
            Octets modes = Octets.of(in.bytes(second & 0x1F, "keypad modes"));
            Octets keys = Octets.of(in.bytes(in.u8("keys length") & 0x1F, "keys"));
            return new CapabilitiesReport(
                    (first & 0x80) != 0,
                    (first & 0x40) != 0,
                    (second & 0x80) != 0,
                    (second & 0x40) != 0,
                    (second & 0x20) != 0,
                    statuses,
                    modes,
                    keys);
        }

        public boolean hasStatus(int status) {
            return bit(statuses, status);
        }

        public boolean hasKeypadMode(int mode) {
            return bit(keypadModes, mode);
        }

        public boolean hasKey(int ascii) {
            return bit(keys, ascii);
        }

        @Override
        public int command() {
            return 0x07;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8((adminCode ? 0x80 : 0) | (adminDeactivation ? 0x40 : 0) | statuses.length());
            out.bytes(statuses.toByteArray());
            out.u8((checksum ? 0x80 : 0)
                    | (multipleReport ? 0x40 : 0)
                    | (multipleSet ? 0x20 : 0)
                    | keypadModes.length());
            out.bytes(keypadModes.toByteArray());
            out.u8(keys.length()).bytes(keys.toByteArray());
        }

        private static boolean bit(Octets mask, int number) {
            return number / 8 < mask.length() && (mask.at(number / 8) >> number % 8 & 1) != 0;
        }
    }

    /** Mode of the keypad (v2): 00 normal, 01 vacation, 02 privacy, 03 locked out. */
    record KeypadModeSet(int mode) implements UserCode {
        @Override
        public int command() {
            return 0x08;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(mode);
        }
    }

    record KeypadModeGet() implements UserCode {
        @Override
        public int command() {
            return 0x09;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    record KeypadModeReport(int mode) implements UserCode {
        @Override
        public int command() {
            return 0x0A;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(mode);
        }
    }

    /**
     * One code of an extended command.
     *
     * @param user 1..65535
     * @param code 0..15 bytes; the field that tells its length has four bits
     */
    record Entry(int user, int status, Octets code) {
        public Entry {
            oneSlot(user, 65_535);
            if (code.length() > 15) {
                throw new IllegalArgumentException("a code has at most 15 bytes here");
            }
        }

        public static Entry clear(int user) {
            return new Entry(user, AVAILABLE, Octets.EMPTY);
        }

        /** Bytes it takes in a command. */
        public int size() {
            return 4 + code.length();
        }

        void write(ByteWriter out) {
            out.u16be(user).u8(status).u8(code.length()).bytes(code.toByteArray());
        }
    }

    /** Puts codes into slots, or clears them (v2). More than one only when the lock announces it. */
    record ExtendedSet(List<Entry> entries) implements UserCode {
        public ExtendedSet {
            entries = List.copyOf(entries);
            if (entries.isEmpty() || entries.size() > 255) {
                throw new IllegalArgumentException("an extended set has 1 to 255 codes");
            }
        }

        @Override
        public int command() {
            return 0x0B;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(entries.size());
            entries.forEach(e -> e.write(out));
        }
    }

    /** Asks for one slot, or for as many from it on as fit into one report (v2). */
    record ExtendedGet(int user, boolean more) implements UserCode {
        @Override
        public int command() {
            return 0x0C;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(user).u8(more ? 1 : 0);
        }
    }

    /**
     * What one or more slots hold (v2).
     *
     * @param next the next user in use, empty ones skipped; 0 for none
     */
    record ExtendedReport(List<Entry> entries, int next) implements UserCode {
        public ExtendedReport {
            entries = List.copyOf(entries);
        }

        static ExtendedReport read(ByteReader in) throws MalformedFrameException {
            int count = in.u8("count");
            var entries = new ArrayList<Entry>();
            for (int i = 0; i < count; i++) {
                int user = in.u16be("user");
                int status = in.u8("status");
                Octets code = Octets.of(in.bytes(in.u8("length") & 0x0F, "code"));
                if (user > 0) { // a report about user 0 tells nothing
                    entries.add(new Entry(user, status, code));
                }
            }
            return new ExtendedReport(entries, in.remaining() >= 2 ? in.u16be("next user") : 0);
        }

        @Override
        public int command() {
            return 0x0D;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(entries.size());
            entries.forEach(e -> e.write(out));
            out.u16be(next);
        }
    }

    /** Sets the administrator's code; empty deactivates it (v2). */
    record AdminCodeSet(Octets code) implements UserCode {
        @Override
        public int command() {
            return 0x0E;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(code.length()).bytes(code.toByteArray());
        }
    }

    record AdminCodeGet() implements UserCode {
        @Override
        public int command() {
            return 0x0F;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    record AdminCodeReport(Octets code) implements UserCode {
        @Override
        public int command() {
            return 0x10;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(code.length()).bytes(code.toByteArray());
        }
    }

    record ChecksumGet() implements UserCode {
        @Override
        public int command() {
            return 0x11;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** CRC over all codes. It is as secret as they are (R7): never printed. */
    record ChecksumReport(int checksum) implements UserCode {
        @Override
        public int command() {
            return 0x12;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(checksum);
        }

        @Override
        public String toString() {
            return "ChecksumReport[hidden]";
        }
    }

    /** The checksum a lock with exactly these codes reports; slots that are available do not count. */
    static int checksum(SortedMap<Integer, Entry> codes) {
        var out = new ByteWriter();
        codes.forEach((user, entry) -> {
            if (entry.status() != AVAILABLE) {
                out.u16be(user).u8(entry.status()).bytes(entry.code().toByteArray());
            }
        });
        byte[] bytes = out.toByteArray();
        out.wipe();
        try {
            return bytes.length == 0 ? 0 : Crc.augCcitt(bytes);
        } finally {
            java.util.Arrays.fill(bytes, (byte) 0);
        }
    }
}
