// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.doorlock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.matter.internal.bridge.BridgeEvent;
import dev.lockcred.matter.internal.bridge.Captures;
import dev.lockcred.matter.internal.bridge.Json;
import dev.lockcred.matter.internal.bridge.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded door lock invoke, answer and event of {@code matter-captures.json}. */
class RecordedInvokesTest {

    /** Requests recorded to see what a bridge does with what we never send, with what makes them so. */
    private static final Map<String, String> NOT_OURS = Map.ofEntries(
            Map.entry("02-scenario: lock untimed", "no timed window on a T command"),
            Map.entry("02-scenario: setUser untimed", "no timed window on a T command"),
            Map.entry("02-scenario: setCredential untimed", "no timed window on a T command"),
            Map.entry("02-scenario: lock camel", "camel case command"),
            Map.entry("02-scenario: setUser missing fields", "nullable fields absent"),
            Map.entry("02-scenario: setUser pascal keys", "Pascal case fields"),
            Map.entry("02-scenario: unlock with wrong pin", "pinCode instead of PINCode"),
            Map.entry("02-scenario: setCredential not base64", "octet string not base64"),
            Map.entry("02-scenario: missing args", "no cluster, command or payload"),
            Map.entry("02-scenario: cluster not on endpoint", "another cluster"),
            Map.entry("02-scenario: unknown cluster", "another cluster"),
            Map.entry("02-scenario: unknown device cmd", "no such command"),
            Map.entry("03-offline: lock while offline", "another window"),
            Map.entry("05-spec: lock slow 12s", "another window"),
            Map.entry("05-spec: timed 1ms", "another window"),
            Map.entry("05-spec: timed 0", "another window"),
            Map.entry("05-spec: operationType clear", "operation 1 is no operation of SetCredential"),
            Map.entry("08-nullpin: pinless LockDoor PINCode null", "optional field null"),
            Map.entry("08-nullpin: pinless LockDoor payload null", "payload null"),
            Map.entry("08-nullpin: pinless LockDoor no payload", "payload absent"),
            Map.entry("08-nullpin: spec LockDoor PINCode null", "optional field null"),
            Map.entry("08-nullpin: spec LockDoor pinCode empty", "an empty PIN"),
            Map.entry("08-nullpin: spec SetCredential missing nullable", "nullable fields absent"),
            Map.entry("08-nullpin: spec SetCredential string data like 445566", "octet string not base64"),
            Map.entry("08-nullpin: unknown field", "a field nobody knows"),
            Map.entry("08-nullpin: string number", "a number as a string"),
            Map.entry("08-nullpin: schedule daysMask as object", "a bitmap as an object"),
            Map.entry("08-nullpin: interaction timeout arg", "an argument we do not use"));

    static Stream<Captures.Frame> ours() {
        return Captures.frames().stream()
                .filter(Captures.Frame::fromClient)
                .filter(f -> f.json().path("command").asText().equals("device_command"))
                .filter(f -> !NOT_OURS.containsKey(f.name()));
    }

    @Test
    void almostAllRecordedInvokesAreOnesWeMake() {
        long all = Captures.frames().stream()
                .filter(Captures.Frame::fromClient)
                .filter(f -> f.json().path("command").asText().equals("device_command"))
                .count();

        assertThat(all).isGreaterThan(190);
        assertThat(ours().count()).isEqualTo(all - NOT_OURS.size());
    }

    @ParameterizedTest
    @MethodSource("ours")
    void invokesAreWrittenAsTheyWereRecorded(Captures.Frame frame) throws Exception {
        JsonNode args = frame.json().get("args");
        var command = RecordedCommands.read(args.get("command_name").textValue(), args.get("payload"));

        var request = command.on(
                NodeId.parse(args.get("node_id").asText()),
                args.get("endpoint_id").intValue());

        assertThat(Json.parse(request.encode(frame.json().get("message_id").textValue())))
                .isEqualTo(Json.parse(frame.json().toString()));
    }

    @Test
    void everyRecordedUserIsRead() throws Exception {
        int users = 0;
        for (var exchange : Captures.invokes("GetUser")) {
            JsonNode result = exchange.answer().json().get("result");
            if (result == null) {
                continue; // an error answer
            }
            var user = UserRecord.decode(result);
            assertThat(user.index()).isEqualTo(result.get("userIndex").intValue());
            assertThat(user.name()).isEqualTo(result.get("userName").textValue());
            assertThat(user.occupied()).isEqualTo(!result.get("userStatus").isNull());
            assertThat(user.credentials()).hasSize(result.get("credentials").size());
            users++;
        }
        assertThat(users).isGreaterThan(38);
    }

    @Test
    void aUserWithTwoCredentialsIsReadFieldByField() throws Exception {
        // 02-scenario: getUser 1 with creds
        var user = UserRecord.decode(answer("02-scenario: getUser 1 with creds"));

        assertThat(user)
                .isEqualTo(new UserRecord(
                        1,
                        "Guest",
                        null,
                        1,
                        0,
                        0,
                        List.of(
                                CredentialRef.of(Codes.CredentialType.PIN, 1),
                                CredentialRef.of(Codes.CredentialType.RFID, 1)),
                        1,
                        1,
                        2));
        assertThat(user.enabled()).isTrue();
        assertThat(UserRecord.decode(answer("05-spec: user 1 still there")).uniqueId())
                .isEqualTo(1001L);
        assertThat(UserRecord.decode(answer("05-spec: user 1 gone")).occupied()).isFalse();
    }

