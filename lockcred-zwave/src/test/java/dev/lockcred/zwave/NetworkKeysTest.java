// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.zwave.internal.security.NetworkKey;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NetworkKeysTest {

    @TempDir
    private Path folder;

    @Test
    void keysSurviveTheFileAndItIsPrivate() throws Exception {
        Path file = folder.resolve("keys.json");
        NetworkKeys keys = NetworkKeys.generate(new SecureRandom());

        keys.write(file);

        assertThat(NetworkKeys.read(file).ring().key(SecurityClass.S2_ACCESS_CONTROL))
                .isEqualTo(keys.ring().key(SecurityClass.S2_ACCESS_CONTROL));
        assertThat(NetworkKeys.read(file).ring().classes()).hasSize(4);
        assertThatThrownBy(() -> keys.write(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFileOthersCanReadIsRefusedWithTheRemedy() throws Exception {
        Path file = folder.resolve("keys.json");
        NetworkKeys.generate(new SecureRandom()).write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> NetworkKeys.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
    }

    // The shapes of Z-Wave JS UI's settings and of the options of Home Assistant's add-on.
    @Test
    void keysOfOtherSoftwareAreImported() throws Exception {
        String ui = """
                {"zwave": {"port": "/dev/zwave", "securityKeys": {
                  "S2_Unauthenticated": "11111111111111111111111111111111",
                  "S2_AccessControl": "33333333333333333333333333333333",
                  "S0_Legacy": "00000000000000000000000000000007"},
                  "securityKeysLongRange": {}}}""";
        String homeAssistant = """
                {"device": "/dev/ttyUSB0", "s0_legacy_key": "00000000000000000000000000000007",
                 "s2_access_control_key": "33333333333333333333333333333333"}""";

        for (String json : new String[] {ui, homeAssistant}) {
            var ring = NetworkKeys.parse(json, "test").ring();
            assertThat(ring.key(SecurityClass.S2_ACCESS_CONTROL)).contains(NetworkKey.ofHex("33".repeat(16)));
            assertThat(ring.has(SecurityClass.S0)).isTrue();
            assertThat(ring.has(SecurityClass.S2_AUTHENTICATED)).isFalse();
        }
    }

    @Test
    void whatIsWrongIsSaidWithoutQuotingAKey() {
        String two = """
                {"S2_AccessControl": "33333333333333333333333333333333", "s2_access_control_key": "44444444444444444444444444444444"}""";

        assertThatThrownBy(() -> NetworkKeys.parse(two, "file x"))
                .hasMessageContaining("two different keys")
                .hasMessageNotContaining("3333");
        assertThatThrownBy(() -> NetworkKeys.parse("{}", "file x")).hasMessageContaining("no network keys");
        assertThat(NetworkKeys.generate(new SecureRandom()).toString())
                .isEqualTo("NetworkKeys[S0, S2_UNAUTHENTICATED, S2_AUTHENTICATED, S2_ACCESS_CONTROL]");
    }
}
