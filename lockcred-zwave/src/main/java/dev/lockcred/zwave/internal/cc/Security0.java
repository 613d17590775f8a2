// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/**
 * Security S0 (command class 98), the messages. {@link dev.lockcred.zwave.internal.security.S0Crypto} does the rest.
 */
public sealed interface Security0 extends Command {

    @Override
    default int commandClass() {
        return ClassId.SECURITY_0;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x02 -> new SupportedGet();
            case 0x03 -> new SupportedReport(in.u8("following"), Octets.of(in.rest()));
            case 0x04 -> new SchemeGet(in.u8("schemes"));
            case 0x05 -> new SchemeReport(in.u8("schemes"));
            case 0x06 -> new NetworkKeySet(Octets.of(in.rest()));
            case 0x07 -> new NetworkKeyVerify();
            case 0x08 -> new SchemeInherit(in.u8("schemes"));
            case 0x40 -> new NonceGet();
            case 0x80 -> new NonceReport(Octets.of(in.rest()));
            case Encap.PLAIN, Encap.WITH_NONCE_GET -> Encap.readEncap(command, in);
            default -> new Command.Unknown(all);
        };
    }

    record SupportedGet() implements Security0 {
        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** The classes supported under S0; {@code following} further reports belong to it. */
    record SupportedReport(int following, Octets classes) implements Security0 {
        @Override
        public int command() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(following).bytes(classes.toByteArray());
        }
    }

    record SchemeGet(int schemes) implements Security0 {
        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schemes);
        }
    }

    record SchemeReport(int schemes) implements Security0 {
        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schemes);
        }
    }

    record NetworkKeySet(Octets key) implements Security0 {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.bytes(key.toByteArray());
        }
    }

    record NetworkKeyVerify() implements Security0 {
        @Override
        public int command() {
            return 0x07;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    record SchemeInherit(int schemes) implements Security0 {
        @Override
        public int command() {
            return 0x08;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(schemes);
        }
    }

    record NonceGet() implements Security0 {
        @Override
        public int command() {
            return 0x40;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /** Eight random bytes, to be used once. */
    record NonceReport(Octets nonce) implements Security0 {
        @Override
        public int command() {
            return 0x80;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.bytes(nonce.toByteArray());
        }
    }

    /**
     * An encrypted command.
     *
     * @param command 81, or C1 which asks for a nonce in the same breath
     * @param senderNonce 8 bytes
     * @param ciphertext at least the frame control byte
     * @param nonceId the first byte of the receiver's nonce
     * @param mac 8 bytes
     */
    record Encap(int command, Octets senderNonce, Octets ciphertext, int nonceId, Octets mac) implements Security0 {
        public static final int PLAIN = 0x81;
        public static final int WITH_NONCE_GET = 0xC1;

        static Encap readEncap(int command, ByteReader in) throws MalformedFrameException {
            Octets nonce = Octets.of(in.bytes(8, "sender nonce"));
            Octets ciphertext = Octets.of(in.bytes(in.remaining() - 9, "ciphertext"));
            if (ciphertext.isEmpty()) {
                throw new MalformedFrameException("an encrypted command without content");
            }
            return new Encap(command, nonce, ciphertext, in.u8("nonce id"), Octets.of(in.bytes(8, "MAC")));
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.bytes(senderNonce.toByteArray()).bytes(ciphertext.toByteArray());
            out.u8(nonceId).bytes(mac.toByteArray());
        }
    }
}
