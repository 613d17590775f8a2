// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;

/** The structures of the security commands, in the order their bytes have. */
public final class SecurityStructures {

    private SecurityStructures() {}

    /**
     * What a coordinator is given before it forms a network; 43 bytes.
     *
     * @param bitmask of {@code USE_*}
     * @param preconfiguredKey the trust centre link key
     * @param networkKey the network key
     * @param keySequence 0..255
     * @param trustCenter ignored unless the bitmask says it is given
     */
    public record InitialSecurityState(
            int bitmask, ZigbeeKey preconfiguredKey, ZigbeeKey networkKey, int keySequence, Eui64 trustCenter) {

        public static final int GLOBAL_LINK_KEY = 0x0004;
        public static final int TRUST_CENTER_GIVEN = 0x0040;
        public static final int HASHED_LINK_KEYS = 0x0080;
        public static final int HAVE_PRECONFIGURED_KEY = 0x0100;
        public static final int HAVE_NETWORK_KEY = 0x0200;
        public static final int REQUIRE_ENCRYPTED_KEY = 0x0800;
        public static final int NO_FRAME_COUNTER_RESET = 0x1000;

        static InitialSecurityState read(ByteReader in) throws MalformedFrameException {
            return new InitialSecurityState(
                    in.u16le("bitmask"),
                    ZigbeeKey.read(in, "preconfigured key"),
                    ZigbeeKey.read(in, "network key"),
                    in.u8("key sequence"),
                    Eui64.read(in, "trust centre"));
        }

        void write(ByteWriter out) {
            out.u16le(bitmask);
            preconfiguredKey.write(out);
            networkKey.write(out);
            out.u8(keySequence);
            trustCenter.write(out);
        }
    }

    /** How the network is secured now; 10 bytes. */
    public record CurrentSecurityState(int bitmask, Eui64 trustCenter) {
        static CurrentSecurityState read(ByteReader in) throws MalformedFrameException {
            return new CurrentSecurityState(in.u16le("bitmask"), Eui64.read(in, "trust centre"));
        }

        void write(ByteWriter out) {
            out.u16le(bitmask);
            trustCenter.write(out);
        }
    }

    /**
     * A key with its counters, up to version 12; 36 bytes.
     *
     * @param bitmask which of the fields are meaningful
     * @param type as asked for
     */
    public record KeyStruct(
            int bitmask,
            int type,
            ZigbeeKey key,
            long outgoingCounter,
            long incomingCounter,
            int sequence,
            Eui64 partner) {
        static KeyStruct read(ByteReader in) throws MalformedFrameException {
            return new KeyStruct(
                    in.u16le("bitmask"),
                    in.u8("key type"),
                    ZigbeeKey.read(in, "key"),
                    in.u32le("outgoing counter"),
                    in.u32le("incoming counter"),
                    in.u8("key sequence"),
                    Eui64.read(in, "partner"));
        }

        void write(ByteWriter out) {
            out.u16le(bitmask).u8(type);
            key.write(out);
            out.u32le(outgoingCounter).u32le(incomingCounter).u8(sequence);
            partner.write(out);
        }
    }

    /**
     * Which key a security manager command means; 18 bytes, 17 in version 12.
     *
     * @param keyType of {@code NETWORK} and {@code TC_LINK}
     * @param algorithm PSA permission; left 0
     */
    public record SecManContext(
            int keyType, int index, int derivedType, Eui64 eui64, int networkIndex, int flags, long algorithm) {

        public static final int NETWORK = 1;
        public static final int TC_LINK = 2;

        /** The context of a key that needs no further words. */
        public static SecManContext of(int keyType) {
            return new SecManContext(keyType, 0, 0, Eui64.NONE, 0, 0, 0);
        }

        static SecManContext read(ByteReader in, EzspVersion version) throws MalformedFrameException {
            return new SecManContext(
                    in.u8("key type"),
                    in.u8("key index"),
                    version.wideDerivedType() ? in.u16le("derived type") : in.u8("derived type"),
                    Eui64.read(in, "device"),
                    in.u8("network index"),
                    in.u8("flags"),
                    in.u32le("algorithm"));
        }

        void write(ByteWriter out, EzspVersion version) {
            out.u8(keyType).u8(index);
            if (version.wideDerivedType()) {
                out.u16le(derivedType);
            } else {
                out.u8(derivedType);
            }
            eui64.write(out);
            out.u8(networkIndex).u8(flags).u32le(algorithm);
        }
    }

    /** The state of the network key, without the key; 8 bytes. */
    public record NetworkKeyInfo(
            int keySet, int alternateKeySet, int sequence, int alternateSequence, long frameCounter) {
        static NetworkKeyInfo read(ByteReader in) throws MalformedFrameException {
            return new NetworkKeyInfo(
                    in.u8("network key set"),
                    in.u8("alternate key set"),
                    in.u8("key sequence"),
                    in.u8("alternate key sequence"),
                    in.u32le("frame counter"));
        }

        void write(ByteWriter out) {
            out.u8(keySet)
                    .u8(alternateKeySet)
                    .u8(sequence)
                    .u8(alternateSequence)
                    .u32le(frameCounter);
        }
    }

    /** The counters of a link key; 12 bytes. */
    public record ApsKeyMetadata(int bitmask, long outgoingCounter, long incomingCounter, int ttl) {
        static ApsKeyMetadata read(ByteReader in) throws MalformedFrameException {
            return new ApsKeyMetadata(
                    in.u16le("bitmask"),
                    in.u32le("outgoing counter"),
                    in.u32le("incoming counter"),
                    in.u16le("time to live"));
        }

        void write(ByteWriter out) {
            out.u16le(bitmask).u32le(outgoingCounter).u32le(incomingCounter).u16le(ttl);
        }
    }
}
