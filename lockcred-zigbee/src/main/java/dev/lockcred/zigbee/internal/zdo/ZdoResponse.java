// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zdo;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.network.Eui64;
import java.util.ArrayList;
import java.util.List;

/** Answers of a device. A status other than 0 may end the message early; then the fields after it are absent. */
public sealed interface ZdoResponse extends ZdoMessage {

    int SUCCESS = 0x00;
    int INVALID_REQUEST = 0x80;
    int DEVICE_NOT_FOUND = 0x81;
    int INVALID_ENDPOINT = 0x82;
    int NOT_SUPPORTED = 0x84;
    int TABLE_FULL = 0x8C;
    int NOT_AUTHORISED = 0x8D;

    int status();

    /** A status and nothing we read behind it: bind, unbind, leave, permit joining, and every failed answer. */
    record StatusOnly(int cluster, int status) implements ZdoResponse {
        @Override
        public void writeBody(ByteWriter out) {
            out.u8(status);
        }
    }

    /** Answers both address questions. */
    record Address(int cluster, int status, Eui64 eui64, int nodeId) implements ZdoResponse {
        @Override
        public void writeBody(ByteWriter out) {
            out.u8(status);
            eui64.write(out);
            out.u16le(nodeId);
        }
    }

    record NodeDescriptor(int status, int nodeId, Descriptor descriptor) implements ZdoResponse {
        @Override
        public int cluster() {
            return ZdoRequest.NodeDescriptorOf.CLUSTER | RESPONSE_BIT;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(status).u16le(nodeId);
            descriptor.write(out);
        }
    }

    /**
     * What a node is; 13 bytes.
     *
     * @param kind low 3 bits: 0 coordinator, 1 router, 2 end device
     * @param capability MAC capability as in the announcement
     */
    record Descriptor(
            int kind,
            int frequency,
            int capability,
            int manufacturer,
            int maxBuffer,
            int maxIn,
            int serverMask,
            int maxOut,
            int descriptorCapability) {
        static Descriptor read(ByteReader in) throws MalformedFrameException {
            return new Descriptor(
                    in.u8("node kind"),
                    in.u8("frequency band"),
                    in.u8("MAC capability"),
                    in.u16le("manufacturer"),
                    in.u8("maximum buffer"),
                    in.u16le("maximum incoming"),
                    in.u16le("server mask"),
                    in.u16le("maximum outgoing"),
                    in.u8("descriptor capability"));
        }

        void write(ByteWriter out) {
            out.u8(kind).u8(frequency).u8(capability).u16le(manufacturer).u8(maxBuffer);
            out.u16le(maxIn).u16le(serverMask).u16le(maxOut).u8(descriptorCapability);
        }

        /** Whether the receiver is off between polls. */
        public boolean isSleepy() {
            return (kind & 0x07) == 2 && (capability & 0x08) == 0;
        }
    }

    record SimpleDescriptor(int status, int nodeId, Endpoint endpoint) implements ZdoResponse {
        @Override
        public int cluster() {
            return ZdoRequest.SimpleDescriptorOf.CLUSTER | RESPONSE_BIT;
        }

        @Override
        public void writeBody(ByteWriter out) {
            var body = new ByteWriter();
            endpoint.write(body);
            out.u8(status).u16le(nodeId).u8(body.length()).bytes(body.toByteArray());
        }
    }

    /**
     * What an endpoint is.
     *
     * @param inputs clusters it serves
     * @param outputs clusters it is a client of
     */
    record Endpoint(int number, int profile, int device, int version, List<Integer> inputs, List<Integer> outputs) {
        public Endpoint {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }

        static Endpoint read(ByteReader in) throws MalformedFrameException {
            int number = in.u8("endpoint");
            int profile = in.u16le("profile");
            int device = in.u16le("device");
            int version = in.u8("device version");
            return new Endpoint(
                    number, profile, device, version, clusters(in, "input count"), clusters(in, "output count"));
        }

        void write(ByteWriter out) {
            out.u8(number).u16le(profile).u16le(device).u8(version);
            out.u8(inputs.size());
            inputs.forEach(out::u16le);
            out.u8(outputs.size());
            outputs.forEach(out::u16le);
        }

        private static List<Integer> clusters(ByteReader in, String field) throws MalformedFrameException {
            int count = in.u8(field);
            var list = new ArrayList<Integer>();
            for (int i = 0; i < count; i++) {
                list.add(in.u16le("cluster"));
            }
            return list;
        }
    }

    record ActiveEndpoints(int status, int nodeId, List<Integer> endpoints) implements ZdoResponse {
        public ActiveEndpoints {
            endpoints = List.copyOf(endpoints);
        }

        @Override
        public int cluster() {
            return ZdoRequest.ActiveEndpointsOf.CLUSTER | RESPONSE_BIT;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(status).u16le(nodeId).u8(endpoints.size());
            endpoints.forEach(out::u8);
        }
    }

    static ZdoMessage read(int cluster, ByteReader in) throws MalformedFrameException {
        int request = cluster & ~RESPONSE_BIT;
        switch (request) {
            case ZdoRequest.NwkAddr.CLUSTER,
                    ZdoRequest.IeeeAddr.CLUSTER,
                    ZdoRequest.NodeDescriptorOf.CLUSTER,
                    ZdoRequest.SimpleDescriptorOf.CLUSTER,
                    ZdoRequest.ActiveEndpointsOf.CLUSTER,
                    ZdoRequest.Bind.CLUSTER,
                    ZdoRequest.Bind.UNBIND_CLUSTER,
                    ZdoRequest.MgmtLeave.CLUSTER,
                    ZdoRequest.MgmtPermitJoining.CLUSTER -> {}
            default -> {
                return new ZdoMessage.Unknown(cluster, Octets.of(in.rest()));
            }
        }
        int status = in.u8("status");
        if (status != SUCCESS) {
            return new StatusOnly(cluster, status);
        }
        return switch (request) {
            case ZdoRequest.NwkAddr.CLUSTER, ZdoRequest.IeeeAddr.CLUSTER ->
                new Address(cluster, status, Eui64.read(in, "device"), in.u16le("node id"));
            case ZdoRequest.NodeDescriptorOf.CLUSTER ->
                new NodeDescriptor(status, in.u16le("node id"), Descriptor.read(in));
            case ZdoRequest.SimpleDescriptorOf.CLUSTER -> {
                int nodeId = in.u16le("node id");
                int length = in.u8("descriptor length");
                yield new SimpleDescriptor(
                        status, nodeId, Endpoint.read(new ByteReader(in.bytes(length, "simple descriptor"))));
            }
            case ZdoRequest.ActiveEndpointsOf.CLUSTER -> {
                int nodeId = in.u16le("node id");
                int count = in.u8("endpoint count");
                var endpoints = new ArrayList<Integer>();
                for (int i = 0; i < count; i++) {
                    endpoints.add(in.u8("endpoint"));
                }
                yield new ActiveEndpoints(status, nodeId, endpoints);
            }
            default -> new StatusOnly(cluster, status);
        };
    }
}
