// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Security S2 (command class 9F), the messages. Cryptography and state are in
 * {@code dev.lockcred.zwave.internal.security}.
 */
public sealed interface Security2 extends Command {

    @Override
    default int commandClass() {
        return ClassId.SECURITY_2;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x01 -> new NonceGet(in.u8("sequence"));
            case 0x02 -> NonceReport.read(in);
            case 0x03 -> Encap.read(in);
            case 0x04 -> new KexGet();
            case 0x05 -> new KexReport(in.u8("flags"), in.u8("schemes"), in.u8("profiles"), in.u8("keys"));
            case 0x06 -> new KexSet(in.u8("flags"), in.u8("schemes"), in.u8("profiles"), in.u8("keys"));
            case 0x07 -> new KexFail(in.u8("reason"));
            case 0x08 -> new PublicKeyReport((in.u8("flags") & 1) != 0, Octets.of(in.bytes(32, "public key")));
            case 0x09 -> new NetworkKeyGet(in.u8("key"));
            case 0x0A -> new NetworkKeyReport(in.u8("key"), Octets.of(in.bytes(16, "network key")));
            case 0x0B -> new NetworkKeyVerify();
            case 0x0C -> new TransferEnd(in.u8("flags"));
            case 0x0D -> new SupportedGet();
            case 0x0E -> new SupportedReport(Octets.of(in.rest()));
            default -> new Command.Unknown(all);
        };
    }

    record NonceGet(int sequence) implements Security2 {
        @Override
        public int command() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(sequence);
        }
    }

    /**
     * Entropy of the receiver.
     *
     * @param flags 01 single-cast out of sync, and then the entropy is there; 02 multi-cast out of sync
     */
    record NonceReport(int sequence, int flags, Optional<Octets> entropy) implements Security2 {
        public static final int SOS = 0x01;
        public static final int MOS = 0x02;

        static NonceReport read(ByteReader in) throws MalformedFrameException {
            int sequence = in.u8("sequence");
            int flags = in.u8("flags");
            return new NonceReport(
                    sequence,
                    flags,
                    (flags & SOS) != 0 ? Optional.of(Octets.of(in.bytes(16, "entropy"))) : Optional.empty());
        }

        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(sequence).u8(flags);
            entropy.ifPresent(e -> out.bytes(e.toByteArray()));
        }
    }

    /** One extension of a message; see the constants for its types. */
    record Extension(boolean critical, int type, Octets data) {
        public static final int SPAN = 1;
        public static final int MPAN = 2;
        public static final int MGRP = 3;
        public static final int MOS = 4;

        /** Reads a chain of extensions. */
        public static List<Extension> readChain(ByteReader in) throws MalformedFrameException {
            var chain = new ArrayList<Extension>();
            boolean more = true;
            while (more) {
                int length = in.u8("extension length");
                int first = in.u8("extension type");
                if (length < 2) {
                    throw new MalformedFrameException("an extension of " + length + " bytes");
                }
                chain.add(
                        new Extension((first & 0x40) != 0, first & 0x3F, Octets.of(in.bytes(length - 2, "extension"))));
                more = (first & 0x80) != 0;
            }
            return List.copyOf(chain);
        }

        void write(ByteWriter out, boolean more) {
            out.u8(data.length() + 2)
                    .u8((more ? 0x80 : 0) | (critical ? 0x40 : 0) | type)
                    .bytes(data.toByteArray());
        }
    }

    /**
     * An encrypted command.
     *
     * @param encryptedExtensions whether the plaintext begins with extensions
     * @param extensions those in clear
     * @param ciphertext without the tag; may be empty
     * @param tag 8 bytes
     */
    record Encap(int sequence, boolean encryptedExtensions, List<Extension> extensions, Octets ciphertext, Octets tag)
            implements Security2 {
        static final int TAG = 8;

        public Encap {
            extensions = List.copyOf(extensions);
        }

        static Encap read(ByteReader in) throws MalformedFrameException {
            int sequence = in.u8("sequence");
            int flags = in.u8("flags");
            List<Extension> extensions = (flags & 1) != 0 ? Extension.readChain(in) : List.of();
            Octets ciphertext = Octets.of(in.bytes(in.remaining() - TAG, "ciphertext"));
            return new Encap(sequence, (flags & 2) != 0, extensions, ciphertext, Octets.of(in.bytes(TAG, "tag")));
        }

        /** What is authenticated of this message: sequence, flags and the extensions in clear. */
        public byte[] header() {
            var out = new ByteWriter();
            writeHeader(out);
            return out.toByteArray();
        }

        /** The length of the whole command, from 9F to the end of the tag. */
        public int totalLength() {
            return 2 + header().length + ciphertext.length() + tag.length();
        }

        /** The entropy of the sender, when the message carries it. */
        public Optional<Octets> senderEntropy() {
            return extensions.stream()
                    .filter(e -> e.type() == Extension.SPAN && e.data().length() == 16)
                    .map(Extension::data)
                    .findFirst();
        }

        @Override
        public int command() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {
            writeHeader(out);
            out.bytes(ciphertext.toByteArray()).bytes(tag.toByteArray());
        }

        private void writeHeader(ByteWriter out) {
            out.u8(sequence).u8((extensions.isEmpty() ? 0 : 1) | (encryptedExtensions ? 2 : 0));
            for (int i = 0; i < extensions.size(); i++) {
                extensions.get(i).write(out, i < extensions.size() - 1);
            }
        }
    }

    record KexGet() implements Security2 {
        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /**
     * What a joining node can do and which keys it asks for.
     *
     * @param flags 01 echo, 02 client-side authentication
     * @param keys 01 unauthenticated, 02 authenticated, 04 access control, 80 S0
     */
    record KexReport(int flags, int schemes, int profiles, int keys) implements Security2 {
        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(flags).u8(schemes).u8(profiles).u8(keys);
        }
    }

    /** What is granted; fields as in {@link KexReport}. */
    record KexSet(int flags, int schemes, int profiles, int keys) implements Security2 {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(flags).u8(schemes).u8(profiles).u8(keys);
        }
    }

    /** Why an inclusion ends. */
    record KexFail(int reason) implements Security2 {
        public static final int KEY = 0x01;
        public static final int SCHEME = 0x02;
        public static final int CURVE = 0x03;
        public static final int DECRYPT = 0x05;
        public static final int CANCEL = 0x06;
        public static final int AUTH = 0x07;
        public static final int KEY_NOT_GRANTED = 0x08;
        public static final int VERIFY = 0x09;
        public static final int DIFFERENT_KEY = 0x0A;

        @Override
        public int command() {
            return 0x07;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(reason);
        }
    }

    /** A public key on Curve25519, little endian. */
    record PublicKeyReport(boolean including, Octets key) implements Security2 {
        @Override
        public int command() {
            return 0x08;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(including ? 1 : 0).bytes(key.toByteArray());
        }
    }

    record NetworkKeyGet(int key) implements Security2 {
        @Override
        public int command() {
            return 0x09;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(key);
        }
    }

    record NetworkKeyReport(int key, Octets networkKey) implements Security2 {
        @Override
        public int command() {
            return 0x0A;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(key).bytes(networkKey.toByteArray());
        }
    }

    record NetworkKeyVerify() implements Security2 {
        @Override
        public int command() {
            return 0x0B;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** 02 a key was verified, 01 all is done. */
    record TransferEnd(int flags) implements Security2 {
        @Override
        public int command() {
            return 0x0C;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(flags);
        }
    }

    record SupportedGet() implements Security2 {
        @Override
        public int command() {
            return 0x0D;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** The classes a node supports under the class this was encrypted with. */
    record SupportedReport(Octets classes) implements Security2 {
        @Override
        public int command() {
            return 0x0E;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.bytes(classes.toByteArray());
        }
    }
}
