// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.spi.PortSpec;
import dev.lockcred.spi.TextSpec;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @Test
    void aPortIsWhatAPersonWrites() {
        assertThat(PortSpec.parse(" /dev/ttyUSB0 "))
                .isEqualTo(new PortSpec.Serial("/dev/ttyUSB0", 115_200, PortSpec.FlowControl.NONE));
        assertThat(PortSpec.parse("COM3")).hasToString("COM3");
        assertThat(PortSpec.parse("tcp://coordinator.lan:6638")).isEqualTo(new PortSpec.Tcp("coordinator.lan", 6638));
        assertThat(PortSpec.parse("tcp://[::1]:4001")).isEqualTo(new PortSpec.Tcp("::1", 4001));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "tcp://host",
                "tcp://:80",
                "tcp://host:",
                "tcp://host:0",
                "tcp://host:65536",
                "tcp://host:12a",
                "tcp://host:-1",
                "tcp://host:999999999999",
                "udp://host:80"
            })
    void aPortThatCannotBeIsRefusedInWords(String text) {
        assertThatThrownBy(() -> PortSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).{12,}");
    }

    @Test
    void aBearerTokenDoesNotPrintItself() {
        var bearer = new TextSpec.Bearer("s3cret-token");
        var spec = new TextSpec(
                URI.create("wss://hub.lan/ws"), Optional.empty(), Optional.of(bearer), 1024, Duration.ofSeconds(1));

        assertThat(spec.toString()).doesNotContain("s3cret");
        assertThat(bearer).hasSameHashCodeAs(new TextSpec.Bearer("other")).isNotEqualTo(new TextSpec.Bearer("other"));
        assertThat(bearer.token()).isEqualTo("s3cret-token");
        assertThatThrownBy(() -> new TextSpec.Bearer("two words"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("two");
    }

    @Test
    void aTextSpecIsAWebSocketWithSaneLimits() {
        assertThat(TextSpec.of(URI.create("ws://127.0.0.1:5580/ws")).maxMessageBytes())
                .isEqualTo(64 << 20);
        assertThatThrownBy(() -> TextSpec.of(URI.create("http://127.0.0.1"))).hasMessageContaining("ws://");
        assertThatThrownBy(() -> TextSpec.of(URI.create("ws:///nowhere"))).hasMessageContaining("names no host");
    }
}
