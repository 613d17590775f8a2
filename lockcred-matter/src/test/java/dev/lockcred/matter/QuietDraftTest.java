// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.enums.Role;
import org.java_websocket.framing.Framedata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuietDraftTest {
    private final QuietDraft draft = new QuietDraft(1 << 20);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000})
    void theLibraryReadsWhatIsWritten(int length) throws Exception {
        String text = "ä".repeat(length / 2) + "x".repeat(length % 2);
        draft.setParseMode(Role.CLIENT);
        var server = new Draft_6455();
        server.setParseMode(Role.SERVER);

        List<Framedata> read = server.translateFrame(
                draft.createBinaryFrame(draft.createFrames(text, true).get(0)));

        assertThat(read).hasSize(1);
        assertThat(read.get(0).getOpcode()).isEqualTo(Opcode.TEXT);
        assertThat(UTF_8.decode(read.get(0).getPayloadData()).toString()).isEqualTo(text);
    }

    @Test
    void anUnmaskedFrameIsTheOneOfRfc6455() {
        var bytes = new byte[7];
        draft.createBinaryFrame(draft.createFrames("Hello", false).get(0)).get(bytes);

        assertThat(bytes).containsExactly(0x81, 0x05, 'H', 'e', 'l', 'l', 'o'); // RFC 6455, 5.7
    }

    @Test
    void theCopyThatTheLibraryWorksWithIsQuietToo() {
        assertThat(draft.copyInstance()).isInstanceOf(QuietDraft.class);
        assertThat(draft.createFrames("secret", true).get(0).toString()).doesNotContain("secret");
    }
}
