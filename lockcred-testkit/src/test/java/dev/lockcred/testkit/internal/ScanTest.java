// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R7: in which disguises a PIN is recognised, and what is not taken for one. The PINs here are not watched. */
class ScanTest {

    // Digests, checksums and base64 were computed with Python's hashlib, zlib and base64.
    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "918273 | text                         | setting slot 3 to 918273",
                "918273 | text                         | key=pin918273x",
                "918273 | text                         | 010b918273ff",
                "918273 | text                         | at 12:30:15.918273918273",
                "918273 | text                         | slot:12.918273",
                "918273 | text                         | /tmp/junit-918273/pins",
                "918273 | text                         | anna@918273",
                "918273 | text                         | anna@7491827312",
                "4071   | text                         | PIN 4071 refused",
                "4071   | text                         | (4071.)",
                "918273 | BCD in a hex dump            | 01 0B 91 82 73 FF",
                "918273 | BCD in a hex dump            | 0x91, 0x82, 0x73",
                "918273 | BCD in a hex dump            | 2026-11-22 16:47:11 91 82 73",
                "4711   | BCD in a hex dump            | sent 47:11",
                "918273 | digit list                   | [9, 1, 8, 2, 7, 3]",
                "4071   | digit list                   | digits 4,0,7,1 sent",
                "918273 | digit list                   | 57, 49, 56, 50, 55, 51",
                "918273 | digit list                   | 9 - 1 - 8 - 2 - 7 - 3",
                "918273 | hexadecimal ASCII            | 6301393138323733",
                "918273 | hexadecimal ASCII            | 63 01 39 31 38 32 37 33",
                "918273 | hexadecimal ASCII            | 0x39, 0x31, 0x38, 0x32, 0x37, 0x33",
                "4071   | hexadecimal ASCII            | 34:30:37:31",
                "918273 | hexadecimal UTF-16           | 003900310038003200370033",
                "918273 | hexadecimal digit values     | ff090108020703",
                "918273 | base64                       | OTE4Mjcz",
                "918273 | base64                       | eDkxODI3Mw==",
                "918273 | base64                       | eHk5MTgyNzN6eg==",
                "4071   | base64                       | eHk0MDcxeno=",
                "918273 | MD5                          | 88d18f7ba1e9c421f09f8bba1ea3f0bc",
                "918273 | SHA-1                        | id 6A99AA7B1CB8",
                "918273 | SHA-256                      | f263766e88cba0bf",
                "918273 | SHA-256 in base64            | 8mN2bojLoL+d/rbY9yKKVUBY9xrByxypsLv7MisrdVI=",
                "4071   | SHA-512                      | 6d7b75a2561d4065836d",
                "4071   | SHA-256 of its digit values  | 296a0723f940a5ac",
                "4071   | SHA-1 of its BCD             | 092822703849b6a5",
                "4071   | CRC-32                       | token bbbff574",
                "4071   | CRC-32                       | token 0xBBBFF574",
                "4071   | CRC-32                       | 3149919604",
                "918273 | CRC-32                       | bb 33 51 46 62 00",
                "918273 | Adler-32                     | sum 73924927",
                "918273 | CRC-16/CCITT-FALSE           | crc 0x571C",
                "918273 | CRC-16/CCITT-FALSE           | checksum=22300",
                "4071   | CRC-16/AUG-CCITT             | hash of the code: 97dd",
                "4071   | String.hashCode              | Code@1597014",
                "4071   | String.hashCode              | dev.example.Code@185e56",
            })
    void finds(String pin, String form, String text) {
        assertThat(new Scan(List.of(pin)).in(text))
                .hasValueSatisfying(find -> assertThat(find.form()).isEqualTo(form));
    }

    @ParameterizedTest(name = "{0} is not in: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "4071   | port 40713 is in use",
                "4071   | 2030-01-01T00:00:00.4071Z",
                "918273 | timestamp = 2026-11-22T20:41:21.742918273, tries = 5",
                "918273 | store /tmp/junit-1162620918273714744/lockcred.db",
                "4711   | 2026-11-22T16:47:11.123Z",
                "4711   | Sun 2026-11-22 16:47:11  front",
                "471103 | 2026-11-22 16:47:11, 03 more",
                "1122   | heard 2026-11-22",
                "12345  | 2026-01-02 03:04:05",
                "4071   | took 1.4071 s",
                "4071   | frame 630140710a00",
                "918273 | dev.lockcred.zigbee.internal.lock.ZigbeeLock@74918273",
                "918273 | [B@9182731",
                "918273 | [Lock@1918273, Lock@2918273]",
                "4071   | 571c",
                "918273 | Pin[hidden]",
                "918273 | slots 9, 1, 8",
                "918273 | 918 273",
                "12     | slot 12 of 12",
            })
    void leavesAlone(String pin, String text) {
        assertThat(new Scan(List.of(pin)).in(text)).isEmpty();
    }

    @Test
    void theFindItselfIsHiddenAndThePinNamedByItsPlace() {
        var find = new Scan(List.of("550012", "918273"))
                .in("set 3 to 918273, was 918273")
                .orElseThrow();

        assertThat(find.pin()).isEqualTo(1);
        assertThat(find.excerpt()).isEqualTo("set 3 to <HERE>, was <HERE>");
    }

    @Property
    void anyPinIsFoundInAnyLine(
            @ForAll @NumericChars @StringLength(min = 6, max = 10) String pin,
            @ForAll String before,
            @ForAll String after) {
        assertThat(new Scan(List.of(pin)).in(before + pin + after)).isPresent();
    }

    @Property
    void aHiddenFrameShowsNoPin(@ForAll @NumericChars @StringLength(min = 4, max = 10) String pin) {
        Assume.that(!"63010201".contains(pin)); // which are the digits of what is shown

        assertThat(new Scan(List.of(pin)).in("63 01 02 01 [..]")).isEmpty();
    }
}
