// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.osgi;

import dev.lockcred.matter.WebSocketPorts;
import dev.lockcred.serial.TcpPorts;
import dev.lockcred.spi.BytePort;
import dev.lockcred.spi.PortProvider;
import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.TextChannel;
import dev.lockcred.spi.TextSpec;
import dev.lockcred.spi.support.Lane;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Component;

/**
 * Contributes {@code tcp://} and {@code ws://}. Serial lines are left to the host, which knows who else uses them: an add-on
 * offers a {@link PortProvider} over the host's own serial service, and {@code SerialPorts} is not needed.
 */
// docs: ports
@Component(service = PortProvider.class)
public final class Ports implements PortProvider {
    private final TcpPorts tcp = new TcpPorts();
    private final WebSocketPorts webSockets = new WebSocketPorts();

    @Override
    public boolean opens(PortSpec spec) {
        return tcp.opens(spec);
    }

    @Override
    public boolean opens(TextSpec spec) {
        return webSockets.opens(spec);
    }

    @Override
    public CompletionStage<BytePort> open(PortSpec spec, Lane lane) {
        return tcp.open(spec, lane);
    }

    @Override
    public CompletionStage<TextChannel> openText(TextSpec spec, Lane lane) {
        return webSockets.openText(spec, lane);
    }
}
// docs: end
