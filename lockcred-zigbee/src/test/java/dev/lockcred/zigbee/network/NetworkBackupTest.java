// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups in the open format, ours and as other software writes them. */
class NetworkBackupTest {

    private static final String KEY = "01030507090b0d0f11131517191b1d1f";

    /** A document with the members that other software differs in put in place. */
    private static String document(String source, String internal, String panId, String stackSpecific) {
        return """
                {
                  "metadata": {"format": "zigpy/open-coordinator-backup", "version": 1, "source": "%s", "internal": %s},
                  "coordinator_ieee": "000d6f000b0b0b01", "pan_id": "%s", "extended_pan_id": "0102030405060708",
                  "nwk_update_id": 3, "security_level": 5, "channel": 15, "channel_mask": [11, 15, 20, 25],
                  "network_key": {"key": "%s", "sequence_number": 1, "frame_counter": 66781},
                  "stack_specific": %s,
                  "devices": [
                    {"nwk_address": "1a2", "ieee_address": "000d6f0000c0de01", "is_child": true},
                    {"nwk_address": null, "ieee_address": "000d6f0000c0de02", "is_child": false,
                     "link_key": {"key": "%s", "rx_counter": 1, "tx_counter": 2}}
                  ]
                }
                """.formatted(source, internal, panId, KEY, stackSpecific, KEY);
    }

    private static final String ZIGPY = document(
            "zigpy-znp@0.12.1", "{\"creation_time\": \"2024-10-02T10:11:12+00:00\"}", "0b2a", "{\"zstack\": {}}");

    private static final String HERDSMAN = document(
            "zigbee-herdsman@11.1.1",
            "{\"date\": \"2026-08-02T10:11:12.123Z\", \"ezspVersion\": 13}",
            "b2a",
            "{\"ezsp\": {\"hashed_tclk\": \"" + KEY + "\"}}");

    @Test
    void whatWeWriteWeRead() {
        var backup = new NetworkBackup(
                Instant.parse("2030-01-08T09:00:00Z"),
                OptionalInt.of(14),
                Eui64.parse("000d6f000b0b0b01"),
                0x0B2A,
                Eui64.parse("0102030405060708"),
                3,
                15,
                0x07FFF800,
                ZigbeeKey.parse(KEY),
                1,
                66_781,
                Optional.of(ZigbeeKey.WELL_KNOWN),
                List.of(
                        new NetworkBackup.Device(Eui64.parse("000d6f0000c0de01"), 0x01A2, true),
                        new NetworkBackup.Device(Eui64.parse("000d6f0000c0de02"), 0xFFFF, false)));

        assertThat(NetworkBackup.parse(backup.toJson())).isEqualTo(backup);
        assertThat(backup.toString()).doesNotContain(KEY);
    }

    @Test
    void aBackupOfZigpyForAnotherRadioIsRead() {
        NetworkBackup backup = NetworkBackup.parse(ZIGPY);

        assertThat(backup.panId()).isEqualTo(0x0B2A);
        assertThat(backup.extendedPanId()).isEqualTo(Eui64.parse("0102030405060708"));
        assertThat(backup.channels()).isEqualTo(1L << 11 | 1L << 15 | 1L << 20 | 1L << 25);
        assertThat(backup.frameCounter()).isEqualTo(66_781);
        assertThat(backup.linkKey()).isEmpty();
        assertThat(backup.ezspVersion()).isEmpty();
        assertThat(backup.created()).isEqualTo(Instant.parse("2024-10-02T10:11:12Z"));
        assertThat(backup.devices())
                .containsExactly(
                        new NetworkBackup.Device(Eui64.parse("000d6f0000c0de01"), 0x01A2, true),
                        new NetworkBackup.Device(Eui64.parse("000d6f0000c0de02"), 0xFFFF, false));
    }

    @Test
    void aBackupOfHerdsmanHasNoLeadingZerosAndItsNameTheOtherWayRound() {
        NetworkBackup backup = NetworkBackup.parse(HERDSMAN);

        assertThat(backup.panId()).isEqualTo(0x0B2A);
        assertThat(backup.extendedPanId()).isEqualTo(Eui64.parse("0807060504030201"));
        assertThat(backup.linkKey()).contains(ZigbeeKey.parse(KEY));
        assertThat(backup.ezspVersion()).hasValue(13);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\": 1 | \"version\": 2 | version 1",
                "open-coordinator-backup | other-backup | no backup in the format",
                "\"pan_id\": \"b2a\" | \"pan_id\": \"b2z\" | pan_id",
                "\"pan_id\": \"b2a\" | \"pan_id\": \"10b2a\" | pan_id",
                "\"channel\": 15 | \"channel\": 9 | channel 9",
                "\"channel\": 15 | \"channel\": -1 | channel",
                "[11, 15, 20, 25] | [11, \"x\"] | channel_mask",
                "66781 | 4294967296 | frame_counter",
                "\"network_key\" | \"networkkey\" | network_key",
                "000d6f0000c0de01 | 0c0de01 | 16 hexadecimal digits"
            })
    void whatIsWrongIsNamedAndNoKeyIsQuoted(String right, String wrong, String named) {
        assertThat(HERDSMAN).contains(right);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkBackup.parse(HERDSMAN.replace(right, wrong)))
                .withMessageContaining(named)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(KEY));
    }

    @Test
    void aBrokenKeyIsNotQuoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkBackup.parse(HERDSMAN.replace(KEY, KEY.substring(2))))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(KEY.substring(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"metadata\": 1}", "\u0000"})
    void whatIsNoDocumentIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NetworkBackup.parse(text));
    }

    @Test
    void aDocumentThatWasCutAnywhereIsRefused() {
        String whole = HERDSMAN.strip();
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatIllegalArgumentException().isThrownBy(() -> NetworkBackup.parse(cut));
        }
    }
}
