// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.ezsp.ConfigCommand;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback;
import dev.lockcred.zigbee.internal.ezsp.EzspCodec;
import dev.lockcred.zigbee.internal.ezsp.EzspFrame;
import dev.lockcred.zigbee.internal.ezsp.EzspHeader;
import dev.lockcred.zigbee.internal.ezsp.EzspMessage;
import dev.lockcred.zigbee.internal.ezsp.EzspResponse;
import dev.lockcred.zigbee.internal.ezsp.EzspVersion;
import dev.lockcred.zigbee.internal.ezsp.FrameId;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus.Meaning;
import dev.lockcred.zigbee.internal.ezsp.NetworkCommand;
import dev.lockcred.zigbee.internal.ezsp.SecurityCommand;
import dev.lockcred.zigbee.internal.ezsp.SendCommand;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.network.Eui64;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A network co-processor of one EZSP version: one command at a time, refused until the version is agreed; tokens outlive resets,
 * everything else does not. What it does on the network is {@link NcpNetwork}'s, its settings {@link NcpSettings}'.
 */
final class SimulatedNcp {

    /** What firmware is on the stick. */
    enum Firmware {
        NCP,
        BOOTLOADER,
        ZWAVE,
        THREAD,
        SILENT
    }

    private static final byte[] BOOTLOADER_MENU =
            "\r\nGecko Bootloader v1.12.00\r\n1. upload gbl\r\n2. run\r\n3. ebl info\r\nBL > "
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ZWAVE_VERSION =
            HexFormat.of().parseHex("01100115" + "5a2d5761766520372e323200" + "0191");

    private static final byte[] THREAD_RESET = HexFormat.of().parseHex("7e80060072fc577e");

    private final Timers timers;
    private final EzspVersion version;
    private final Traffic traffic;
    private final LineFaults line = new LineFaults();
    private final NcpTokens tokens;
    private final NcpNetwork network;
    private final NcpSettings settings;
    private final ArrayDeque<Interruption> interruptions = new ArrayDeque<>();
    private Firmware firmware = Firmware.NCP;
    private NcpRam ram = new NcpRam();
    private @Nullable AshServer ash;

    /** Something that happens instead of the answer to a command. */
    private record Interruption(FrameId command, Consumer<AshServer> act) {}

    SimulatedNcp(Timers timers, int version, Eui64 eui64, Air air, Traffic traffic) {
        this.timers = timers;
        this.version = new EzspVersion(version);
        this.traffic = traffic;
        this.tokens = new NcpTokens(eui64);
        this.network = new NcpNetwork(this, tokens, air);
        this.settings = new NcpSettings(this, tokens);
        air.coordinator(this);
    }

    Timers timers() {
        return timers;
    }

    EzspVersion version() {
        return version;
    }

    LineFaults line() {
        return line;
    }

    NcpTokens tokens() {
        return tokens;
    }

    NcpNetwork network() {
        return network;
    }

    NcpRam ram() {
        return ram;
    }

    Traffic traffic() {
        return traffic;
    }

    void firmware(Firmware other) {
        firmware = other;
    }

    /** A host opened the port. One host at a time: the port before it is closed. */
    void attach(BytePort port) {
        if (ash != null) {
            ash.close();
        }
        if (firmware == Firmware.NCP) {
            ash = new AshServer(timers, port, line, traffic, new AshServer.Owner() {
                @Override
                public void onReset() {
                    forgetRam();
                }

                @Override
                public void onEzsp(byte[] frame) {
                    SimulatedNcp.this.onEzsp(frame);
                }
            });
            ash.listen();
        } else {
            byte[] answer = switch (firmware) {
                case BOOTLOADER -> BOOTLOADER_MENU;
                case ZWAVE -> ZWAVE_VERSION;
                case THREAD -> THREAD_RESET;
                default -> new byte[0];
            };
            port.listen(
                    bytes -> {
                        if (answer.length > 0) {
                            port.write(answer.clone());
                        }
                    },
                    lost -> {});
        }
    }

    /** Whether a host is attached. */
    Optional<AshServer> host() {
        return Optional.ofNullable(ash);
    }

    private void forgetRam() {
        ram.end();
        ram = new NcpRam();
    }

    /** Another stick is in the port: blank, with an address of its own. */
    void replaced(Eui64 eui64) {
        forgetRam();
        tokens.leave();
        tokens.eui64 = eui64;
        host().ifPresent(AshServer::close);
        ash = null;
    }

    // ---- faults

    /** At the next command of this kind: do this instead of answering. */
    void interrupt(FrameId command, Consumer<AshServer> act) {
        interruptions.add(new Interruption(command, act));
    }

    /** Restarts now, as after a watchdog. */
    void restart(int code) {
        forgetRam();
        host().ifPresent(a -> a.restarted(code));
    }

    // ---- commands

