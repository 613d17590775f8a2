// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockcred.spi.PortSpec;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SerialDevicesTest {
    private static final PortSpec.Serial USB0 =
            new PortSpec.Serial("/dev/ttyUSB0", 115_200, PortSpec.FlowControl.RTS_CTS);

    @Test
    void aDeviceOfAGroupNamesTheGroup() {
        assertThat(SerialDevices.forbidden("/dev/ttyUSB0", new Attributes("root", "dialout", "rw-rw----")))
                .contains("/dev/ttyUSB0: permission denied", "user root, group dialout", "usermod -aG dialout");
        assertThat(SerialDevices.forbidden("/dev/ttyUSB0", new Attributes("root", "uucp", "rw-rw----")))
                .contains("usermod -aG uucp");
    }

    @Test
    void aDeviceOfNoUsefulGroupNamesTheUdevRule() {
        assertThat(SerialDevices.forbidden("/dev/ttyUSB0", new Attributes("root", "root", "rw-rw----")))
                .contains("udev rule", "dialout");
        assertThat(SerialDevices.forbidden("/dev/ttyUSB0", new Attributes("root", "dialout", "rw-------")))
                .contains("udev rule");
    }

    @ParameterizedTest
    @CsvSource({
        "11, in use by another program",
        "16, in use by another program",
        "35, in use by another program",
        "5, does not answer",
        "6, does not answer",
        "19, does not answer",
        "22, cannot do 115200 baud with flow control rts/cts",
        "25, not a serial one",
        "99, system error 99"
    })
    void everyRefusalIsASentence(int error, String words) {
        assumeTrue(!System.getProperty("os.name").startsWith("Windows"), "the numbers are those of Unix");

        assertThat(SerialDevices.refusal(USB0, error))
                .startsWith("/dev/ttyUSB0")
                .contains(words);
    }

    private record Attributes(String user, String groupName, String mode) implements PosixFileAttributes {
        @Override
        public UserPrincipal owner() {
            return () -> user;
        }

        @Override
        public GroupPrincipal group() {
            return () -> groupName;
        }

        @Override
        public Set<PosixFilePermission> permissions() {
            return PosixFilePermissions.fromString(mode);
        }

        @Override
        public FileTime lastModifiedTime() {
            return FileTime.fromMillis(0);
        }

        @Override
        public FileTime lastAccessTime() {
            return FileTime.fromMillis(0);
        }

        @Override
        public FileTime creationTime() {
            return FileTime.fromMillis(0);
        }

        @Override
        public boolean isRegularFile() {
            return false;
        }

        @Override
        public boolean isDirectory() {
            return false;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return true;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public Object fileKey() {
            return this;
        }
    }
}
