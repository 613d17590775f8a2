// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorsAreAllUsedTest {

    @Test
    void everyVectorBelongsToATestOfItsLayer() {
        assertThat(Vectors.all())
                .hasSize(685)
                .allSatisfy(v -> assertThat(v.name())
                        .as("a layer with a vector test of its own")
                        .matches("(ash|ezsp|zdo|zcl|zb)\\..*"));
    }
}
