// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.Crc;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * The messages of User Credential that are about checksums, and the computation. A checksum is as secret as the codes under
 * it (R7): the records do not print it.
 */
public final class ChecksumRecords {

    private ChecksumRecords() {}

    /** Every message of this file. */
    public sealed interface Message extends UserCredential {}

    /** A credential as far as a checksum sees it. */
    public record Credential(int type, int slot, Octets data) {}

    /** A user as far as a checksum sees it; credentials in ascending order of type and slot. */
    public record User(UserRecords.Attributes attributes, List<Credential> credentials) {
        public User {
            credentials = List.copyOf(credentials);
        }
    }

    /** The checksum of one user with all credentials. */
    public static int ofUser(User user) {
        var out = new ByteWriter();
        write(out, user);
        return crc(out);
    }

    /** The checksum of all users by their ids; 0 for none. */
    public static int ofAllUsers(SortedMap<Integer, User> users) {
        var out = new ByteWriter();
        users.forEach((id, user) -> {
            out.u16be(id);
            write(out, user);
        });
        return crc(out);
    }

    /** The checksum of all credentials of one type by their slots; 0 for none. */
    public static int ofType(SortedMap<Integer, Octets> credentials) {
        var out = new ByteWriter();
        credentials.forEach((slot, data) -> out.u16be(slot).u8(data.length()).bytes(data.toByteArray()));
        return crc(out);
    }

    private static void write(ByteWriter out, User user) {
        UserRecords.Attributes a = user.attributes();
        out.u8(a.type()).u8(a.activeByte()).u8(a.rule()).u8(a.encoding());
        out.u8(a.name().length()).bytes(a.name().toByteArray());
        for (Credential c : user.credentials()) {
            out.u8(c.type())
                    .u16be(c.slot())
                    .u8(c.data().length())
                    .bytes(c.data().toByteArray());
        }
    }

    private static int crc(ByteWriter out) {
        byte[] bytes = out.toByteArray();
        out.wipe();
        int crc = bytes.length == 0 ? 0 : Crc.augCcitt(bytes);
        Arrays.fill(bytes, (byte) 0);
        return crc;
    }

    public record AllUsersGet() implements Message {
        @Override
        public int command() {
            return 0x14;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    public record AllUsersReport(int checksum) implements Message {
        @Override
        public int command() {
            return 0x15;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(checksum);
        }

        @Override
        public String toString() {
            return "AllUsersReport[hidden]";
        }
    }

    public record UserGet(int user) implements Message {
        @Override
        public int command() {
            return 0x16;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(user);
        }
    }

    public record UserReport(int user, int checksum) implements Message {
        @Override
        public int command() {
            return 0x17;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(user).u16be(checksum);
        }

        @Override
        public String toString() {
            return "UserReport[user=" + user + ", hidden]";
        }
    }

    public record CredentialGet(int type) implements Message {
        @Override
        public int command() {
            return 0x18;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(type);
        }
    }

    public record CredentialReport(int type, int checksum) implements Message {
        @Override
        public int command() {
            return 0x19;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(type).u16be(checksum);
        }

        @Override
        public String toString() {
            return "CredentialReport[type=" + type + ", hidden]";
        }
    }
}
