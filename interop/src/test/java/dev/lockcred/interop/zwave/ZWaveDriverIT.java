// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop.zwave;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.AccessSource;
import dev.lockcred.CredentialKind;
import dev.lockcred.SlotState;
import dev.lockcred.interop.DriverHost;
import dev.lockcred.interop.Peer;
import dev.lockcred.interop.PeerProcess;
import dev.lockcred.interop.RequiresPeer;
import dev.lockcred.spi.BatchResult;
import dev.lockcred.spi.Change;
import dev.lockcred.spi.ChangeCheck;
import dev.lockcred.spi.ChangeOutcome;
import dev.lockcred.spi.ChangeResult;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.ReadRequest;
import dev.lockcred.spi.ReadResult;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.UserFacts;
import dev.lockcred.testkit.Pins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Z-Wave driver on the locks of zwave-js' emulated controller; judged by what the locks themselves hold. */
@RequiresPeer(Peer.ZWAVE)
class ZWaveDriverIT {
    private static final String U3C = "4";
    private static final CredentialRef FIRST = CredentialRef.pin(1);
    private static final CredentialRef SECOND = CredentialRef.pin(2);

    @TempDir
    private Path folder;

    private PeerProcess peer;
    private DriverHost host;

    @BeforeEach
    void start() throws IOException {
        peer = PeerProcess.start(Peer.ZWAVE, "peer.mjs");
        host = new DriverHost("zwave", settings(), folder);
    }

