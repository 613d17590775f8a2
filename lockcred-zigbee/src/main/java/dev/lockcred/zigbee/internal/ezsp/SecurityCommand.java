// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.InitialSecurityState;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.SecManContext;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.util.OptionalInt;

/** Commands about keys. */
public sealed interface SecurityCommand extends EzspMessage.Command {

    record SetInitialSecurityState(InitialSecurityState state) implements SecurityCommand {
        @Override
        public FrameId id() {
            return FrameId.SET_INITIAL_SECURITY_STATE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            state.write(out);
        }
    }

    /**
     * Up to version 12; later firmware gave the id another meaning.
     *
     * @param keyType 1 trust centre link key, 3 network key
     */
    record GetKey(int keyType) implements SecurityCommand {
        public static final int TC_LINK = 1;
        public static final int NETWORK = 3;

        @Override
        public FrameId id() {
            return FrameId.GET_KEY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(keyType);
        }
    }

    /** A key for one join, up to version 12. */
    record AddTransientLinkKey(Eui64 eui64, ZigbeeKey key) implements SecurityCommand {
        @Override
        public FrameId id() {
            return FrameId.ADD_TRANSIENT_LINK_KEY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            eui64.write(out);
            key.write(out);
        }
    }

    /**
     * A key for one join, from version 12 on.
     *
     * @param flags absent where the version has none; some hosts send it later too
     */
    record ImportTransientKey(Eui64 eui64, ZigbeeKey key, OptionalInt flags) implements SecurityCommand {
        @Override
        public FrameId id() {
            return FrameId.IMPORT_TRANSIENT_KEY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            eui64.write(out);
            key.write(out);
            flags.ifPresent(out::u8);
        }
    }

    record ImportLinkKey(int index, Eui64 eui64, ZigbeeKey key) implements SecurityCommand {
        @Override
        public FrameId id() {
            return FrameId.IMPORT_LINK_KEY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(index);
            eui64.write(out);
            key.write(out);
        }
    }

    record ExportLinkKeyByIndex(int index) implements SecurityCommand {
        @Override
        public FrameId id() {
            return FrameId.EXPORT_LINK_KEY_BY_INDEX;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(index);
        }
    }

    record ExportKey(SecManContext context) implements SecurityCommand {
        @Override
        public FrameId id() {
            return FrameId.EXPORT_KEY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            context.write(out, version);
        }
    }

    record ImportKey(SecManContext context, ZigbeeKey key) implements SecurityCommand {
        @Override
        public FrameId id() {
            return FrameId.IMPORT_KEY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            context.write(out, version);
            key.write(out);
        }
    }
}
