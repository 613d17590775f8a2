// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.ByteWriter;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Eui64Test {

    @ParameterizedTest
    @ValueSource(
            strings = {"000d6f00deadbeef", "00:0D:6F:00:DE:AD:BE:EF", "0x000D6F00DEADBEEF", "00-0d-6f-00-de-ad-be-ef"})
    void isReadInTheWaysPeopleWriteIt(String text) {
        assertThat(Eui64.parse(text)).hasToString("000d6f00deadbeef");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "000d6f00deadbee", "000d6f00deadbeefff", "zz0d6f00deadbeef"})
    void nonsenseIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> Eui64.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("000d6f00deadbeef");
    }

    @Test
    void travelsLeastSignificantByteFirst() throws Exception {
        var out = new ByteWriter();
        Eui64.parse("000d6f00deadbeef").write(out);

        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo("efbeadde006f0d00");
        assertThat(Eui64.read(new ByteReader(out.toByteArray()), "eui64")).isEqualTo(Eui64.parse("000d6f00deadbeef"));
    }
}
