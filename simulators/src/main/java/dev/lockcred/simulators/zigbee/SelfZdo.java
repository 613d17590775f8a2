// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zigbee.internal.ezsp.ApsFrame;
import dev.lockcred.zigbee.internal.ezsp.ConfigCommand;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zdo.ZdoMessage;
import dev.lockcred.zigbee.internal.zdo.ZdoRequest;
import dev.lockcred.zigbee.internal.zdo.ZdoResponse;
import dev.lockcred.zigbee.network.Eui64;
import java.time.Duration;
import java.util.List;

/** What the coordinator answers to ZDO questions about itself, as its own host asks them. */
final class SelfZdo {

    private static final Duration LOOPBACK = Duration.ofMillis(1);
    private static final int PERMIT_RESPONSE = 0x8036;

    private final SimulatedNcp ncp;
    private final NcpNetwork network;
    private int apsSequence;

    SelfZdo(SimulatedNcp ncp, NcpNetwork network) {
        this.ncp = ncp;
        this.network = network;
    }

    void onRequest(int cluster, byte[] payload) {
        ZdoMessage.Frame frame;
        try {
            frame = ZdoMessage.Frame.decode(cluster, payload);
        } catch (MalformedFrameException e) {
            return; // as a stack does: nothing comes back
        }
        ZdoMessage answer = answer(frame.message());
        apsSequence = apsSequence + 1 & 0xFF;
        var aps = new ApsFrame(ZdoMessage.PROFILE, answer.cluster(), 0, 0, ApsFrame.OPTION_RETRY, 0, apsSequence);
        ncp.traffic().incoming++;
        ncp.callbackSoon(
                LOOPBACK,
                new EzspCallback.IncomingMessage(
                        0,
                        aps,
                        255,
                        -30,
                        0,
                        ncp.version().isWide() ? ncp.tokens().eui64 : Eui64.NONE,
                        0xFF,
                        0xFF,
                        0,
                        Octets.of(new ZdoMessage.Frame(frame.sequence(), answer).encode())));
    }

    private ZdoMessage answer(ZdoMessage request) {
        if (request instanceof ZdoRequest.NodeDescriptorOf) {
            return new ZdoResponse.NodeDescriptor(
                    0, 0, new ZdoResponse.Descriptor(0, 0x40, 0x8F, 0x1049, 82, 255, 0x2C01, 255, 0));
        }
        if (request instanceof ZdoRequest.ActiveEndpointsOf) {
            return new ZdoResponse.ActiveEndpoints(
                    0, 0, List.copyOf(ncp.ram().endpoints.keySet()));
        }
        if (request instanceof ZdoRequest.SimpleDescriptorOf simple) {
            ConfigCommand.AddEndpoint own = ncp.ram().endpoints.get(simple.endpoint());
            return own == null
                    ? new ZdoResponse.StatusOnly(
                            ZdoRequest.SimpleDescriptorOf.CLUSTER | ZdoMessage.RESPONSE_BIT,
                            ZdoResponse.INVALID_ENDPOINT)
                    : new ZdoResponse.SimpleDescriptor(
                            0,
                            0,
                            new ZdoResponse.Endpoint(
                                    own.endpoint(),
                                    own.profile(),
                                    own.device(),
                                    own.deviceVersion(),
                                    own.inputClusters(),
                                    own.outputClusters()));
        }
        if (request instanceof ZdoRequest.MgmtPermitJoining permit) {
            network.open(permit.seconds());
            return new ZdoResponse.StatusOnly(PERMIT_RESPONSE, 0);
        }
        if (request instanceof ZdoRequest.NwkAddr || request instanceof ZdoRequest.IeeeAddr) {
            return new ZdoResponse.Address(request.cluster() | ZdoMessage.RESPONSE_BIT, 0, ncp.tokens().eui64, 0);
        }
        if (request instanceof ZdoRequest.Bind) {
            return new ZdoResponse.StatusOnly(request.cluster() | ZdoMessage.RESPONSE_BIT, 0);
        }
        return new ZdoResponse.StatusOnly(request.cluster() | ZdoMessage.RESPONSE_BIT, ZdoResponse.NOT_SUPPORTED);
    }
}
