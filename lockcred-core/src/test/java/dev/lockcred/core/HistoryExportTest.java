// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockcred.AccessEvent;
import dev.lockcred.AccessEvent.Attribution;
import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.GrantId;
import dev.lockcred.LockId;
import dev.lockcred.Slot;
import dev.lockcred.UserId;
import dev.lockcred.core.history.LogJson;
import dev.lockcred.core.store.contract.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistoryExportTest {

    private static final LockId FRONT = LockId.of("front");

    private final Map<String, String> names = Map.of("anna", "Anna \"Ann\" A, B", "evil", "=HYPERLINK(\"x\")");
    private final HistoryExport export = new HistoryExport(user -> Optional.ofNullable(names.get(user.value())));

    @Test
    @DisplayName("R42: both times and the skew stand in the JSON line and in the CSV row")
    void bothTimesAreExported() {
        AccessEvent event = event(new Attribution.ByUser(UserId.of("anna"), Optional.of(GrantId.of("g-1"))));

        assertThat(export.jsonLine(event))
                .isEqualTo(
                        "{\"id\":7,\"lock\":\"front\",\"operation\":\"UNLOCK\",\"source\":\"KEYPAD\","
                                + "\"failure\":\"OUTSIDE_SCHEDULE\",\"user\":\"anna\",\"grant\":\"g-1\",\"slotKind\":\"PIN\",\"slot\":3,"
                                + "\"happenedAt\":\"2026-03-01T06:00:10Z\",\"heardAt\":\"2026-03-01T06:05:00Z\",\"skew\":\"PT10S\","
                                + "\"sequence\":99,\"own\":true,\"when\":\"2026-03-01T06:00:00Z\",\"name\":\"Anna \\\"Ann\\\" A, B\"}");
        assertThat(export.csvHeader())
                .isEqualTo("id,when,happened_at_lock,heard_at,lock_clock_ahead,lock,operation,source,failure,who,user,"
                        + "name,grant,slot_kind,slot,lock_sequence,own,duress");
        assertThat(export.csvLine(event))
                .isEqualTo("7,2026-03-01T06:00:00Z,2026-03-01T06:00:10Z,2026-03-01T06:05:00Z,PT10S,front,UNLOCK,KEYPAD,"
                        + "OUTSIDE_SCHEDULE,user,anna,\"Anna \"\"Ann\"\" A, B\",g-1,PIN,3,99,yes,");
    }

    @Test
    @DisplayName("R41: nobody and unknown are told apart")
    void nobodyAndUnknownAreToldApart() {
        assertThat(export.csvLine(event(new Attribution.Nobody()))).contains(",nobody,,,");
        assertThat(export.csvLine(event(new Attribution.UnknownUser()))).contains(",unknown,,,");
        assertThat(export.jsonLine(event(new Attribution.Nobody()))).contains("\"attribution\":\"nobody\"");
        assertThat(export.jsonLine(event(new Attribution.UnknownUser()))).contains("\"attribution\":\"unknown\"");
    }

    @Test
    void nameThatASpreadsheetWouldRunIsDefused() {
        assertThat(export.csvLine(event(new Attribution.ByUser(UserId.of("evil"), Optional.empty()))))
                .contains("\"'=HYPERLINK(\"\"x\"\")\"");
    }

    @Test
    void erasedNameLeavesThePseudonym() {
        assertThat(export.csvLine(event(new Attribution.ByUser(UserId.of("u-9"), Optional.empty()))))
                .contains(",user,u-9,,,");
    }

    @Test
    void everyEventSurvivesTheWayThroughJson() throws Exception {
        var random = new Random(3);
        var json = new ObjectMapper();
        for (int id = 1; id <= 500; id++) {
            AccessEvent event = Samples.random(id, random);
            assertThat(LogJson.event(json.readTree(export.jsonLine(event)))).isEqualTo(event);
            assertThat(export.csvLine(event).split(",", -1))
                    .hasSize(export.csvHeader().split(",").length);
        }
        var line = Samples.audit(5, FRONT, UserId.of("anna"));
        assertThat(LogJson.audit(json.readTree(LogJson.audit(line).toString()))).isEqualTo(line);
    }

    private static AccessEvent event(Attribution who) {
        return new AccessEvent(
                7,
                FRONT,
                AccessOperation.UNLOCK,
                AccessSource.KEYPAD,
                Optional.of(AccessFailure.OUTSIDE_SCHEDULE),
                who,
                Optional.of(Slot.pin(FRONT, 3)),
                Optional.of(Instant.parse("2026-03-01T06:00:10Z")),
                Instant.parse("2026-03-01T06:05:00Z"),
                Optional.of(Duration.ofSeconds(10)),
                OptionalLong.of(99),
                true,
                false);
    }
}
