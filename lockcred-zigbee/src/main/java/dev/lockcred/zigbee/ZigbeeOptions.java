// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee;

import dev.lockcred.spi.DriverSettings;
import dev.lockcred.spi.PortSpec;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a Zigbee driver reaches its stick. Immutable.
 *
 * @param port the serial device or the TCP stream of the stick
 * @param ashWindow unacknowledged frames on the line at once, 1..7; some firmware does not survive more than 1
 */
public record ZigbeeOptions(PortSpec port, int ashWindow) {

    public ZigbeeOptions {
        Objects.requireNonNull(port, "port");
        if (ashWindow < 1 || ashWindow > 7) {
            throw new IllegalArgumentException("ashWindow " + ashWindow + " is outside 1..7");
        }
    }

    /** A stick with the defaults: window 1; a serial line at 115200 baud without flow control. */
    public static ZigbeeOptions of(PortSpec port) {
        return new ZigbeeOptions(port, 1);
    }

    public ZigbeeOptions withAshWindow(int window) {
        return new ZigbeeOptions(port, window);
    }

    /**
     * Options from what a person configured: {@code port} (required), {@code baud} (115200), {@code flow} ({@code none},
     * {@code rts-cts}, {@code xon-xoff}; default none), {@code ash-window} (1).
     *
     * @throws IllegalArgumentException naming the setting that is wrong or missing
     */
    public static ZigbeeOptions of(DriverSettings settings) {
        settings.onlyKnown("port", "baud", "flow", "ash-window");
        PortSpec port = PortSpec.parse(settings.required("port"));
        int baud = number(settings, "baud", 115_200);
        PortSpec.FlowControl flow = flow(settings.text("flow").orElse("none"), settings);
        if (port instanceof PortSpec.Serial serial) {
            port = new PortSpec.Serial(serial.device(), baud, flow);
        } else if (settings.text("baud").isPresent() || settings.text("flow").isPresent()) {
            throw new IllegalArgumentException(
                    "driver " + settings.name() + ": 'baud' and 'flow' belong to a serial port, not to " + port);
        }
        return new ZigbeeOptions(port, number(settings, "ash-window", 1));
    }

    private static int number(DriverSettings settings, String key, int otherwise) {
        @Nullable String text = settings.text(key).orElse(null);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "driver " + settings.name() + ": '" + key + "' is '" + text + "', expected a whole number", e);
        }
    }

    private static PortSpec.FlowControl flow(String text, DriverSettings settings) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none" -> PortSpec.FlowControl.NONE;
            case "rts-cts" -> PortSpec.FlowControl.RTS_CTS;
            case "xon-xoff" -> PortSpec.FlowControl.XON_XOFF;
            default ->
                throw new IllegalArgumentException(
                        "driver " + settings.name() + ": 'flow' is '" + text + "', expected none, rts-cts or xon-xoff");
        };
    }
}
