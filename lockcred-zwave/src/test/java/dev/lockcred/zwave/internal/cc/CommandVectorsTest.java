// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.spi.support.Crc;
import dev.lockcred.zwave.Vectors;
import dev.lockcred.zwave.Vectors.Vector;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock.Daily;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock.Moment;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock.UtcOffset;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock.WeekDay;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock.YearDay;
import dev.lockcred.zwave.internal.frame.Octets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of the reference vectors, both ways, against messages written by hand. */
class CommandVectorsTest {

    private static final YearDay HOLIDAYS = new YearDay(new Moment(26, 12, 24, 15, 0), new Moment(27, 1, 2, 11, 0));
    private static final UserRecords.Attributes ANN = new UserRecords.Attributes(0, 1, 1, 0, 0, text("Ann"));

    private static final Map<String, Command> MESSAGES = Map.ofEntries(
            // user-code
            entry("user-code: v1 Set user 3 enabled 1234", new UserCode.Set(3, 1, text("1234"))),
            entry("user-code: v1 Set user 3 available (clear)", UserCode.Set.clear(3)),
            entry("user-code: v1 Set user 0 available (clear all)", new UserCode.ClearAll(false)),
            entry("user-code: Get user 3", new UserCode.Get(3)),
            entry("user-code: Report user 3 enabled 1234567890", new UserCode.Report(3, 1, text("1234567890"))),
            entry("user-code: Report user 4 available, no code", new UserCode.Report(4, 0, Octets.EMPTY)),
            entry("user-code: Users Number Get", new UserCode.UsersNumberGet()),
            entry("user-code: Users Number Report 30 (v2 layout)", new UserCode.UsersNumberReport(30, true)),
            entry("user-code: Users Number Report 1000 (v2 layout)", new UserCode.UsersNumberReport(1000, true)),
            entry("user-code: Capabilities Get", new UserCode.CapabilitiesGet()),
            entry(
                    "user-code: Capabilities Report (admin, deactivation, checksum, multi report, multi set; statuses 0-4; keypad modes 0-3; 0-9)",
                    new UserCode.CapabilitiesReport(
                            true, true, true, true, true, hex("1f"), hex("0f"), hex("000000000000ff03"))),
            entry("user-code: Keypad Mode Set vacation", new UserCode.KeypadModeSet(1)),
            entry("user-code: Keypad Mode Get", new UserCode.KeypadModeGet()),
            entry("user-code: Keypad Mode Report normal", new UserCode.KeypadModeReport(0)),
            entry(
                    "user-code: Extended Set user 3 enabled 1234",
                    new UserCode.ExtendedSet(List.of(new UserCode.Entry(3, 1, text("1234"))))),
            entry(
                    "user-code: Extended Set two codes (256: 123456, 3: disabled 9876)",
                    new UserCode.ExtendedSet(List.of(
                            new UserCode.Entry(256, 1, text("123456")), new UserCode.Entry(3, 2, text("9876"))))),
            entry("user-code: Extended Set clear user 3", new UserCode.ExtendedSet(List.of(UserCode.Entry.clear(3)))),
            entry("user-code: Extended Set clear all", new UserCode.ClearAll(true)),
            entry("user-code: Extended Get user 3, single", new UserCode.ExtendedGet(3, false)),
            entry("user-code: Extended Get user 1, report more", new UserCode.ExtendedGet(1, true)),
            entry(
                    "user-code: Extended Report (decode)",
                    new UserCode.ExtendedReport(
                            List.of(new UserCode.Entry(3, 1, text("1234")), new UserCode.Entry(4, 2, text("987654"))),
                            9)),
            entry("user-code: Admin Code Set 123456", new UserCode.AdminCodeSet(text("123456"))),
            entry("user-code: Admin Code Set (deactivate)", new UserCode.AdminCodeSet(Octets.EMPTY)),
            entry("user-code: Admin Code Get", new UserCode.AdminCodeGet()),
            entry("user-code: Admin Code Report 123456", new UserCode.AdminCodeReport(text("123456"))),
            entry("user-code: Checksum Get", new UserCode.ChecksumGet()),
            entry("user-code: Checksum Report", new UserCode.ChecksumReport(45107)),
            entry(
                    "user-code: Report with zero padding (10 bytes) (decode)",
                    new UserCode.Report(3, 1, hex("31323334000000000000"))),
            entry("user-code: Report masked with asterisks (decode)", new UserCode.Report(3, 1, text("****"))),
            entry("user-code: Report with trailing newline (decode)", new UserCode.Report(3, 1, text("1234\r\n"))),
            entry("user-code: Report status 0 with 4 zero bytes (decode)", new UserCode.Report(3, 0, hex("00000000"))),
            entry(
                    "user-code: Report status 0xFE (no such user) (decode)",
                    new UserCode.Report(0x99, 0xfe, Octets.EMPTY)),
            // crc
            // schedule-entry-lock
            entry("schedule-entry-lock: Enable Set user 3 on", new ScheduleEntryLock.Enable(3, true)),
            entry("schedule-entry-lock: Enable Set user 3 off", new ScheduleEntryLock.Enable(3, false)),
            entry("schedule-entry-lock: Enable All Set on", new ScheduleEntryLock.EnableAll(true)),
            entry(
                    "schedule-entry-lock: Week Day Set user 3 slot 1 Monday 08:00-17:30",
                    new ScheduleEntryLock.WeekDaySet(true, 3, 1, new WeekDay(1, 8, 0, 17, 30))),
            entry(
                    "schedule-entry-lock: Week Day Set erase user 3 slot 1",
                    new ScheduleEntryLock.WeekDaySet(false, 3, 1, WeekDay.NONE)),
            entry("schedule-entry-lock: Week Day Get user 3 slot 1", new ScheduleEntryLock.WeekDayGet(3, 1)),
            entry(
                    "schedule-entry-lock: Week Day Report user 3 slot 1 Monday 08:00-17:30",
                    new ScheduleEntryLock.WeekDayReport(3, 1, new WeekDay(1, 8, 0, 17, 30))),
            entry(
                    "schedule-entry-lock: Week Day Report empty",
                    new ScheduleEntryLock.WeekDayReport(3, 1, WeekDay.NONE)),
            entry(
                    "schedule-entry-lock: Year Day Set user 3 slot 2 2026-12-24 15:00 .. 2027-01-02 11:00",
                    new ScheduleEntryLock.YearDaySet(true, 3, 2, HOLIDAYS)),
            entry(
                    "schedule-entry-lock: Year Day Set erase user 3 slot 2",
                    new ScheduleEntryLock.YearDaySet(false, 3, 2, YearDay.NONE)),
            entry("schedule-entry-lock: Year Day Get user 3 slot 2", new ScheduleEntryLock.YearDayGet(3, 2)),
            entry(
                    "schedule-entry-lock: Year Day Report user 3 slot 2",
                    new ScheduleEntryLock.YearDayReport(3, 2, HOLIDAYS)),
            entry("schedule-entry-lock: Supported Get", new ScheduleEntryLock.SupportedGet()),
            entry(
                    "schedule-entry-lock: Supported Report 7/2/1",
                    new ScheduleEntryLock.SupportedReport(7, 2, OptionalInt.of(1))),
            entry(
                    "schedule-entry-lock: Time Offset Set UTC-5, DST +60 min",
                    new ScheduleEntryLock.OffsetSet(new UtcOffset(-300, 60))),
            entry(
                    "schedule-entry-lock: Time Offset Set UTC+5:30, no DST",
                    new ScheduleEntryLock.OffsetSet(new UtcOffset(330, 0))),
            entry("schedule-entry-lock: Time Offset Get", new ScheduleEntryLock.OffsetGet()),
            entry(
                    "schedule-entry-lock: Daily Repeating Set user 3 slot 1 Mon-Fri 09:00 for 8h30",
                    new ScheduleEntryLock.DailySet(true, 3, 1, new Daily(0x3e, 9, 0, 8, 30))),
            entry(
                    "schedule-entry-lock: Daily Repeating Set erase user 3 slot 1",
                    new ScheduleEntryLock.DailySet(false, 3, 1, Daily.NONE)),
            entry("schedule-entry-lock: Daily Repeating Get user 3 slot 1", new ScheduleEntryLock.DailyGet(3, 1)),
            entry(
                    "schedule-entry-lock: Daily Repeating Report",
                    new ScheduleEntryLock.DailyReport(3, 1, new Daily(0x3e, 9, 0, 8, 30))),
            // door-lock
            entry("door-lock: Operation Set secured", new DoorLock.OperationSet(0xff)),
            entry("door-lock: Operation Set unsecured", new DoorLock.OperationSet(0)),
            entry("door-lock: Operation Get", new DoorLock.OperationGet()),
            entry(
                    "door-lock: Operation Report secured, door closed, bolt locked, latch closed",
                    new DoorLock.OperationReport(
                            0xff, 0x01, 0x05, 0xfe, 0xfe, Optional.of(new DoorLock.Target(0xff, 0)))),
            entry(
                    "door-lock: Configuration Set constant",
                    new DoorLock.ConfigurationSet(
                            new DoorLock.Settings(1, 0xff, 0xfe, 0xfe, Optional.of(new DoorLock.Version4(0, 0, 0))))),
            entry(
                    "door-lock: Configuration Set timed 90 s, auto relock 300 s",
                    new DoorLock.ConfigurationSet(
                            new DoorLock.Settings(2, 0x1f, 1, 30, Optional.of(new DoorLock.Version4(300, 0, 0))))),
            entry("door-lock: Configuration Get", new DoorLock.ConfigurationGet()),
            entry("door-lock: Capabilities Get", new DoorLock.CapabilitiesGet()),
            entry(
                    "door-lock: Capabilities Report",
                    new DoorLock.CapabilitiesReport(hex("06"), hex("0001ff"), 0x13, 0x03, 0x0a)),
            // door-lock-logging
            entry("door-lock-logging: Records Supported Get", new DoorLockLogging.SupportedGet()),
            entry("door-lock-logging: Record Get latest (0)", new DoorLockLogging.RecordGet(0)),
            entry(
                    "door-lock-logging: Record Report #5 2026-11-20 14:30:15 unlock with code, user 3, 1234 (decode)",
                    new DoorLockLogging.RecordReport(5, 2026, 11, 20, 0x2e, 30, 15, 2, 3, text("1234"))),
            // notification
            entry(
                    "notification: Keypad unlock with encapsulated User Code Report(3, enabled, 5678)",
                    new Notification.Report(
                            0,
                            0,
                            Optional.of(new Notification.Event(
                                    0, 0xff, 6, 0x06, hex("6303030135363738"), OptionalInt.empty())))),
            entry(
                    "notification: Keypad unlock, 1-byte user id only",
                    new Notification.Report(
                            0,
                            0,
                            Optional.of(new Notification.Event(0, 0xff, 6, 0x06, hex("03"), OptionalInt.empty())))),
            entry(
                    "notification: Keypad unlock, truncated User Code Report (only the id)",
                    new Notification.Report(
                            0,
                            0,
                            Optional.of(new Notification.Event(0, 0xff, 6, 0x06, hex("630303"), OptionalInt.empty())))),
            entry(
                    "notification: Manual lock, no parameters",
                    new Notification.Report(
                            0,
                            0,
                            Optional.of(new Notification.Event(0, 0xff, 6, 0x01, Octets.EMPTY, OptionalInt.empty())))),
            entry(
                    "notification: Manual lock with sequence number 0x42",
                    new Notification.Report(
                            0,
                            0,
                            Optional.of(new Notification.Event(0, 0xff, 6, 0x01, Octets.EMPTY, OptionalInt.of(0x42))))),
            entry(
                    "notification: All user codes deleted",
                    new Notification.Report(
                            0,
                            0,
                            Optional.of(new Notification.Event(0, 0xff, 6, 0x0c, Octets.EMPTY, OptionalInt.empty())))),
            entry(
                    "notification: New user code added user 3",
                    new Notification.Report(
                            0,
                            0,
                            Optional.of(new Notification.Event(
                                    0, 0xff, 6, 0x0e, hex("6303030135363738"), OptionalInt.empty())))),
            entry(
                    "notification: Lock jammed",
                    new Notification.Report(
                            0,
                            0,
                            Optional.of(new Notification.Event(0, 0xff, 6, 0x0b, Octets.EMPTY, OptionalInt.empty())))),
            entry(
                    "notification: Lock state idle (previous event jammed)",
                    new Notification.Report(
                            0,
                            0,
                            Optional.of(new Notification.Event(0, 0xff, 6, 0x00, hex("0b"), OptionalInt.empty())))),
            entry(
                    "notification: Kwikset-style V1 alarm: keypad unlock user 3",
                    new Notification.Report(19, 3, Optional.empty())),
            entry("notification: Supported Get", new Notification.SupportedGet()),
            entry("notification: Event Supported Get type 6", new Notification.EventSupportedGet(6)),
            entry("notification: Notification Get type 6 event 6", new Notification.Get(0, 6, 6)),
            entry("notification: Notification Set type 6 on", new Notification.Set(6, 0xff)),
            entry(
                    "notification: Credential unlock event (0x24), no parameters",
                    new Notification.Report(
                            0,
                            0,
                            Optional.of(new Notification.Event(0, 0xff, 6, 0x24, Octets.EMPTY, OptionalInt.empty())))),
            entry(
                    "notification: keypad unlock as sent by a Schlage BE469ZP (S0 plaintext without frame control; OpenZWave/open-zwave#2416)",
                    new Notification.Report(
                            0x13,
                            5,
                            Optional.of(new Notification.Event(0, 0xff, 6, 0x06, hex("05"), OptionalInt.empty())))),
            // misc
            entry("misc: Battery Get", new Battery.Get()),
            entry("misc: Version Get", new Version.Get()),
            entry("misc: Version Command Class Get User Code", new Version.ClassGet(0x63)),
            entry("misc: Manufacturer Specific Get", new ManufacturerSpecific.Get()),
            entry("misc: Association Get group 1", new Association.Get(1)),
            entry("misc: Association Set group 1 node 1", new Association.Set(1, hex("01"))),
            entry("misc: Association Supported Groupings Get", new Association.GroupingsGet()),
            entry("misc: Wake Up Interval Set 4200 s node 1", new WakeUp.IntervalSet(4200, 1)),
            entry("misc: Wake Up No More Information", new WakeUp.NoMoreInformation()),
            entry(
                    "misc: Supervision Get session 1, status updates, User Code v1 Set 3=1234",
                    new Supervision.Get(true, 1, hex("6301030131323334"))),
            entry("misc: Supervision Report session 1 success", new Supervision.Report(false, 1, 0xff, 0)),
            entry("misc: Supervision Report session 1 working 3 s, more follow", new Supervision.Report(true, 1, 1, 3)),
            entry(
                    "misc: Multi Channel encapsulation to endpoint 1: Door Lock Operation Get",
                    new MultiChannel.Encap(0, 1, hex("6202"))),
            entry("misc: CRC-16 encapsulation: Basic Get", new Crc16Encap(hex("2002"))),
            entry(
                    "misc: Transport Service first segment (size 50, session 5, first 39 bytes 00..26)",
                    new TransportService.FirstSegment(50, 5, counting(0, 39))),
            entry(
                    "misc: Transport Service subsequent segment (offset 39, 11 bytes 27..31)",
                    new TransportService.NextSegment(50, 5, 39, counting(39, 11))),
            entry("misc: Transport Service segment request offset 39", new TransportService.Request(5, 39)),
            entry("misc: Transport Service segment complete", new TransportService.Complete(5)),
            entry("misc: Transport Service segment wait 2", new TransportService.Wait(2)),
            // user-credential
            entry("user-credential: User Capabilities Get", new UserRecords.CapabilitiesGet()),
            entry(
                    "user-credential: User Capabilities Report 10 users, rules {single}, name 32, checksums, ASCII, types {0,3,4,5,6,7,9}",
                    new UserRecords.CapabilitiesReport(10, 0x02, 32, 0x64, hex("f902"))),
            entry("user-credential: Credential Capabilities Get", new CredentialRecords.CapabilitiesGet()),
            entry(
                    "user-credential: Credential Capabilities Report PIN 10 slots 4-10, password 5 slots 6-20 learnable",
                    new CredentialRecords.CapabilitiesReport(
                            0xc0,
                            List.of(
                                    new CredentialRecords.Type(1, false, 10, 4, 10, 0, 0, 0),
                                    new CredentialRecords.Type(2, true, 5, 6, 20, 30, 2, 0)))),
            entry(
                    "user-credential: User Set add user 1 general active single 'Ann'",
                    new UserRecords.Set(0, 1, Optional.of(ANN))),
            entry(
                    "user-credential: User Set add user 2 expiring 90 min, no name",
                    new UserRecords.Set(0, 2, Optional.of(new UserRecords.Attributes(7, 1, 1, 90, 0, Octets.EMPTY)))),
            entry("user-credential: User Set delete user 1", UserRecords.Set.delete(1)),
            entry("user-credential: User Set delete all", new UserRecords.DeleteAll()),
            entry("user-credential: User Get first (0)", new UserRecords.Get(0)),
            entry(
                    "user-credential: User Report added, user 1 'Ann', by Z-Wave node 1",
                    new UserRecords.Report(0, 0, 2, 1, 1, ANN)),
            entry(
                    "user-credential: Credential Set add user 1 PIN slot 1 123456",
                    new CredentialRecords.Set(1, 1, 1, 0, text("123456"))),
            entry("user-credential: Credential Set delete user 1 PIN slot 1", CredentialRecords.Set.delete(1, 1, 1)),
            entry(
                    "user-credential: Credential Get user 0 type 0 slot 0 (first of all)",
                    new CredentialRecords.Get(0, 0, 0)),
            entry(
                    "user-credential: Credential Report added, read back",
                    new CredentialRecords.Report(0, 1, 1, 1, true, text("123456"), 2, 1, 0, 0)),
            entry(
                    "user-credential: Credential Learn Start user 1 fingerprint slot 1 add 30 s",
                    new CredentialRecords.LearnStart(1, 9, 1, 0, 30)),
            entry("user-credential: Credential Learn Cancel", new CredentialRecords.LearnCancel()),
            entry("user-credential: Credential Learn Report success", new CredentialRecords.LearnReport(1, 1, 9, 1, 0)),
            entry(
                    "user-credential: Association Set PIN slot 1 -> user 2",
                    new CredentialRecords.AssociationSet(1, 1, 2)),
            entry("user-credential: Association Report ok", new CredentialRecords.AssociationReport(1, 1, 2, 0)),
            entry("user-credential: All Users Checksum Get", new ChecksumRecords.AllUsersGet()),
            entry("user-credential: User Checksum Get 1", new ChecksumRecords.UserGet(1)),
            entry("user-credential: Credential Checksum Get PIN", new ChecksumRecords.CredentialGet(1)),
            entry("user-credential: Admin PIN Set 9999", new CredentialRecords.AdminPinSet(text("9999"))),
            entry("user-credential: Admin PIN Get", new CredentialRecords.AdminPinGet()),
            entry(
                    "user-credential: Admin PIN Report response-to-get 9999",
                    new CredentialRecords.AdminPinReport(4, text("9999"))),
            // s0
            entry("s0: Nonce Get", new Security0.NonceGet()),
            entry("s0: Nonce Report", new Security0.NonceReport(hex("b0b1b2b3b4b5b6b7"))),
            entry("s0: Scheme Get", new Security0.SchemeGet(0)),
            entry("s0: Commands Supported Get", new Security0.SupportedGet()),
            // s2
            entry("s2: Nonce Get seq 0x21", new Security2.NonceGet(0x21)),
            entry("s2: Nonce Report SOS seq 0x54", new Security2.NonceReport(0x54, 1, Optional.of(counting(0xb0, 16)))),
            entry("s2: KEX Get", new Security2.KexGet()),
            entry("s2: KEX Report (scheme 1, curve25519, requests AC+Auth+S0)", new Security2.KexReport(0, 2, 1, 0x86)),
            entry("s2: KEX Set (grant AC)", new Security2.KexSet(0, 2, 1, 4)),
            entry("s2: KEX Set echo", new Security2.KexSet(1, 2, 1, 4)),
            entry("s2: KEX Fail cancel", new Security2.KexFail(Security2.KexFail.CANCEL)),
            entry(
                    "s2: Public Key Report including node",
                    new Security2.PublicKeyReport(
                            true, hex("88d82226ca7950c47d14710f55f8777beffa622bef56ec433a1bb03c6c792d7b"))),
            entry("s2: Network Key Get AC", new Security2.NetworkKeyGet(4)),
            entry(
                    "s2: Network Key Report AC",
                    new Security2.NetworkKeyReport(4, hex("33333333333333333333333333333333"))),
            entry("s2: Network Key Verify", new Security2.NetworkKeyVerify()),
            entry("s2: Transfer End key verified", new Security2.TransferEnd(2)),
            entry("s2: Transfer End complete", new Security2.TransferEnd(1)),
            entry("s2: Commands Supported Get", new Security2.SupportedGet()));

