// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;
import java.util.Optional;

/** Door Lock, versions 1 to 4 (command class 62): the bolt, not the codes. */
public sealed interface DoorLock extends Command {

    int UNSECURED = 0x00;
    int UNSECURED_WITH_TIMEOUT = 0x01;
    int INSIDE_UNSECURED = 0x10;
    int OUTSIDE_UNSECURED = 0x20;
    int MODE_UNKNOWN = 0xFE;
    int SECURED = 0xFF;

    @Override
    default int commandClass() {
        return ClassId.DOOR_LOCK;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x01 -> new OperationSet(in.u8("mode"));
            case 0x02 -> new OperationGet();
            case 0x03 -> OperationReport.read(in);
            case 0x04 -> new ConfigurationSet(Settings.read(in));
            case 0x05 -> new ConfigurationGet();
            case 0x06 -> new ConfigurationReport(Settings.read(in));
            case 0x07 -> new CapabilitiesGet();
            case 0x08 -> CapabilitiesReport.read(in);
            default -> new Command.Unknown(all);
        };
    }

    /** Moves the bolt. */
    record OperationSet(int mode) implements DoorLock {
        @Override
        public int command() {
            return 0x01;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(mode);
        }
    }

    record OperationGet() implements DoorLock {
        @Override
        public int command() {
            return 0x02;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /**
     * Where the bolt is.
     *
     * @param handles high nibble the outside handles that can open, low nibble the inside ones
     * @param condition 01 door closed, 02 bolt unlocked, 04 latch closed; believe it only when announced as supported
     * @param minutes until it locks again, FE for never
     * @param target where it is going and for how long (v3 and up)
     */
    record OperationReport(int mode, int handles, int condition, int minutes, int seconds, Optional<Target> target)
            implements DoorLock {
        static OperationReport read(ByteReader in) throws MalformedFrameException {
            int mode = in.u8("mode");
            int handles = in.u8("handles");
            int condition = in.u8("condition");
            int minutes = in.u8("minutes");
            int seconds = in.u8("seconds");
            Optional<Target> target = in.remaining() >= 2
                    ? Optional.of(new Target(in.u8("target mode"), in.u8("duration")))
                    : Optional.empty();
            return new OperationReport(mode, handles, condition, minutes, seconds, target);
        }

        public boolean doorClosed() {
            return (condition & 0x01) != 0;
        }

        public boolean boltLocked() {
            return (condition & 0x02) == 0;
        }

        public boolean latchClosed() {
            return (condition & 0x04) != 0;
        }

        @Override
        public int command() {
            return 0x03;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(mode).u8(handles).u8(condition).u8(minutes).u8(seconds);
            target.ifPresent(t -> out.u8(t.mode()).u8(t.duration()));
        }
    }

    /** Where a moving bolt is going. */
    record Target(int mode, int duration) {}

    /**
     * How the lock behaves.
     *
     * @param operation 01 constant, 02 timed
     * @param version4 times and options of version 4
     */
    record Settings(int operation, int handles, int minutes, int seconds, Optional<Version4> version4) {
        static Settings read(ByteReader in) throws MalformedFrameException {
            int operation = in.u8("operation");
            int handles = in.u8("handles");
            int minutes = in.u8("minutes");
            int seconds = in.u8("seconds");
            Optional<Version4> version4 = in.remaining() >= 5
                    ? Optional.of(new Version4(in.u16be("auto relock"), in.u16be("hold and release"), in.u8("flags")))
                    : Optional.empty();
            return new Settings(operation, handles, minutes, seconds, version4);
        }

        void write(ByteWriter out) {
            out.u8(operation).u8(handles).u8(minutes).u8(seconds);
            version4.ifPresent(
                    v -> out.u16be(v.autoRelockSeconds()).u16be(v.holdSeconds()).u8(v.flags()));
        }
    }

    /** What version 4 adds; flags 01 twist assist, 02 block to block. */
    record Version4(int autoRelockSeconds, int holdSeconds, int flags) {}

    record ConfigurationSet(Settings settings) implements DoorLock {
        @Override
        public int command() {
            return 0x04;
        }

        @Override
        public void writeBody(ByteWriter out) {
            settings.write(out);
        }
    }

    record ConfigurationGet() implements DoorLock {
        @Override
        public int command() {
            return 0x05;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    record ConfigurationReport(Settings settings) implements DoorLock {
        @Override
        public int command() {
            return 0x06;
        }

        @Override
        public void writeBody(ByteWriter out) {
            settings.write(out);
        }
    }

    record CapabilitiesGet() implements DoorLock {
        @Override
        public int command() {
            return 0x07;
        }

        @Override
        public void writeBody(ByteWriter out) {}
    }

    /**
     * What the bolt can do (v4).
     *
     * @param operationTypes bit 1 constant, bit 2 timed
     * @param modes the modes it takes
     * @param components 01 door, 02 bolt, 04 latch
     * @param options 01 block to block, 02 twist assist, 04 hold and release, 08 auto relock
     */
    record CapabilitiesReport(Octets operationTypes, Octets modes, int handles, int components, int options)
            implements DoorLock {
        static CapabilitiesReport read(ByteReader in) throws MalformedFrameException {
            Octets types = Octets.of(in.bytes(in.u8("types length") & 0x1F, "operation types"));
            Octets modes = Octets.of(in.bytes(in.u8("mode count"), "modes"));
            return new CapabilitiesReport(types, modes, in.u8("handles"), in.u8("components"), in.u8("options"));
        }

        @Override
        public int command() {
            return 0x08;
        }

        @Override
        public void writeBody(ByteWriter out) {
            out.u8(operationTypes.length()).bytes(operationTypes.toByteArray());
            out.u8(modes.length()).bytes(modes.toByteArray());
            out.u8(handles).u8(components).u8(options);
        }
    }
}
