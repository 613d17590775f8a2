// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.ezsp;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.util.ArrayList;
import java.util.List;

/** Commands that ask about the co-processor or set it up. */
public sealed interface ConfigCommand extends EzspMessage.Command {

    /** Negotiates the version; the first command of a session, in the legacy header. */
    record Version(int desired) implements ConfigCommand {
        @Override
        public FrameId id() {
            return FrameId.VERSION;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(desired);
        }
    }

    /**
     * Adds an endpoint to the co-processor itself.
     *
     * @param endpoint 1..240, or 242
     * @param inputClusters what the endpoint serves
     * @param outputClusters what it is a client of
     */
    record AddEndpoint(
            int endpoint,
            int profile,
            int device,
            int deviceVersion,
            List<Integer> inputClusters,
            List<Integer> outputClusters)
            implements ConfigCommand {
        public AddEndpoint {
            inputClusters = List.copyOf(inputClusters);
            outputClusters = List.copyOf(outputClusters);
        }

        @Override
        public FrameId id() {
            return FrameId.ADD_ENDPOINT;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(endpoint).u16le(profile).u16le(device).u8(deviceVersion);
            out.u8(inputClusters.size()).u8(outputClusters.size());
            inputClusters.forEach(out::u16le);
            outputClusters.forEach(out::u16le);
        }

        static AddEndpoint read(ByteReader in) throws MalformedFrameException {
            int endpoint = in.u8("endpoint");
            int profile = in.u16le("profile");
            int device = in.u16le("device");
            int version = in.u8("device version");
            int inputs = in.u8("input count");
            int outputs = in.u8("output count");
            return new AddEndpoint(endpoint, profile, device, version, clusters(in, inputs), clusters(in, outputs));
        }

        private static List<Integer> clusters(ByteReader in, int count) throws MalformedFrameException {
            var list = new ArrayList<Integer>();
            for (int i = 0; i < count; i++) {
                list.add(in.u16le("cluster"));
            }
            return list;
        }
    }

    /** Asks for a value that needs a parameter; value 0 with an endpoint asks for its flags. */
    record GetExtendedValue(int valueId, long characteristics) implements ConfigCommand {
        @Override
        public FrameId id() {
            return FrameId.GET_EXTENDED_VALUE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(valueId).u32le(characteristics);
        }
    }

    /** Tells the stack which manufacturer code its node descriptor shows. */
    record SetManufacturerCode(int code) implements ConfigCommand {
        @Override
        public FrameId id() {
            return FrameId.SET_MANUFACTURER_CODE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u16le(code);
        }
    }

    record GetConfigurationValue(int configId) implements ConfigCommand {
        @Override
        public FrameId id() {
            return FrameId.GET_CONFIGURATION_VALUE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(configId);
        }
    }

    record SetConfigurationValue(int configId, int value) implements ConfigCommand {
        @Override
        public FrameId id() {
            return FrameId.SET_CONFIGURATION_VALUE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(configId).u16le(value);
        }
    }

    record SetPolicy(int policy, int decision) implements ConfigCommand {
        @Override
        public FrameId id() {
            return FrameId.SET_POLICY;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(policy).u8(decision);
        }
    }

    record GetValue(int valueId) implements ConfigCommand {
        @Override
        public FrameId id() {
            return FrameId.GET_VALUE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(valueId);
        }
    }

    record SetValue(int valueId, Octets value) implements ConfigCommand {
        @Override
        public FrameId id() {
            return FrameId.SET_VALUE;
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {
            out.u8(valueId);
            value.writeShort(out);
        }
    }

    /** A command without parameters. */
    record Bare(FrameId id) implements ConfigCommand {
        public Bare {
            if (!isBare(id)) {
                throw new IllegalArgumentException(id + " has parameters");
            }
        }

        /** Which commands those are. */
        static boolean isBare(FrameId id) {
            return switch (id) {
                case NOP,
                        NETWORK_STATE,
                        LEAVE_NETWORK,
                        GET_EUI64,
                        GET_NODE_ID,
                        GET_NETWORK_PARAMETERS,
                        READ_AND_CLEAR_COUNTERS,
                        GET_CURRENT_SECURITY_STATE,
                        CLEAR_TRANSIENT_LINK_KEYS,
                        CLEAR_KEY_TABLE,
                        GET_NETWORK_KEY_INFO -> true;
                default -> false;
            };
        }

        @Override
        public void write(ByteWriter out, EzspVersion version) {}
    }
}
