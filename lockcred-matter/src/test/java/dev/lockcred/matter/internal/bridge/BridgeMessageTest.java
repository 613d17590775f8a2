// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.spi.support.MalformedFrameException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeMessageTest {

    @Test
    void numbersAbove2To63PassDigitForDigit() throws Exception {
        var event = (BridgeMessage.Pushed)
                BridgeMessage.decode("{\"event\":\"node_removed\",\"data\":18446744069414584321}");
        NodeId node = ((BridgeEvent.NodeRemoved) event.event()).node();

        assertThat(node).hasToString("18446744069414584321");
        assertThat(new BridgeRequest.GetNode(node).encode("bn"))
                .isEqualTo(
                        "{\"message_id\":\"bn\",\"command\":\"get_node\",\"args\":{\"node_id\":18446744069414584321}}");
        assertThat(NodeId.parse("18446744069414584321")).isEqualTo(node);
        assertThat(node).isGreaterThan(NodeId.parse("9223372036854775807"));
    }

    @Test
    void aNumericMessageIdIsTheSameAsItsDigits() throws Exception {
        assertThat(BridgeMessage.decode("{\"message_id\":12345,\"result\":null}"))
                .isInstanceOfSatisfying(
                        BridgeMessage.Result.class,
                        r -> assertThat(r.messageId()).isEqualTo("12345"));
    }

    @Test
    void anEventNobodyKnowsIsKeptByName() throws Exception {
        assertThat(BridgeMessage.decode("{\"event\":\"thread_diagnostics\",\"data\":{\"x\":[1]}}"))
                .isEqualTo(new BridgeMessage.Pushed(new BridgeEvent.Unknown("thread_diagnostics")));
    }

    @Test
    void eventTimesAreDatesOnlyWhenTheTypeSaysSo() throws Exception {
        assertThat(nodeEvent(1, 1795167039893L).deviceTime()).contains(Instant.ofEpochMilli(1795167039893L));
        assertThat(nodeEvent(0, 3_600_000).deviceTime()).isEmpty(); // uptime
        assertThat(nodeEvent(0, 3_600_000).bridgeTime()).isEmpty();
        assertThat(nodeEvent(2, 1795167039893L).deviceTime()).isEmpty();
        assertThat(nodeEvent(2, 1795167039893L).bridgeTime()).contains(Instant.ofEpochMilli(1795167039893L));
        assertThat(nodeEvent(1, Long.MAX_VALUE).deviceTime()).isEmpty();
    }

    private static BridgeEvent.NodeEvent nodeEvent(int type, long timestamp) throws MalformedFrameException {
        return BridgeEvent.NodeEvent.decode(Json.parse("{\"node_id\":1,\"endpoint_id\":1,\"cluster_id\":257,"
                + "\"event_id\":0,\"event_number\":18446744073709551615,\"timestamp\":" + timestamp
                + ",\"timestamp_type\":" + type + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[1]",
                "{}",
                "{\"message_id\":[]}",
                "{\"message_id\":\"m1\",\"error_code\":\"0\"}",
                "{\"message_id\":\"m1\",\"error_code\":-1,\"details\":\"x\"}",
                "{\"event\":7}",
                "{\"event\":\"attribute_updated\",\"data\":[1,\"1/257/0\"]}",
                "{\"event\":\"attribute_updated\",\"data\":[1,\"1/257\",0]}",
                "{\"event\":\"attribute_updated\",\"data\":[1.5,\"1/257/0\",0]}",
                "{\"event\":\"attribute_updated\",\"data\":[-1,\"1/257/0\",0]}",
                "{\"event\":\"attribute_updated\",\"data\":[18446744073709551616,\"1/257/0\",0]}",
                "{\"event\":\"attribute_updated\",\"data\":{\"node\":1}}",
                "{\"event\":\"node_event\",\"data\":null}",
                "{\"event\":\"node_event\",\"data\":{\"node_id\":1}}",
                "{\"event\":\"node_added\",\"data\":{\"node_id\":1,\"attributes\":[]}}",
                "{\"event\":\"node_removed\",\"data\":\"1\"}",
                "{\"schema_version\":13}",
                "{\"schema_version\":\"13\",\"fabric_id\":1,\"compressed_fabric_id\":1}",
                "{\"message_id\":\"m1\",\"result\":null} trailing",
                "{\"message_id\":\"m1\""
            })
    void whatIsNotAMessageIsRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> BridgeMessage.decode(text))
                .isInstanceOf(MalformedFrameException.class)
                .hasNoCause();
    }

    @Test
    void hugeNumbersAndDepthsAreRefused() {
        assertThatThrownBy(() -> BridgeMessage.decode("{\"message_id\":" + "9".repeat(5000) + "}"))
                .isInstanceOf(MalformedFrameException.class);
        assertThatThrownBy(() -> BridgeMessage.decode("[".repeat(100_000))).isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void oneBadNodeDoesNotHideTheOthers() throws Exception {
        var nodes = BridgeAnswers.nodes(Json.parse("[{\"node_id\":1,\"attributes\":{\"1/257/0\":1,\"x\":2}},"
                + "{\"attributes\":{}},{\"node_id\":2,\"attributes\":{}}]"));

        assertThat(nodes.nodes()).extracting(BridgeNode::id).containsExactly(NodeId.parse("1"), NodeId.parse("2"));
        assertThat(nodes.problems()).hasSize(2);
    }

    @Test
    void changesBetweenTwoDumpsNameWhatAppearedWentAndDiffers() throws Exception {
        var before = BridgeAnswers.node(
                Json.parse("{\"node_id\":1,\"attributes\":{\"1/257/0\":1,\"1/257/3\":0,\"1/257/5\":9}}"));
        var after = BridgeAnswers.node(
                Json.parse("{\"node_id\":1,\"attributes\":{\"1/257/0\":2,\"1/257/5\":9,\"1/47/12\":150}}"));

        assertThat(after.changesSince(before))
                .isEqualTo(List.of(
                        AttributePath.parse("1/47/12"),
                        AttributePath.parse("1/257/0"),
                        AttributePath.parse("1/257/3")));
    }

    @Test
    void schemasAreJudged() throws Exception {
        assertThat(info(11, 11).speaksOurSchema()).isTrue();
        assertThat(info(13, 11).speaksOurSchema()).isTrue();
        assertThat(info(20, 11).speaksOurSchema()).isTrue();
        assertThat(info(10, 9).speaksOurSchema()).isFalse();
        assertThat(info(20, 14).speaksOurSchema()).isFalse();
    }

    private static ServerInfo info(int schema, int oldest) throws MalformedFrameException {
        return ((BridgeMessage.Hello) BridgeMessage.decode("{\"fabric_id\":1,\"compressed_fabric_id\":2,"
                        + "\"schema_version\":" + schema + ",\"min_supported_schema_version\":" + oldest + "}"))
                .info();
    }
}