    static Stream<Vector> messages() {
        return Vectors.all().stream().filter(v -> MESSAGES.containsKey(v.toString()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void encodesTheVector(Vector vector) {
        assertThat(MESSAGES.get(vector.toString()).encode()).isEqualTo(Octets.of(vector.bytes()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void decodesTheVector(Vector vector) throws Exception {
        assertThat(Commands.decode(Octets.of(vector.bytes()))).isEqualTo(MESSAGES.get(vector.toString()));
    }

    @Test
    void everyVectorOfACommandIsCovered() {
        // What is missing here is a computation (checksums, keys, encrypted messages) or a serial frame: tested beside
        // it.
        var missing = Vectors.all().stream()
                .filter(v -> !v.group().equals("serial"))
                .filter(v -> !MESSAGES.containsKey(v.toString()))
                .map(Vector::name)
                .toList();
        assertThat(MESSAGES).hasSize(143);
        assertThat(missing)
                .hasSize(24)
                .allMatch(n -> n.matches("(?s).*(hecksum|CRC|key|host\\(1\\)|lock\\(|CMAC|SPAN|ECDH).*"));
    }

    @Test
    void userCodeChecksums() {
        var two = new TreeMap<Integer, UserCode.Entry>();
        two.put(3, new UserCode.Entry(3, UserCode.DISABLED, text("987654")));
        two.put(1, new UserCode.Entry(1, UserCode.ENABLED, text("1234")));
        two.put(2, UserCode.Entry.clear(2)); // does not count
        var one = new TreeMap<Integer, UserCode.Entry>();
        one.put(3, new UserCode.Entry(3, UserCode.ENABLED, text("5678")));

        assertThat(UserCode.checksum(two)).isEqualTo(0x71CD);
        assertThat(UserCode.checksum(one)).isEqualTo(0xB033);
        assertThat(UserCode.checksum(new TreeMap<>())).isZero();
        assertThat(Vectors.named("Checksum over {1: enabled 1234, 3: disabled 987654}")
                        .hex())
                .isEqualTo("71cd");
        assertThat(Vectors.named("Checksum, single code user 3 enabled 5678").hex())
                .isEqualTo("b033");
    }

    @Test
    void theCrcOfTheAir() {
        int crc = Crc.augCcitt("123456789".getBytes(StandardCharsets.US_ASCII));

        assertThat(hexOf(crc))
                .isEqualTo(Vectors.named("CRC-16/AUG-CCITT of ASCII 123456789").hex());
    }

    @Test
    void userCredentialChecksums() {
        var ann = new ChecksumRecords.User(ANN, List.of(new ChecksumRecords.Credential(1, 1, text("123456"))));
        var users = new TreeMap<Integer, ChecksumRecords.User>(Map.of(1, ann));
        var pins = new TreeMap<Integer, Octets>(Map.of(1, text("123456")));

        assertThat(hexOf(ChecksumRecords.ofUser(ann)))
                .isEqualTo(
                        Vectors.named("User checksum: user {general, active, single, ASCII, 'Ann'} + PIN slot 1 123456")
                                .hex());
        assertThat(hexOf(ChecksumRecords.ofAllUsers(users)))
                .isEqualTo(Vectors.named("All users checksum: same single user, prefixed with its id")
                        .hex());
        assertThat(hexOf(ChecksumRecords.ofType(pins)))
                .isEqualTo(Vectors.named("Credential (PIN) checksum: slot 1 123456")
                        .hex());
        assertThat(ChecksumRecords.ofAllUsers(new TreeMap<>())).isZero();
    }

    @Test
    void reportedCodesAreStrippedAndToldApart() {
        assertThat(CodeText.strip(hex("31323334000000000000"))).isEqualTo(text("1234"));
        assertThat(CodeText.strip(text("1234\r\n"))).isEqualTo(text("1234"));
        assertThat(CodeText.of(hex("31323334000000000000"))).isEqualTo(CodeText.DIGITS);
        assertThat(CodeText.of(text("****"))).isEqualTo(CodeText.MASKED);
        assertThat(CodeText.of(hex("00000000"))).isEqualTo(CodeText.NOTHING);
        assertThat(CodeText.of(Octets.EMPTY)).isEqualTo(CodeText.NOTHING);
        assertThat(CodeText.of(text("12ab"))).isEqualTo(CodeText.OTHER);
        assertThat(CodeText.of(text("0000"))).isEqualTo(CodeText.DIGITS); // R6: a code like any other
    }

    private static String hexOf(int crc) {
        return String.format("%04x", crc);
    }

    private static Octets hex(String hex) {
        return Octets.ofHex(hex);
    }

    private static Octets text(String ascii) {
        return Octets.of(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static Octets counting(int from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (from + i);
        }
        return Octets.of(bytes);
    }
}