    private void onEzsp(byte[] bytes) {
        traffic.commands++;
        EzspFrame frame;
        try {
            frame = ram.codec.decodeFromHost(bytes);
        } catch (MalformedFrameException e) {
            ram.lastSequence = bytes[0] & 0xFF;
            respond(new EzspResponse.InvalidCommand(NcpStatus.INVALID_VALUE));
            return;
        }
        ram.lastSequence = frame.header().sequence();
        if (frame.message() instanceof ConfigCommand.Version ask) {
            onVersion(ask.desired());
            return;
        }
        if (!ram.versionAgreed) {
            respond(new EzspResponse.InvalidCommand(NcpStatus.VERSION_NOT_SET));
            return;
        }
        Interruption interruption = interruptions.peek();
        AshServer current = ash;
        if (interruption != null
                && current != null
                && frame.message().frameId() == interruption.command().id()) {
            interruptions.remove();
            interruption.act().accept(current);
            return;
        }
        if (frame.message() instanceof EzspMessage.Command command) {
            Optional<EzspMessage.Response> answer = answer(command);
            respond(answer.orElseGet(() -> new EzspResponse.InvalidCommand(NcpStatus.INVALID_FRAME_ID)));
        } else {
            respond(OtherFirmware.answer(frame.message().frameId(), this)
                    .orElseGet(() -> new EzspResponse.InvalidCommand(NcpStatus.INVALID_FRAME_ID)));
        }
    }

    private void onVersion(int desired) {
        boolean native2 = ram.versionTold;
        respond(new EzspResponse.Version(version.number(), 2, stackVersion()));
        ram.versionTold = true;
        ram.codec = EzspCodec.of(version);
        ram.versionAgreed = desired == version.number() || native2 && ram.versionAgreed;
    }

    private int stackVersion() {
        int[] release = release();
        return release[0] << 12 | release[1] << 8 | release[2] << 4;
    }

    /** Major, minor and patch of an EmberZNet that speaks this version. */
    int[] release() {
        return switch (version.number()) {
            case 4, 5, 6, 7 -> new int[] {6, 5, 0};
            case 8 -> new int[] {6, 10, 0};
            case 9 -> new int[] {7, 0, 2};
            case 10 -> new int[] {7, 1, 5};
            case 11 -> new int[] {7, 2, 4};
            case 12 -> new int[] {7, 3, 1};
            case 13 -> new int[] {7, 4, 3};
            case 14 -> new int[] {8, 0, 2};
            case 15, 16 -> new int[] {8, 1, 1};
            default -> new int[] {8, 2, 0};
        };
    }

    private Optional<EzspMessage.Response> answer(EzspMessage.Command command) {
        if (command instanceof SendCommand send) {
            return Optional.of(network.send(send));
        }
        if (command instanceof NetworkCommand about) {
            return network.answer(about);
        }
        if (command instanceof SecurityCommand security) {
            return settings.answer(security);
        }
        if (command instanceof ConfigCommand.Bare bare) {
            Optional<EzspMessage.Response> answer = network.answer(bare.id());
            return answer.isPresent() ? answer : settings.answer(bare.id());
        }
        return settings.answer((ConfigCommand) command);
    }

    private void respond(EzspMessage message) {
        host().ifPresent(a ->
                a.send(ram.codec.encode(new EzspFrame(EzspHeader.response(ram.lastSequence), message)), false));
    }

    /** Says something unasked. */
    void callback(EzspMessage.Callback callback) {
        if (ram.versionAgreed) {
            traffic.callbacks++;
            host().ifPresent(a ->
                    a.send(ram.codec.encode(new EzspFrame(EzspHeader.callback(ram.lastSequence), callback)), true));
        }
    }

    /** Says something unasked, a little later; not if it was reset in between. */
    void callbackSoon(Duration delay, EzspMessage.Callback callback) {
        NcpRam now = ram;
        timers.schedule(delay, () -> {
            if (ram == now) {
                callback(callback);
            }
        });
    }

    NcpStatus status(Meaning meaning) {
        return NcpStatus.of(meaning, version);
    }

    /** Whether the host prepared the keys; then they are taken over. */
    boolean settingsForForming() {
        return settings.takeSecurity();
    }

    /** A message from a node to the host. */
    void incoming(ZigbeeNode node, ApsFrame aps, byte[] message, int type) {
        if (ram.up) {
            traffic.incoming++;
            callback(new EzspCallback.IncomingMessage(
                    type,
                    aps,
                    200,
                    -50,
                    node.nodeId(),
                    version.isWide() ? node.eui64() : Eui64.NONE,
                    0xFF,
                    0xFF,
                    0,
                    Octets.of(message)));
        }
    }

    /** Whether a node is on this network now, and would understand it. */
    boolean shares(ZigbeeNode node) {
        return ram.up
                && node.membership().isPresent()
                && tokens.network.isPresent()
                && tokens.networkKey.equals(node.membership().get().networkKey())
                && tokens.network
                        .get()
                        .extendedPanId()
                        .equals(node.membership().get().extendedPanId())
                && tokens.network.get().panId() == node.membership().get().panId()
                && tokens.network.get().channel() == node.membership().get().channel();
    }
}
