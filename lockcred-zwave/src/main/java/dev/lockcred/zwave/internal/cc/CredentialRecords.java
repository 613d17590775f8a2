// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.ArrayList;
import java.util.List;

/** The messages of User Credential that are about credentials. */
public final class CredentialRecords {

    public static final int PIN = 1;
    public static final int PASSWORD = 2;

    private CredentialRecords() {}

    /** Every message of this file. */
    public sealed interface Message extends UserCredential {}

    static Message readSet(ByteReader in) throws MalformedFrameException {
        int user = in.u16be("user");
        int type = in.u8("type");
        int slot = in.u16be("slot");
        int operation = in.u8("operation") & 0x03;
        if (type == 0 || slot == 0) {
            if (operation != UserCredential.DELETE) {
                throw new MalformedFrameException("type 0 and slot 0 can only be deleted");
            }
            return new DeleteMany(user, type, slot);
        }
        if (operation == UserCredential.DELETE) {
            return Set.delete(user, type, slot);
        }
        return new Set(user, type, slot, operation, Octets.of(in.bytes(in.u8("length"), "data")));
    }

    public record CapabilitiesGet() implements Message {
        @Override
        public int command() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** What one type of credential allows. */
    public record Type(
            int type,
            boolean learn,
            int slots,
            int minLength,
            int maxLength,
            int learnTimeout,
            int learnSteps,
            int maxHashLength) {}

    /** Which credentials the lock takes; {@code flags} 80 checksum per type, 40 admin code, 20 its deactivation. */
    public record CapabilitiesReport(int flags, List<Type> types) implements Message {
        public CapabilitiesReport {
            types = List.copyOf(types);
        }

        static CapabilitiesReport read(ByteReader in) throws MalformedFrameException {
            int flags = in.u8("flags");
            int count = in.u8("types");
            int[][] columns = new int[8][count];
            String[] names = {
                "type", "learn", "slots", "min length", "max length", "learn timeout", "learn steps", "max hash length"
            };
            for (int c = 0; c < columns.length; c++) {
                for (int i = 0; i < count; i++) {
                    columns[c][i] = c == 2 ? in.u16be(names[c]) : in.u8(names[c]);
                }
            }
            var types = new ArrayList<Type>();
            for (int i = 0; i < count; i++) {
                types.add(new Type(
                        columns[0][i],
                        (columns[1][i] & 0x80) != 0,
                        columns[2][i],
                        columns[3][i],
                        columns[4][i],
                        columns[5][i],
                        columns[6][i],
                        columns[7][i]));
            }
            return new CapabilitiesReport(flags, types);
        }

        public boolean checksum() {
            return (flags & 0x80) != 0;
        }

        public boolean adminCode() {
            return (flags & 0x40) != 0;
        }

        public boolean adminCodeDeactivation() {
            return (flags & 0x20) != 0;
        }

        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(flags).u8(types.size());
            types.forEach(t -> out.u8(t.type()));
            types.forEach(t -> out.u8(t.learn() ? 0x80 : 0));
            types.forEach(t -> out.u16be(t.slots()));
            types.forEach(t -> out.u8(t.minLength()));
            types.forEach(t -> out.u8(t.maxLength()));
            types.forEach(t -> out.u8(t.learnTimeout()));
            types.forEach(t -> out.u8(t.learnSteps()));
            types.forEach(t -> out.u8(t.maxHashLength()));
        }
    }

    /** Adds, modifies or deletes one credential; {@code data} is empty when it deletes. Answered by a {@link Report}. */
    public record Set(int user, int type, int slot, int operation, Octets data) implements Message {
        public Set {
            if (type < 1 || slot < 1) {
                throw new IllegalArgumentException("credential type and slot count from 1");
            }
        }

        public static Set delete(int user, int type, int slot) {
            return new Set(user, type, slot, UserCredential.DELETE, Octets.EMPTY);
        }

