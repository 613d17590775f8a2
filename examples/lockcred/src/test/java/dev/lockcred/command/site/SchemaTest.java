// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors use says the same as the records that read the file. */
final class SchemaTest {

    private static final Path KEPT = Path.of("..", "..", "docs", "site.schema.json");

    private static final String HOME = """
            site: { name: Home, zone: Europe/Stockholm, id: home-1 }
            store: data/lockcred
            drivers:
              hall:   { type: zwave,  port: /dev/ttyUSB0, keys: keys.json }
              thread: { type: matter, url: "ws://127.0.0.1:5580/ws" }
              attic:  { type: zigbee, port: "tcp://coordinator.lan:6638" }
              toy:    { type: fake, kind: zwave, state: toy.json }
            locks:
              front:  { driver: hall,   address: 12, policy: { foreign: report, deleted: report, writes-per-day: 50 } }
              shed:   { driver: hall,   address: 14, allow-plaintext: true }
              back:   { driver: thread, address: 7/1, profile: auto }
              garage: { driver: attic,  address: "00:0d:6f:ff:fe:12:34:56", zone: Europe/Stockholm,
                        programming-code: { env: SET_PIN } }
            groups:
              everywhere: [front, back, garage]
            holidays:  [2026-12-25, 2026-12-26]
            pins:      { length: 6 }
            history:   { keep: 365d }
            users:
              anna:    { name: Anna, pin: { env: SET_PIN }, phone: "+43 (664) 917-35 48" }
              cleaner: { name: Cleaning service }
              plumber: { name: Plumber }
              lodger:  {}
            grants:
              - { user: anna,    locks: everywhere, slot: { front: 3 } }
              - { user: cleaner, locks: front, weekly: "Tue,Fri 09:00-13:00", enforcement: prefer-lock }
              - { user: plumber, locks: [front, back], from: 2026-11-21T09:00, until: 2026-11-21T12:00, uses: 1 }
              - id: night
                was: late
                user: lodger
                enabled: false
                locks: [front]
                daily: { at: "22:00", for: 8h }
                except: holidays
                uses: { count: 2, per: lock }
                type: regular
              - { user: lodger, locks: back, deny: true, from: 2026-12-24T00:00+01:00 }
            """;

    @TempDir
    private Path folder;

    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SiteReader.schema());

    private Set<ValidationMessage> validate(String text) throws IOException {
        return schema.validate(new ObjectMapper(new YAMLFactory()).readTree(text));
    }

    private boolean isRead(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("site.yaml"), text);
        try {
            SiteReader.read("site.yaml", file, Map.of("SET_PIN", "918273"));
            return true;
        } catch (SiteFileException e) {
            return false;
        }
    }

    @Test
    void theKeptFileIsInStep() throws IOException {
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(KEPT, SiteReader.schema());
        }

        assertThat(Files.readString(KEPT))
                .as("docs/site.schema.json; write it anew with -Dschema.write=true")
                .isEqualTo(SiteReader.schema());
    }

    @Test
    void takesWhatTheReaderTakes() throws IOException {
        assertThat(isRead(HOME)).isTrue();
        assertThat(validate(HOME)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zone: Europe/Stockholm, id -> zome: Europe/Stockholm, id",
                "site: { name: Home, -> site: {",
                "type: zwave,  port: /dev/ttyUSB0, -> type: zwave,",
                "type: zwave,  port -> type: zwvae,  port",
                "url: \"ws -> url: \"http",
                "type: fake, kind: zwave -> type: fake, kind: zwvae",
                "foreign: report -> foreign: reprot",
                "writes-per-day: 50 -> writes-per-day: 50000",
                "allow-plaintext: true -> allow-plaintext: perhaps",
                "everywhere: [front, back, garage] -> every where: [front]",
                "2026-12-26] -> christmas]",
                "length: 6 -> length: 3",
                "keep: 365d -> keep: 1y",
                "pin: { env: SET_PIN } -> pin: 918273",
                "pin: { env: SET_PIN } -> pin: { env: SET_PIN, file: pin.txt }",
                "pin: { env: SET_PIN } -> pin: { 918273: }",
                "programming-code: { env: SET_PIN } -> programming-code: 918273",
                "phone: \"+43 -> phone: \"++43",
                "917-35 48\" -> call me\"",
                "+43 (664) 917-35 48 -> 123",
                "+43 (664) 917-35 48 -> 123456789012345678901",
                "programming-code: { env: SET_PIN } -> programming-code: {}",
                "user: plumber, locks: [front, back] -> user: plumber, locks: []",
                "user: plumber, -> usr: plumber,",
                "from: 2026-11-21T09:00 -> from: 2026-11-21",
                "uses: 1 -> uses: 0",
                "per: lock -> per: door",
                "slot: { front: 3 } -> slot: { front: 70000 }",
                "enforcement: prefer-lock -> enforcement: prefer-host",
                "type: regular -> type: programming",
                "at: \"22:00\" -> at: late",
                "weekly: -> weekley:"
            })
    void refusesWhatTheReaderRefuses(String change) throws IOException {
        String[] fromTo = change.split(" -> ", 2);
        assertThat(HOME).contains(fromTo[0]);
        String broken = HOME.replace(fromTo[0], fromTo[1]);

        assertThat(isRead(broken)).as("the reader takes it").isFalse();
        assertThat(validate(broken)).as("what the schema says").isNotEmpty();
    }
}
