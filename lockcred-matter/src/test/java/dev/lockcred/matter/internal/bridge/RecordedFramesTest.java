// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every frame of {@code matter-captures.json} through the decoder. */
class RecordedFramesTest {

    static Stream<Captures.Frame> serverFrames() {
        return Captures.frames().stream().filter(Captures.Frame::fromServer);
    }

    @Test
    void theFileIsComplete() {
        Map<String, Long> directions = Captures.frames().stream()
                .collect(Collectors.groupingBy(Captures.Frame::direction, TreeMap::new, Collectors.counting()));

        assertThat(directions).containsEntry("close", 1L).containsKeys("client->server", "server->client");
        assertThat(directions.values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(715);
    }

    @Test
    void everyServerFrameDecodesToTheKindItIs() throws Exception {
        int frames = 0;
        for (Captures.Frame frame : serverFrames().toList()) {
            var message = BridgeMessage.decode(frame.json().toString());

            if (frame.json().has("event")) {
                assertThat(message).as(frame.toString()).isInstanceOf(BridgeMessage.Pushed.class);
                assertThat(((BridgeMessage.Pushed) message).event())
                        .as(frame.toString())
                        .isNotInstanceOf(BridgeEvent.Unknown.class);
            } else if (frame.json().has("error_code")) {
                assertThat(message).as(frame.toString()).isInstanceOf(BridgeMessage.Failure.class);
            } else if (frame.json().has("message_id")) {
                assertThat(message).as(frame.toString()).isInstanceOf(BridgeMessage.Result.class);
            } else {
                assertThat(message).as(frame.toString()).isInstanceOf(BridgeMessage.Hello.class);
            }
            frames++;
        }
        assertThat(frames).isGreaterThan(440);
    }

    @Test
    void everyRecordedErrorHasAKnownCause() throws Exception {
        List<String> unknown = new ArrayList<>();
        int errors = 0;
        for (Captures.Frame frame : serverFrames().toList()) {
            if (BridgeMessage.decode(frame.json().toString()) instanceof BridgeMessage.Failure failure) {
                errors++;
                if (failure.error().cause() instanceof BridgeError.Cause.Unknown) {
                    unknown.add(failure.error().details());
                }
            }
        }

        assertThat(errors).isGreaterThan(30);
        assertThat(unknown)
                .containsExactlyInAnyOrder(
                        "Failed to read attribute: no values returned", // error 7: no attribute, not a lost command
                        "Failed to read attribute: no values returned",
                        "Unexpected token 'h', \"hello\" is not valid JSON"); // we never send that
    }

    @Test
    void recordedNodeDumpsAreReadInFull() throws Exception {
        int dumps = 0;
        for (var exchange :
                Captures.exchanges(json -> json.path("command").asText().equals("start_listening"))) {
            var nodes = BridgeAnswers.nodes(exchange.answer().json().get("result"));

            assertThat(nodes.problems()).as(exchange.toString()).isEmpty();
            assertThat(nodes.nodes())
                    .hasSize(exchange.answer().json().get("result").size());
            for (int i = 0; i < nodes.nodes().size(); i++) {
                var raw = exchange.answer().json().get("result").get(i);
                assertThat(nodes.nodes().get(i).attributes())
                        .hasSize(raw.get("attributes").size());
                assertThat(nodes.nodes().get(i).available())
                        .isEqualTo(raw.get("available").booleanValue());
            }
            dumps++;
        }
        assertThat(dumps).isGreaterThan(10);
    }

    @Test
    void recordedServerInformationIsRead() throws Exception {
        var hello = (BridgeMessage.Hello)
                BridgeMessage.decode(Captures.frames().get(0).json().toString());

        assertThat(hello.info().schemaVersion()).isEqualTo(13);
        assertThat(hello.info().minSupportedSchemaVersion()).isEqualTo(11);
        assertThat(hello.info().speaksOurSchema()).isTrue();
        assertThat(Long.toUnsignedString(hello.info().compressedFabricId())).isEqualTo("6942762819156400843");
        assertThat(hello.info().controllerNodeId()).isEqualTo(NodeId.parse("112233"));
    }

    @Test
    void recordedDiagnosticsGiveTheLastEvents() throws Exception {
        var exchange = Captures.exchanges(json -> json.path("command").asText().equals("diagnostics"))
                .get(0);

        var events = BridgeAnswers.recentEvents(exchange.answer().json().get("result"));

        assertThat(events).hasSize(25);
        assertThat(events.get(0).number()).isEqualTo(5026);
        assertThat(events).extracting(BridgeEvent.NodeEvent::number).isSorted();
    }

    @Test
    void recordedFabricsWindowAndSleepStateAreRead() throws Exception {
        var fabrics = Captures.exchanges(json -> json.path("command").asText().equals("get_matter_fabrics"));
        var window = Captures.exchanges(json -> json.path("command").asText().equals("open_commissioning_window"))
                .get(0);
        var icd = Captures.exchanges(json -> json.path("command").asText().equals("get_icd_state"))
                .get(0);

        assertThat(BridgeAnswers.fabrics(fabrics.get(1).answer().json().get("result")))
                .extracting(BridgeAnswers.Fabric::label, BridgeAnswers.Fabric::index)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("HomeAssistant", 1),
                        org.assertj.core.groups.Tuple.tuple("", 2));
        assertThat(BridgeAnswers.window(window.answer().json().get("result")).manualCode())
                .isEqualTo("10222609477");
        assertThat(BridgeAnswers.window(window.answer().json().get("result")).toString())
                .doesNotContain("10222609477");
        assertThat(BridgeAnswers.icdState(icd.answer().json().get("result")).supported())
                .isFalse();
    }

    @Test
    void recordedWriteStatusesAreRead() throws Exception {
        var statuses = new ArrayList<Integer>();
        for (var exchange :
                Captures.exchanges(json -> json.path("command").asText().equals("write_attribute"))) {
            statuses.add(BridgeAnswers.writeStatus(exchange.answer().json().get("result")));
        }

        assertThat(statuses).containsExactly(0, 0, 141, 0, 0, 0, 0, 0);
    }

    static Stream<Captures.Frame> plainRequests() {
        return Captures.frames().stream()
                .filter(Captures.Frame::fromClient)
                .filter(f -> f.json().path("message_id").isTextual())
                .filter(f -> PlainRequests.read(f.json()) != null);
    }

    @ParameterizedTest
    @MethodSource("plainRequests")
    void requestsAreWrittenAsTheyWereRecorded(Captures.Frame frame) throws Exception {
        var request = PlainRequests.read(frame.json());

        var encoded = Json.parse(request.encode(frame.json().get("message_id").textValue()));

        assertThat(encoded)
                .isEqualTo(
                        Json.parse(PlainRequests.withoutEmptyArgs(frame.json()).toString()));
    }
}
