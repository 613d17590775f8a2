// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands every cluster has: attributes, reports and default responses. */
public sealed interface GeneralCommand {

    int READ = 0x00;
    int READ_RESPONSE = 0x01;
    int WRITE = 0x02;
    int WRITE_RESPONSE = 0x04;
    int CONFIGURE_REPORTING = 0x06;
    int CONFIGURE_REPORTING_RESPONSE = 0x07;
    int READ_REPORTING = 0x08;
    int READ_REPORTING_RESPONSE = 0x09;
    int REPORT = 0x0A;
    int DEFAULT_RESPONSE = 0x0B;
    int DISCOVER = 0x0C;
    int DISCOVER_RESPONSE = 0x0D;

    int id();

    void writeBody(ByteWriter out);

    record Read(List<Integer> attributes) implements GeneralCommand {
        public Read {
            attributes = List.copyOf(attributes);
        }

        @Override
        public int id() {
            return READ;
        }

        @Override
        public void writeBody(ByteWriter out) {
            attributes.forEach(out::u16le);
        }
    }

    /**
     * One attribute of a read response.
     *
     * @param value present exactly when the status is 0
     */
    record ReadResult(int attribute, int status, Optional<ZclValue> value) {
        public ReadResult {
            if (value.isPresent() != (status == ZclStatus.SUCCESS)) {
                throw new IllegalArgumentException("a read result has a value exactly when its status is 0");
            }
        }

        public static ReadResult of(int attribute, ZclValue value) {
            return new ReadResult(attribute, ZclStatus.SUCCESS, Optional.of(value));
        }

        public static ReadResult failed(int attribute, int status) {
            return new ReadResult(attribute, status, Optional.empty());
        }
    }

    record ReadResponse(List<ReadResult> results) implements GeneralCommand {
        public ReadResponse {
            results = List.copyOf(results);
        }

        @Override
        public int id() {
            return READ_RESPONSE;
        }

        @Override
        public void writeBody(ByteWriter out) {
            for (ReadResult result : results) {
                out.u16le(result.attribute).u8(result.status);
                result.value.ifPresent(v -> {
                    out.u8(v.type());
                    v.write(out);
                });
            }
        }

        static ReadResponse read(ByteReader in) throws MalformedFrameException {
            var results = new ArrayList<ReadResult>();
            while (in.remaining() > 0) {
                int attribute = in.u16le("attribute");
                int status = in.u8("attribute status");
                results.add(
                        status == ZclStatus.SUCCESS
                                ? ReadResult.of(attribute, ZclValue.read(in.u8("data type"), in))
                                : ReadResult.failed(attribute, status));
            }
            return new ReadResponse(results);
        }
    }

    /** An attribute and its value. */
    record Attribute(int id, ZclValue value) {
        static List<Attribute> readAll(ByteReader in) throws MalformedFrameException {
            var attributes = new ArrayList<Attribute>();
            while (in.remaining() > 0) {
                attributes.add(new Attribute(in.u16le("attribute"), ZclValue.read(in.u8("data type"), in)));
            }
            return attributes;
        }

        void write(ByteWriter out) {
            out.u16le(id).u8(value.type());
            value.write(out);
        }
    }

    record Write(List<Attribute> attributes) implements GeneralCommand {
        public Write {
            attributes = List.copyOf(attributes);
        }

        @Override
        public int id() {
            return WRITE;
        }

        @Override
        public void writeBody(ByteWriter out) {
            attributes.forEach(a -> a.write(out));
        }
    }

    /** What a device refused to write, or how it refused to report. */
    record Refusal(int status, int attribute) {}

    /**
     * The answer to a write.
     *
     * @param refusals empty when everything was written
     */
    record WriteResponse(List<Refusal> refusals) implements GeneralCommand {
        public WriteResponse {
            refusals = List.copyOf(refusals);
        }

        @Override
        public int id() {
            return WRITE_RESPONSE;
        }

        @Override
        public void writeBody(ByteWriter out) {
            if (refusals.isEmpty()) {
                out.u8(ZclStatus.SUCCESS);
            }
            refusals.forEach(r -> out.u8(r.status).u16le(r.attribute));
        }

        static WriteResponse read(ByteReader in) throws MalformedFrameException {
            var refusals = new ArrayList<Refusal>();
            while (in.remaining() > 0) {
                int status = in.u8("write status");
                if (in.remaining() == 0 && refusals.isEmpty()) {
                    // A single status without attribute stands for the whole request; a failure is kept as attribute
                    // FFFF.
                    return status == ZclStatus.SUCCESS
                            ? new WriteResponse(List.of())
                            : new WriteResponse(List.of(new Refusal(status, 0xFFFF)));
                }
                int attribute = in.u16le("attribute");
                if (status != ZclStatus.SUCCESS) {
                    refusals.add(new Refusal(status, attribute));
                }
            }
            return new WriteResponse(refusals);
        }
    }

    /**
     * How an attribute shall be reported.
     *
     * @param minimum seconds between two reports
     * @param maximum seconds after which one is due at the latest; FFFF ends reporting
     * @param change how much is worth a report; present exactly for numbers
     */
    record Reporting(int attribute, int type, int minimum, int maximum, Optional<ZclValue> change) {
        public Reporting {
            if (change.isPresent() != ZclValue.isAnalogue(type)) {
                throw new IllegalArgumentException("a reportable change goes with numbers, and only with them");
            }
        }
    }