        @Override
        public int command() {
            return 0x0A;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(user).u8(type).u16be(slot).u8(operation);
            if (operation != UserCredential.DELETE) {
                out.u8(data.length()).bytes(data.toByteArray());
            }
        }
    }

    /** Deletes many credentials. Exists so that a received one is understood; the driver never sends it. */
    public record DeleteMany(int user, int type, int slot) implements Message {
        @Override
        public int command() {
            return 0x0A;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(user).u8(type).u16be(slot).u8(UserCredential.DELETE);
        }
    }

    /** Asks for one credential; zeros for the first. */
    public record Get(int user, int type, int slot) implements Message {
        @Override
        public int command() {
            return 0x0B;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(user).u8(type).u16be(slot);
        }
    }

    /**
     * What a credential is, or what became of a set.
     *
     * @param kind 0..4 as for users, 5 occupied, 6 empty, 7 duplicate, 8 manufacturer's rules, 9 wrong user, 0A duplicate
     *     of the admin PIN
     * @param readBack whether {@code data} is the value rather than a hash or nothing
     */
    public record Report(
            int kind,
            int user,
            int type,
            int slot,
            boolean readBack,
            Octets data,
            int modifier,
            int modifierNode,
            int nextType,
            int nextSlot)
            implements Message {
        static Report read(ByteReader in) throws MalformedFrameException {
            return new Report(
                    in.u8("kind"),
                    in.u16be("user"),
                    in.u8("type"),
                    in.u16be("slot"),
                    (in.u8("read back") & 0x80) != 0,
                    Octets.of(in.bytes(in.u8("length"), "data")),
                    in.u8("modifier"),
                    in.u16be("modifier node"),
                    in.u8("next type"),
                    in.u16be("next slot"));
        }

        /** Whether this tells of a credential that exists. */
        public boolean exists() {
            return user != 0 && type != 0 && slot != 0 && (modifier != 0 || !data.isEmpty());
        }

        @Override
        public int command() {
            return 0x0C;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(kind).u16be(user).u8(type).u16be(slot).u8(readBack ? 0x80 : 0);
            out.u8(data.length()).bytes(data.toByteArray());
            out.u8(modifier).u16be(modifierNode).u8(nextType).u16be(nextSlot);
        }
    }

    /** Asks the lock to learn a credential from the person standing before it; {@code timeout} in seconds. */
    public record LearnStart(int user, int type, int slot, int operation, int timeout) implements Message {
        @Override
        public int command() {
            return 0x0F;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16be(user).u8(type).u16be(slot).u8(operation).u8(timeout);
        }
    }

    public record LearnCancel() implements Message {
        @Override
        public int command() {
            return 0x10;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    public record LearnReport(int status, int user, int type, int slot, int stepsLeft) implements Message {
        @Override
        public int command() {
            return 0x11;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(status).u16be(user).u8(type).u16be(slot).u8(stepsLeft);
        }
    }

    /** Gives a credential to another user. */
    public record AssociationSet(int type, int slot, int newUser) implements Message {
        @Override
        public int command() {
            return 0x12;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(type).u16be(slot).u16be(newUser);
        }
    }

    /** What became of it: status 0 done, 1..3 the credential is wrong, 4 and 5 the user. */
    public record AssociationReport(int type, int slot, int newUser, int status) implements Message {
        @Override
        public int command() {
            return 0x13;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(type).u16be(slot).u16be(newUser).u8(status);
        }
    }

    public record AdminPinSet(Octets pin) implements Message {
        @Override
        public int command() {
            return 0x1A;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(pin.length()).bytes(pin.toByteArray());
        }
    }

    public record AdminPinGet() implements Message {
        @Override
        public int command() {
            return 0x1B;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    public record AdminPinReport(int result, Octets pin) implements Message {
        @Override
        public int command() {
            return 0x1C;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(result << 4 | pin.length()).bytes(pin.toByteArray());
        }
    }
}
