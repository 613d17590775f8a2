// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The story of {@code lockcred demo}, as a newcomer sees it. */
class DemoTest {

    @Test
    void theStoryIsToldToItsEnd() {
        var out = new StringWriter();
        var err = new StringWriter();

        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), "demo");

        String story = out.toString();
        assertThat(code).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(story)
                .contains("virtual clock")
                .contains("garage: Anna pending: garage does not answer")
                .contains("garage slot 0: Anna confirmed by the lock")
                .contains("Sat 09:40  The plumber types the PIN at back: the door opens")
                .contains("Sat 09:42  The plumber, again types the PIN at back: refused by the lock")
                .contains("the code was changed at the lock; it is put right")
                .contains("Mon 09:10  Monday, the cleaner types the PIN at front: refused by the lock")
                .contains("Tue 09:10  Tuesday, the cleaner types the PIN at front: the door opens")
                .contains("Tue 13:05  Five past one, the cleaner types the PIN at front: refused by the lock")
                .contains("AT RISK: Anna may still open garage")
                .contains("no door is at risk any more")
                .contains("the chain is intact");
        List<String> digits = Pattern.compile("\\b\\d{6}\\b")
                .matcher(story)
                .results()
                .map(r -> r.group())
                .toList();
        assertThat(digits).as("a PIN is shown once, when it is drawn").hasSize(1);
    }
}
