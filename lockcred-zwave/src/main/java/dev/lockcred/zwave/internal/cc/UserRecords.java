// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The messages of User Credential that are about users. */
public final class UserRecords {

    private UserRecords() {}

    /** Every message of this file. */
    public sealed interface Message extends UserCredential {}

    static Message readSet(ByteReader in) throws MalformedFrameException {
        int operation = in.u8("operation") & 0x03;
        int user = in.u16be("user");
        if (user == 0) {
            if (operation != UserCredential.DELETE) {
                throw new MalformedFrameException("user 0 can only be deleted");
            }
            return new DeleteAll();
        }
        return new Set(
                operation,
                user,
                operation == UserCredential.DELETE ? Optional.empty() : Optional.of(Attributes.read(in)));
    }

    public record CapabilitiesGet() implements Message {
        @Override
        public int command() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /**
     * What the lock can do with users.
     *
     * @param rules bit 1 single, bit 2 dual, bit 3 triple
     * @param flags 80 schedules, 40 checksum over all users, 20 checksum per user, bits 2..4 name encodings
     * @param types bit n is user type n
     */
    public record CapabilitiesReport(int users, int rules, int maxNameLength, int flags, Octets types)
            implements Message {
        static CapabilitiesReport read(ByteReader in) throws MalformedFrameException {
            return new CapabilitiesReport(
                    in.u16be("users"),
                    in.u8("rules"),
                    in.u8("name length"),
                    in.u8("flags"),
                    Octets.of(in.bytes(in.u8("types length"), "types")));
        }

        public boolean schedules() {
            return (flags & 0x80) != 0;
        }

        public boolean allUsersChecksum() {
            return (flags & 0x40) != 0;
        }

        public boolean userChecksum() {
            return (flags & 0x20) != 0;
        }

        public boolean hasType(int type) {
            return type / 8 < types.length() && (types.at(type / 8) >> type % 8 & 1) != 0;
        }

        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(users).u8(rules).u8(maxNameLength).u8(flags);
            out.u8(types.length()).bytes(types.toByteArray());
        }
    }

    /**
     * What a user is.
     *
     * @param type 0 general, 3 programming, 4 non-access, 5 duress, 6 disposable, 7 expiring, 9 remote only
     * @param activeByte bit 0: the user's credentials count
     * @param rule 1 single, 2 dual, 3 triple
     * @param expiringMinutes only for type 7
     * @param encoding 0 ASCII, 1 extended ASCII, 2 UTF-16BE
     * @param name as it stands on the wire
     */
    public record Attributes(int type, int activeByte, int rule, int expiringMinutes, int encoding, Octets name) {
        public static final int GENERAL = 0;
        public static final int PROGRAMMING = 3;
        public static final int NON_ACCESS = 4;
        public static final int DURESS = 5;
        public static final int DISPOSABLE = 6;
        public static final int EXPIRING = 7;
        public static final int REMOTE_ONLY = 9;

        static Attributes read(ByteReader in) throws MalformedFrameException {
            return new Attributes(
                    in.u8("type"),
                    in.u8("active"),
                    in.u8("rule"),
                    in.u16be("expiring minutes"),
                    in.u8("name encoding"),
                    Octets.of(in.bytes(in.u8("name length"), "name")));
        }

        public boolean active() {
            return (activeByte & 1) != 0;
        }

        /** The name as text; characters that its encoding does not have become a replacement character. */
        public String nameText() {
            byte[] bytes = name.toByteArray();
            return switch (encoding & 0x07) {
                case 2 -> new String(bytes, StandardCharsets.UTF_16BE);
                case 1 -> new String(bytes, StandardCharsets.ISO_8859_1);
                default -> new String(bytes, StandardCharsets.US_ASCII);
            };
        }

        void write(ByteWriter out) {
            out.u8(type).u8(activeByte).u8(rule).u16be(expiringMinutes).u8(encoding);
            out.u8(name.length()).bytes(name.toByteArray());
        }
    }

    /** Adds, modifies or deletes one user, 1..65535; attributes are absent when it deletes. Answered by a {@link Report}. */
    public record Set(int operation, int user, Optional<Attributes> attributes) implements Message {
        public Set {
            if (user < 1 || user > 65_535) {
                throw new IllegalArgumentException("user " + user + " is outside 1..65535");
            }
            if (attributes.isPresent() == (operation == UserCredential.DELETE)) {
                throw new IllegalArgumentException("attributes go with adding and modifying, not with deleting");
            }
        }

        public static Set delete(int user) {
            return new Set(UserCredential.DELETE, user, Optional.empty());
        }

        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(operation).u16be(user);
            attributes.ifPresent(a -> a.write(out));
        }
    }

    /** Deletes every user. Exists so that a received one is understood; the driver never sends it. */
    public record DeleteAll() implements Message {
        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(UserCredential.DELETE).u16be(0);
        }
    }

    /** Asks for one user; 0 for the first. */
    public record Get(int user) implements Message {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(user);
        }
    }

    /**
     * What a user is, or what became of a set.
     *
     * @param kind 0 added, 1 modified, 2 deleted, 3 unchanged, 4 answer, 5 occupied, 6 empty, 7 zero expiring minutes
     * @param next the next user in use, 0 for none
     * @param modifier 0 none, 1 unknown, 2 Z-Wave, 3 locally, 4 other
     * @param user 0 when there is none
     */
    public record Report(int kind, int next, int modifier, int modifierNode, int user, Attributes attributes)
            implements Message {
        static Report read(ByteReader in) throws MalformedFrameException {
            return new Report(
                    in.u8("kind"),
                    in.u16be("next"),
                    in.u8("modifier"),
                    in.u16be("modifier node"),
                    in.u16be("user"),
                    Attributes.read(in));
        }

        /** Whether this tells of a user that exists; some locks name the one that was asked for although it does not. */
        public boolean exists() {
            return user != 0 && (modifier != 0 || attributes.active());
        }

        @Override
        public int command() {
            return 0x07;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(kind).u16be(next).u8(modifier).u16be(modifierNode).u16be(user);
            attributes.write(out);
        }
    }
}