    record ConfigureReporting(List<Reporting> reports) implements GeneralCommand {
        private static final int SEND = 0x00;

        public ConfigureReporting {
            reports = List.copyOf(reports);
        }

        @Override
        public int id() {
            return CONFIGURE_REPORTING;
        }

        @Override
        public void writeBody(ByteWriter out) {
            for (Reporting r : reports) {
                out.u8(SEND).u16le(r.attribute).u8(r.type).u16le(r.minimum).u16le(r.maximum);
                r.change.ifPresent(c -> c.write(out));
            }
        }

        static ConfigureReporting read(ByteReader in) throws MalformedFrameException {
            var reports = new ArrayList<Reporting>();
            while (in.remaining() > 0) {
                in.expect(SEND, "reporting direction");
                int attribute = in.u16le("attribute");
                int type = in.u8("data type");
                int minimum = in.u16le("minimum interval");
                int maximum = in.u16le("maximum interval");
                reports.add(new Reporting(
                        attribute,
                        type,
                        minimum,
                        maximum,
                        ZclValue.isAnalogue(type) ? Optional.of(ZclValue.read(type, in)) : Optional.empty()));
            }
            return new ConfigureReporting(reports);
        }
    }

    /**
     * The answer to a reporting configuration.
     *
     * @param refusals empty when everything was accepted
     */
    record ConfigureReportingResponse(List<Refusal> refusals) implements GeneralCommand {
        public ConfigureReportingResponse {
            refusals = List.copyOf(refusals);
        }

        @Override
        public int id() {
            return CONFIGURE_REPORTING_RESPONSE;
        }

        @Override
        public void writeBody(ByteWriter out) {
            if (refusals.isEmpty()) {
                out.u8(ZclStatus.SUCCESS);
            }
            refusals.forEach(r -> out.u8(r.status).u8(0).u16le(r.attribute));
        }

        static ConfigureReportingResponse read(ByteReader in) throws MalformedFrameException {
            var refusals = new ArrayList<Refusal>();
            while (in.remaining() > 0) {
                int status = in.u8("reporting status");
                if (in.remaining() == 0 && refusals.isEmpty()) {
                    return status == ZclStatus.SUCCESS
                            ? new ConfigureReportingResponse(List.of())
                            : new ConfigureReportingResponse(List.of(new Refusal(status, 0xFFFF)));
                }
                in.skip(1, "reporting direction");
                int attribute = in.u16le("attribute");
                if (status != ZclStatus.SUCCESS) {
                    refusals.add(new Refusal(status, attribute));
                }
            }
            return new ConfigureReportingResponse(refusals);
        }
    }

    /** Values that changed, or whose time had come. */
    record Report(List<Attribute> attributes) implements GeneralCommand {
        public Report {
            attributes = List.copyOf(attributes);
        }

        @Override
        public int id() {
            return REPORT;
        }

        @Override
        public void writeBody(ByteWriter out) {
            attributes.forEach(a -> a.write(out));
        }
    }

    /** What became of a command that has no answer of its own, or that failed. */
    record DefaultResponse(int command, int status) implements GeneralCommand {
        @Override
        public int id() {
            return DEFAULT_RESPONSE;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(command).u8(status);
        }
    }

    record Discover(int start, int maximum) implements GeneralCommand {
        @Override
        public int id() {
            return DISCOVER;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u16le(start).u8(maximum);
        }
    }

    /** An attribute a device has, and its type. */
    record Discovered(int attribute, int type) {}

    record DiscoverResponse(boolean complete, List<Discovered> attributes) implements GeneralCommand {
        public DiscoverResponse {
            attributes = List.copyOf(attributes);
        }

        @Override
        public int id() {
            return DISCOVER_RESPONSE;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(complete ? 1 : 0);
            attributes.forEach(a -> out.u16le(a.attribute).u8(a.type));
        }

        static DiscoverResponse read(ByteReader in) throws MalformedFrameException {
            boolean complete = in.u8("discovery complete") != 0;
            var attributes = new ArrayList<Discovered>();
            while (in.remaining() > 0) {
                attributes.add(new Discovered(in.u16le("attribute"), in.u8("data type")));
            }
            return new DiscoverResponse(complete, attributes);
        }
    }

    /** A general command that is not spoken here. */
    record Unknown(int id, Octets body) implements GeneralCommand {
        @Override
        public void writeBody(ByteWriter out) {
            out.bytes(body.toByteArray());
        }
    }

    static GeneralCommand read(int id, ByteReader in) throws MalformedFrameException {
        return switch (id) {
            case READ -> {
                var attributes = new ArrayList<Integer>();
                while (in.remaining() > 0) {
                    attributes.add(in.u16le("attribute"));
                }
                yield new Read(attributes);
            }
            case READ_RESPONSE -> ReadResponse.read(in);
            case WRITE -> new Write(Attribute.readAll(in));
            case WRITE_RESPONSE -> WriteResponse.read(in);
            case CONFIGURE_REPORTING -> ConfigureReporting.read(in);
            case CONFIGURE_REPORTING_RESPONSE -> ConfigureReportingResponse.read(in);
            case REPORT -> new Report(Attribute.readAll(in));
            case DEFAULT_RESPONSE -> new DefaultResponse(in.u8("command"), in.u8("status"));
            case DISCOVER -> new Discover(in.u16le("first attribute"), in.u8("maximum"));
            case DISCOVER_RESPONSE -> DiscoverResponse.read(in);
            default -> new Unknown(id, Octets.of(in.rest()));
        };
    }
}
