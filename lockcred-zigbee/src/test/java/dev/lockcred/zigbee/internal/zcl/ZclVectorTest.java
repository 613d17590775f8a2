// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.zcl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.zigbee.Vectors;
import dev.lockcred.zigbee.Vectors.Vector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZclVectorTest {

    static Stream<Vector> frames() {
        return Vectors.matching(n -> n.startsWith("zcl."));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void encodesAndDecodesTheVector(Vector v) throws Exception {
        Object command = commandOf(v);
        ZclFrame frame = frameOf(v, command);

        assertThat(HexFormat.of().formatHex(frame.encode())).isEqualTo(v.expected());
        ZclFrame decoded = ZclFrame.decode(v.bytes());
        assertThat(decoded).isEqualTo(frame);
        assertThat(read(cluster(v), decoded)).isEqualTo(command);
    }

    @Test
    void everyDoorLockCommandResponseAndNotificationHasAVector() {
        Set<String> ids = new HashSet<>();
        frames().filter(v -> v.name().startsWith("zcl.dl"))
                .forEach(v -> ids.add(
                        v.name().contains(".rsp.") || v.name().contains(".evt.")
                                ? "from lock " + (v.bytes()[2] & 0xFF)
                                : "to lock " + (v.bytes()[2] & 0xFF)));

        List<String> expected = new ArrayList<>();
        for (int id = 0; id <= 0x19; id++) {
            expected.add("to lock " + id);
            expected.add("from lock " + id);
        }
        expected.add("from lock 32");
        expected.add("from lock 33");
        assertThat(ids).containsAll(expected);
    }

    private static ZclFrame frameOf(Vector v, Object command) {
        boolean fromServer = v.inputs().get("direction").asText().startsWith("server");
        boolean quiet = v.inputs().get("disableDefaultResponse").asBoolean();
        int sequence = v.inputs().get("seq").asInt();
        ZclFrame frame = command instanceof GeneralCommand general
                ? ZclFrame.general(fromServer, quiet, sequence, general)
                : ZclFrame.cluster(fromServer, quiet, sequence, (ClusterCommand) command);
        JsonNode manufacturer = v.inputs().get("manufacturerCode");
        return manufacturer == null ? frame : frame.withManufacturer(manufacturer.asInt());
    }

    private static Object read(int cluster, ZclFrame frame) throws Exception {
        if (!frame.clusterSpecific()) {
            return frame.generalCommand();
        }
        return switch (cluster) {
            case DoorLockCommand.CLUSTER ->
                frame.fromServer() ? DoorLockResponse.decode(frame) : DoorLockCommand.decode(frame);
            case AlarmsCommand.CLUSTER -> AlarmsCommand.decode(frame);
            case PollControlCommand.CLUSTER -> PollControlCommand.decode(frame);
            default -> throw new AssertionError(cluster);
        };
    }

    private static int cluster(Vector v) {
        return switch (v.inputs().get("cluster").asText()) {
            case "closuresDoorLock" -> DoorLockCommand.CLUSTER;
            case "genAlarms" -> AlarmsCommand.CLUSTER;
            case "genPollCtrl" -> PollControlCommand.CLUSTER;
            case "genTime" -> Clusters.TIME;
            case "genPowerCfg" -> Clusters.POWER_CONFIGURATION;
            default -> throw new AssertionError(v.inputs().get("cluster").asText());
        };
    }

    private static Object commandOf(Vector v) {
        String command = v.inputs().get("command").asText();
        JsonNode p = v.inputs().get("payload");
        return switch (v.inputs().get("cluster").asText() + "/" + command) {
            case "genAlarms/alarm" ->
                new AlarmsCommand.Alarm(
                        p.get("alarmcode").asInt(), p.get("clusterid").asInt());
            case "genAlarms/resetAll" -> new AlarmsCommand.ResetAllAlarms();
            case "genPollCtrl/checkin" -> new PollControlCommand.CheckIn();
            case "genPollCtrl/checkinRsp" ->
                new PollControlCommand.CheckInResponse(
                        p.get("startFastPolling").asInt() == 1,
                        p.get("fastPollTimeout").asInt());
            case "genPollCtrl/fastPollStop" -> new PollControlCommand.FastPollStop();
            case "genPollCtrl/setLongPollInterval" ->
                new PollControlCommand.SetLongPollInterval(
                        p.get("newLongPollInterval").asLong());
            default -> {
                if (p.isArray() || isGeneral(command)) {
                    yield general(command, p);
                }
                yield new DoorLockVectors(p).message(command);
            }
        };
    }

    private static boolean isGeneral(String command) {
        return command.equals("defaultRsp") || command.startsWith("discover");
    }

    private static GeneralCommand general(String command, JsonNode p) {
        return switch (command) {
            case "read" -> new GeneralCommand.Read(each(p, a -> a.get("attrId").asInt()));
            case "readRsp" ->
                new GeneralCommand.ReadResponse(each(
                        p,
                        a -> a.has("attrData")
                                ? GeneralCommand.ReadResult.of(a.get("attrId").asInt(), value(a, "attrData"))
                                : GeneralCommand.ReadResult.failed(
                                        a.get("attrId").asInt(), a.get("status").asInt())));
            case "write" -> new GeneralCommand.Write(attributes(p));
            case "writeRsp" ->
                new GeneralCommand.WriteResponse(
                        each(
                                        p,
                                        a -> new GeneralCommand.Refusal(
                                                a.get("status").asInt(),
                                                a.path("attrId").asInt()))
                                .stream()
                                .filter(r -> r.status() != 0)
                                .toList());
            case "configReport" ->
                new GeneralCommand.ConfigureReporting(each(p, a -> {
                    int type = a.get("dataType").asInt();
                    // The library behind the vectors drops the change of a type that has none; so must we.
                    return new GeneralCommand.Reporting(
                            a.get("attrId").asInt(),
                            type,
                            a.get("minRepIntval").asInt(),
                            a.get("maxRepIntval").asInt(),
                            ZclValue.isAnalogue(type) ? Optional.of(value(a, "repChange")) : Optional.empty());
                }));
            case "configReportRsp" -> new GeneralCommand.ConfigureReportingResponse(List.of());
            case "report" -> new GeneralCommand.Report(attributes(p));
            case "defaultRsp" ->
                new GeneralCommand.DefaultResponse(
                        p.get("cmdId").asInt(), p.get("statusCode").asInt());
            case "discover" ->
                new GeneralCommand.Discover(
                        p.get("startAttrId").asInt(), p.get("maxAttrIds").asInt());
            case "discoverRsp" ->
                new GeneralCommand.DiscoverResponse(
                        p.get("discComplete").asInt() == 1,
                        each(
                                p.get("attrInfos"),
                                a -> new GeneralCommand.Discovered(
                                        a.get("attrId").asInt(),
                                        a.get("dataType").asInt())));
            default -> throw new AssertionError(command);
        };
    }

    private static List<GeneralCommand.Attribute> attributes(JsonNode p) {
        return each(p, a -> new GeneralCommand.Attribute(a.get("attrId").asInt(), value(a, "attrData")));
    }

    private static ZclValue value(JsonNode attribute, String field) {
        return ZclValue.number(
                attribute.get("dataType").asInt(), attribute.get(field).asLong());
    }

    private static <T> List<T> each(JsonNode array, java.util.function.Function<JsonNode, T> read) {
        var list = new ArrayList<T>();
        array.forEach(a -> list.add(read.apply(a)));
        return list;
    }
}