    @Test
    void eitherSpellingOfTheUniqueIdIsRead() throws Exception {
        assertThat(UserRecord.decode(Json.parse("{\"userIndex\":1,\"userUniqueId\":7}"))
                        .uniqueId())
                .isEqualTo(7L); // JS server before 1.3.2
        assertThat(UserRecord.decode(Json.parse("{\"userIndex\":1,\"userUniqueID\":8}"))
                        .uniqueId())
                .isEqualTo(8L); // Python server
    }

    @Test
    void recordedCredentialAnswersAreRead() throws Exception {
        var statuses = new TreeMap<Integer, Integer>();
        for (var exchange : Captures.invokes("SetCredential")) {
            JsonNode result = exchange.answer().json().get("result");
            if (result != null) {
                statuses.merge(DoorLockAnswers.CredentialSet.decode(result).status(), 1, Integer::sum);
            }
        }
        assertThat(statuses).containsOnlyKeys(0, 1, 2, 3, 133);

        assertThat(DoorLockAnswers.CredentialSet.decode(answer("05-spec: add pin with new user")))
                .isEqualTo(new DoorLockAnswers.CredentialSet(0, 3, 3));
        assertThat(DoorLockAnswers.CredentialStatus.decode(answer("02-scenario: getCredentialStatus pin1")))
                .isEqualTo(new DoorLockAnswers.CredentialStatus(true, 1, 1, 1, 2));
        assertThat(DoorLockAnswers.CredentialStatus.decode(answer("06-fabric1: F1 status of F2's pin")))
                .isEqualTo(new DoorLockAnswers.CredentialStatus(true, 6, 2, 2, null));
    }

    @Test
    void recordedScheduleAnswersAreRead() throws Exception {
        assertThat(DoorLockAnswers.WeekDayStatus.decode(answer("02-scenario: weekday get")))
                .isEqualTo(new DoorLockAnswers.WeekDayStatus(1, 1, 0, new DoorLockAnswers.WeekDay(62, 8, 0, 17, 30)));
        assertThat(DoorLockAnswers.WeekDayStatus.decode(answer("02-scenario: weekday get empty")))
                .isEqualTo(new DoorLockAnswers.WeekDayStatus(2, 1, 139, null));
        assertThat(DoorLockAnswers.WeekDayStatus.decode(answer("02-scenario: weekday get bad index")))
                .isEqualTo(new DoorLockAnswers.WeekDayStatus(99, 1, 133, null));
        assertThat(DoorLockAnswers.YearDayStatus.decode(answer("02-scenario: yearday get")))
                .isEqualTo(new DoorLockAnswers.YearDayStatus(
                        1, 1, 0, new DoorLockAnswers.LocalRange(820454400, 820540800)));
        assertThat(DoorLockAnswers.HolidayStatus.decode(answer("02-scenario: holiday get")))
                .isEqualTo(new DoorLockAnswers.HolidayStatus(
                        1, 0, new DoorLockAnswers.LocalRange(820454400, 820540800), 3));
    }

    @Test
    void everyRecordedDoorLockEventIsRead() throws Exception {
        var kinds = new TreeMap<String, Integer>();
        for (var frame : Captures.frames()) {
            if (frame.json().path("event").asText().equals("node_event")) {
                var event = BridgeEvent.NodeEvent.decode(frame.json().get("data"));
                if (event.cluster() == DoorLock.CLUSTER) {
                    var decoded = DoorLockEvent.decode(event.eventId(), event.data());
                    kinds.merge(decoded.getClass().getSimpleName(), 1, Integer::sum);
                }
            }
        }

        assertThat(kinds).containsOnlyKeys("DoorLockAlarm", "DoorStateChange", "LockOperation", "LockUserChange");
        assertThat(kinds.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(110);
    }

    @Test
    void aKeypadUnlockTellsWho() throws Exception {
        var frame = Captures.frames().stream()
                .filter(f -> f.name().equals("02-scenario: keypad ok"))
                .findFirst()
                .orElseThrow();
        var event = BridgeEvent.NodeEvent.decode(frame.json().get("data"));

        assertThat(event.number()).isEqualTo(5027);
        assertThat(DoorLockEvent.decode(event.eventId(), event.data()))
                .isEqualTo(new DoorLockEvent.LockOperation(
                        1, 3, null, 1, null, null, List.of(CredentialRef.of(Codes.CredentialType.PIN, 1))));
    }

    @Test
    void everyCommandWithARecordingIsCovered() {
        Set<Class<?>> covered = ours().map(f -> {
                    JsonNode args = f.json().get("args");
                    return (Class<?>)
                            RecordedCommands.read(args.get("command_name").textValue(), args.get("payload"))
                                    .getClass();
                })
                .collect(Collectors.toSet());
        var missing = new ArrayList<>(List.of(DoorLockCommand.class.getPermittedSubclasses()));
        missing.removeAll(covered);

        assertThat(missing).isEmpty();
    }

    private static JsonNode answer(String name) {
        return Captures.exchanges(json -> true).stream()
                .filter(e -> e.request().name().equals(name))
                .findFirst()
                .orElseThrow()
                .answer()
                .json()
                .get("result");
    }
}
