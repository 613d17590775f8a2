// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InOrderTest {

    @Test
    void peopleCountTheirDoors() {
        List<String> right = List.of(
                "door-1", "door-2", "door-2b", "door-10", "floor2-door9", "floor2-door10", "front", "l2", "l02", "l10");

        var mixed = new ArrayList<>(right);
        Collections.shuffle(mixed, new Random(1));
        mixed.sort(InOrder::compare);

        assertThat(mixed).isEqualTo(right);
        right.forEach(a ->
                right.forEach(b -> assertThat(InOrder.compare(a, b) == 0).isEqualTo(a.equals(b))));
    }
}