    private Map<String, String> settings() throws IOException {
        JsonNode keys = peer.get("/info").get("keys");
        Path file = folder.resolve("keys.json");
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, """
                {"s0_legacy_key": "%s", "s2_unauthenticated_key": "%s", "s2_authenticated_key": "%s", "s2_access_control_key": "%s"}
                """.formatted(
                        keys.get("S0_Legacy").textValue(),
                        keys.get("S2_Unauthenticated").textValue(),
                        keys.get("S2_Authenticated").textValue(),
                        keys.get("S2_AccessControl").textValue()));
        return Map.of("port", "tcp://127.0.0.1:" + peer.port("serial"), "keys", "keys.json");
    }

    @AfterEach
    void stop() {
        host.close();
        peer.close();
    }

    /** What stands in a slot of a lock, by the lock. */
    private String held(String node, int slot) {
        if (node.equals(U3C)) {
            JsonNode credential = peer.get("/state?node=4").get("UserCredential_cred_1_" + slot);
            return credential == null ? "" : text(credential.get("credentialData"));
        }
        for (JsonNode code : peer.get("/codes?node=" + node)) {
            if (code.get("user").intValue() == slot) {
                return code.get("code").textValue();
            }
        }
        return "";
    }

    private static String text(JsonNode data) {
        return data.has("hex")
                ? new String(java.util.HexFormat.of().parseHex(data.get("hex").textValue()))
                : data.textValue();
    }

    private static Change.Put put(CredentialRef ref, String digits) {
        return Change.Put.plain(ref, Pins.pin(digits));
    }

    @Test
    void allLocksAreFoundWithTheirSecurity() {
        assertThat(host.driver().health().state()).isEqualTo(LinkHealth.State.UP);
        assertThat(host.driver().discovered())
                .extracting(lock -> lock.address())
                .contains("2", "3", "4", "5", "6", "7");

        assertThat(host.describe(host.lock("3")).security().secure()).isFalse();
        assertThat(host.describe(host.lock("5")).security().secure()).isTrue();
        LockDescription s2 = host.describe(host.lock("6"));
        assertThat(s2.security().secure()).isTrue();
        assertThat(s2.capabilities().credential(CredentialKind.PIN)).isPresent();
    }

    @Test
    void aCodeWithWindowsIsHeldWithThem() {
        DriverLock lock = host.lock("2");
        host.describe(lock);
        var mondays = new ScheduleEntry.WeekDay(Set.of(DayOfWeek.MONDAY), LocalTime.of(8, 0), LocalTime.of(17, 30));
        var put = new Change.Put(
                FIRST,
                OptionalInt.empty(),
                Pins.pin("471108"),
                UserFacts.PLAIN,
                true,
                List.of(mondays),
                Change.Basis.EMPTY);

        assertThat(host.outcome(lock, put)).isInstanceOf(ChangeOutcome.Confirmed.class);

        JsonNode state = peer.get("/state?node=2");
        assertThat(held("2", 1)).isEqualTo("471108");
        assertThat(state.toString())
                .contains("ScheduleEntryLock_schedule_1_1", "\"startHour\":8", "\"stopHour\":17", "\"stopMinute\":30");
        assertThat(host.outcome(lock, put)).isEqualTo(new ChangeOutcome.NoChange());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "4", "5", "6", "7"})
    void aCodeIsSetChangedAndCleared(String node) {
        DriverLock lock = host.lock(node);
        host.describe(lock);

        ChangeResult set = host.apply(lock, put(FIRST, "471108")).results().get(0);
        assertThat(set.outcome()).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(held(node, 1)).isEqualTo("471108");

        var changed = new Change.Put(
                FIRST, set.userIndex(), Pins.pin("902105"), UserFacts.PLAIN, true, List.of(), Change.Basis.OURS);
        assertThat(host.outcome(lock, changed)).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(held(node, 1)).isEqualTo("902105");

        assertThat(host.outcome(lock, Change.Clear.of(FIRST))).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(held(node, 1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "5", "6", "7"})
    void whatIsReadIsWhatTheLockHolds(String node) {
        peer.post(
                "/codes",
                "{\"node\":%s,\"codes\":[{\"user\":3,\"code\":\"3333\"},{\"user\":5,\"code\":\"555555\"}]}"
                        .formatted(node));
        DriverLock lock = host.lock(node);
        host.describe(lock);

        ReadResult read = host.read(lock, new ReadRequest.Everything());

        assertThat(read.complete()).isTrue();
        assertThat(read.slots().stream()
                        .filter(s -> s.state() == SlotState.KNOWN)
                        .map(s -> s.ref().index()))
                .containsExactlyInAnyOrder(3, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "5", "6"})
    void aKeypadEventNamesTheSlot(String node) throws Exception {
        DriverLock lock = host.lock(node);
        host.describe(lock);
        host.apply(lock, put(SECOND, "258025"));
        host.forgetEvents();

        peer.post("/keypad", "{\"node\":%s,\"code\":\"258025\",\"form\":\"report\"}".formatted(node));

        DriverEvent.Operated came = host.next(DriverEvent.Operated.class, e -> e.source() == AccessSource.KEYPAD);
        assertThat(came.address()).isEqualTo(node);
        assertThat(came.who().credential()).contains(SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "6"})
    void aDuplicateIsNotTakenForSet(String node) {
        peer.post(
                "/quirks",
                "{\"node\":%s,\"quirks\":{\"refuseDuplicates\":true,\"announceChanges\":true}}".formatted(node));
        DriverLock lock = host.lock(node);
        host.describe(lock);
        host.apply(lock, put(FIRST, "471108"));

        ChangeOutcome outcome = host.outcome(lock, put(SECOND, "471108"));

        assertThat(outcome).isInstanceOf(ChangeOutcome.Rejected.class);
        assertThat(held(node, 2)).isEmpty();
    }

    @Test
    void aLockThatIsDeafIsWrittenWhenItHearsAgain() throws Exception {
        DriverLock lock = host.lock("6");
        host.describe(lock);
        host.apply(lock, put(FIRST, "471108"));
        peer.post("/quirks", "{\"node\":6,\"quirks\":{\"deaf\":true}}");

        assertThat(host.outcome(lock, Change.Clear.of(FIRST)))
                .isInstanceOfAny(ChangeOutcome.NotSent.class, ChangeOutcome.Ambiguous.class);
        assertThat(held("6", 1)).isEqualTo("471108");

        peer.post("/quirks", "{\"node\":6,\"quirks\":{}}");
        DriverHost.until(
                "the revocation", () -> host.outcome(lock, Change.Clear.of(FIRST)) instanceof ChangeOutcome.Confirmed);
        assertThat(held("6", 1)).isEmpty();
    }

    @Test
    void aLockThatSilentlyIgnoresWritesIsNotBelieved() {
        peer.post("/quirks", "{\"node\":2,\"quirks\":{\"ignoreWrites\":true}}");
        DriverLock lock = host.lock("2");
        host.describe(lock);

        ChangeOutcome outcome = host.outcome(lock, put(FIRST, "471108"));

        assertThat(outcome).isNotInstanceOfAny(ChangeOutcome.Confirmed.class, ChangeOutcome.NoChange.class);
    }

    @Test
    void severalCodesTravelTogetherWhereTheLockTakesThem() {
        DriverLock lock = host.lock("7");
        host.describe(lock);
        host.read(lock, new ReadRequest.Everything()); // what stands there is known: one checksum proves all
        Change[] codes = new Change[20];
        for (int slot = 1; slot <= codes.length; slot++) {
            codes[slot - 1] = put(CredentialRef.pin(slot), String.valueOf(7000 + slot));
        }

        BatchResult result = host.apply(lock, codes);

        assertThat(result.results()).allMatch(r -> r.outcome() instanceof ChangeOutcome.Confirmed);
        assertThat(peer.get("/codes?node=7")).hasSize(20);
        assertThat(result.cost().messages()).isLessThanOrEqualTo(8); // the budget for multiple set
    }

    @Test
    void aLockWithUsersThatHasNotChangedIsCheckedByItsChecksumAlsoAfterOwnWrites() {
        DriverLock lock = host.lock(U3C);
        host.describe(lock);
        host.apply(lock, put(FIRST, "471108"), put(SECOND, "902105"));
        host.read(lock, new ReadRequest.Everything());
        assertThat(host.check(lock)).isEqualTo(ChangeCheck.UNCHANGED);

        host.apply(lock, put(CredentialRef.pin(3), "335577"));
        host.apply(lock, Change.Clear.of(FIRST));
        assertThat(host.check(lock)).isEqualTo(ChangeCheck.UNCHANGED);
        assertThat(host.check(lock)).isEqualTo(ChangeCheck.UNCHANGED);
    }

    @Test
    void aRestartedDriverGoesOnWhereItWas() throws Exception {
        DriverLock lock = host.lock("6");
        host.describe(lock);
        host.apply(lock, put(FIRST, "471108"));

        host.restart(settings(), folder);

        DriverLock again = host.lock("6");
        host.describe(again);
        assertThat(host.outcome(again, Change.Clear.of(FIRST))).isInstanceOf(ChangeOutcome.Confirmed.class);
        assertThat(held("6", 1)).isEmpty();
    }

    @Test
    void aDriverThatFindsNoStickAtItsStartTakesItWhenItIsThere() throws Exception {
        peer.post("/chip", "{\"vanish\":1500}");

        host.restart(settings(), folder);

        DriverLock lock = host.lock("6");
        host.describe(lock);
        assertThat(host.apply(lock, put(FIRST, "471108")).results())
                .allMatch(r -> r.outcome() instanceof ChangeOutcome.Confirmed);
        assertThat(held("6", 1)).isEqualTo("471108");
    }
}
