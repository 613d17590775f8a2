// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.CredentialKind;
import dev.lockcred.CredentialRule;
import dev.lockcred.UserType;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.CredentialSupport.Alphabet;
import dev.lockcred.spi.CredentialSupport.Disable;
import dev.lockcred.spi.CredentialSupport.Length;
import dev.lockcred.spi.CredentialSupport.Range;
import dev.lockcred.spi.CredentialSupport.ReadBack;
import dev.lockcred.spi.CredentialSupport.Settle;
import dev.lockcred.spi.Evidence;
import dev.lockcred.spi.Evidenced;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.LockDescription;
import dev.lockcred.spi.LockIdentity;
import dev.lockcred.spi.Operation;
import dev.lockcred.spi.ScheduleEntry;
import dev.lockcred.spi.ScheduleSupport;
import dev.lockcred.spi.UserSupport;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.cc.Configuration;
import dev.lockcred.zwave.internal.cc.CredentialRecords;
import dev.lockcred.zwave.internal.cc.ManufacturerSpecific;
import dev.lockcred.zwave.internal.cc.ScheduleEntryLock;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.cc.UserRecords;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the facts of an interview say, in the words of the SPI. Pure. */
final class Descriptions {

    private final LockFacts facts;
    private final Quirks quirks;
    private final CodeModel model;

    Descriptions(LockFacts facts, Quirks quirks) {
        this.facts = facts;
        this.quirks = quirks;
        this.model = CodeModel.of(facts);
    }

    LockDescription describe(long homeId, int node, int flirsMillis, OptionalInt battery, boolean plainAllowed) {
        SecurityClass granted = facts.granted().orElse(SecurityClass.NONE);
        var remarks = new ArrayList<String>();
        if (granted.isPlain()) {
            remarks.add(
                    plainAllowed
                            ? "not secured: PINs travel in clear, as allow-plaintext says"
                            : "not secured: no PIN is written without allow-plaintext");
        }
        quirks.name().ifPresent(n -> remarks.add("device profile " + n));
        Optional<ManufacturerSpecific.Report> product = product();
        return new LockDescription(
                identity(homeId, node, granted),
                capabilities(flirsMillis),
                quirks.manufacturer().or(() -> product.map(p -> hex(p.manufacturer()))),
                quirks.model().or(() -> product.map(p -> hex(p.productType()) + "/" + hex(p.productId()))),
                Optional.empty(),
                Optional.empty(),
                battery,
                new LockDescription.LinkSecurity(!granted.isPlain(), text(granted)),
                quirks.name(),
                remarks);
    }

    private Optional<ManufacturerSpecific.Report> product() {
        return facts.answer(Interview.PRODUCT, ManufacturerSpecific.Report.class);
    }

    private LockIdentity identity(long homeId, int node, SecurityClass granted) {
        String home = String.format(java.util.Locale.ROOT, "%08x", homeId);
        var evidence = new TreeMap<String, String>(Map.of("home", home, "node", String.valueOf(node)));
        evidence.put("class", granted.name());
        facts.protocol().ifPresent(p -> evidence.put("protocol", p));
        product()
                .ifPresent(p -> evidence.put(
                        "product", hex(p.manufacturer()) + "/" + hex(p.productType()) + "/" + hex(p.productId())));
        String stamp = facts.stamp().map(s -> "-" + s).orElse("");
        return new LockIdentity("zwave-" + home + "-" + node + stamp, evidence);
    }

    LockCapabilities capabilities(int flirsMillis) {
        var b = LockCapabilities.builder();
        if (model.usesCredentials()) {
            model.credentials()
                    .ifPresent(c -> c.types()
                            .forEach(t -> CredentialTypes.kind(t.type())
                                    .ifPresent(kind -> b.credential(kind, credential(kind, t)))));
            model.users().ifPresent(u -> b.users(users(u)));
        } else if (model.userCode()) {
            b.credential(CredentialKind.PIN, pin());
            if (model.messaging()) {
                b.users(new UserSupport(
                        false,
                        OptionalInt.empty(),
                        OptionalInt.of(1),
                        OptionalInt.empty(),
                        false,
                        EnumSet.of(UserType.REGULAR, UserType.NON_ACCESS),
                        Evidence.REPORTED,
                        Set.of(CredentialRule.SINGLE),
                        Optional.empty(),
                        false));
            }
        } else {
            b.unmanageable(new LockCapabilities.Unmanageable(
                    "NO_USER_CODE_CLASS",
                    "this node supports neither User Code nor User Credential: its codes can be set at its keypad only",
                    List.of("replacing the lock", "if it was included without security, including it again with S2")));
        }
        b.schedules(schedules(), true);
        b.clock(ClockKeeper.hasClock(facts) ? LockCapabilities.Clock.READ_WRITE : LockCapabilities.Clock.NONE);
        if (facts.has(ClassId.DOOR_LOCK)) {
            b.operations(EnumSet.of(Operation.Kind.LOCK, Operation.Kind.UNLOCK));
        }
        boolean tells = facts.has(ClassId.NOTIFICATION);
        b.reportsUser(
                tells
                        ? Evidenced.assumed(true, "Notification events of keypads name the user")
                        : Evidenced.reported(false, "no Notification class"));
        b.reportsProgramming(
                tells
                        ? Evidenced.assumed(true, "Notification events 0C to 0F")
                        : Evidenced.reported(false, "no Notification class"));
        b.checksChanges(model.checksChanges());
        b.log(facts.has(ClassId.DOOR_LOCK_LOGGING));
        b.wake(Duration.ofMillis(flirsMillis));
        return b.build();
    }

    // ---- User Code

    private CredentialSupport pin() {
        Evidenced<ReadBack> readBack = quirks.masks()
                ? Evidenced.overridden(ReadBack.MASKED, profile())
                : quirks.readBackLies()
                        ? Evidenced.overridden(ReadBack.NONE, profile())
                        : Evidenced.assumed(ReadBack.READABLE, "User Code reports show the code");
        boolean readable = readBack.value() == ReadBack.READABLE;
        return new CredentialSupport(
                range(),
                length(),
                alphabet(),
                true,
                readBack,
                quirks.refusesDuplicates() ? Optional.of(Evidenced.overridden(true, profile())) : Optional.empty(),
                model.disables() && readable ? Disable.RESEND : Disable.NONE,
                true,
                readable ? Settle.READ : Settle.REPEAT);
    }

    private Optional<Evidenced<Range>> range() {
        var reserved = new TreeSet<>(quirks.reserved());
        if (quirks.count().isPresent()) {
            return Optional.of(Evidenced.overridden(new Range(1, quirks.count().getAsInt(), reserved), profile()));
        }
        return model.count().isPresent()
                ? Optional.of(
                        Evidenced.reported(new Range(1, model.count().getAsInt(), reserved), "Users Number report"))
                : Optional.empty();
    }

    private Evidenced<Length> length() {
        Optional<Configuration.Report> fixed = facts.answer(Interview.LENGTH, Configuration.Report.class);
        int min = quirks.minLength().orElse(4);
        int max = quirks.maxLength().orElse(10);
        if (fixed.isPresent() && fixed.get().value().length() == 1) {
            int length = fixed.get().value().at(0);
            if (length >= min && length <= max) {
                return Evidenced.reported(
                        new Length(min, max, OptionalInt.of(length)),
                        "configuration parameter " + fixed.get().parameter());
            }
        }
        return quirks.minLength().isPresent() || quirks.maxLength().isPresent()
                ? Evidenced.overridden(Length.between(min, max), profile())
                : Evidenced.assumed(Length.between(min, max), "User Code allows 4 to 10");
    }

    private Evidenced<Alphabet> alphabet() {
        Optional<UserCode.CapabilitiesReport> c = model.capabilities();
        if (c.isEmpty()) {
            return Evidenced.assumed(Alphabet.DIGITS, "User Code version 1");
        }
        var keys = new StringBuilder();
        for (int ascii = '0'; ascii <= '9'; ascii++) {
            if (c.get().hasKey(ascii)) {
                keys.append((char) ascii);
            }
        }
        return keys.isEmpty()
                ? Evidenced.assumed(Alphabet.DIGITS, "the lock names no key")
                : Evidenced.reported(Alphabet.of(keys.toString()), "User Code capabilities report");
    }

    // ---- User Credential

    private static CredentialSupport credential(CredentialKind kind, CredentialRecords.Type t) {
        boolean writable = kind == CredentialKind.PIN || kind == CredentialKind.PASSWORD;
        String source = "Credential capabilities report";
        return new CredentialSupport(
                Optional.of(Evidenced.reported(Range.of(1, t.slots()), source)),
                Evidenced.reported(
                        Length.between(Math.max(1, t.minLength()), Math.max(Math.max(1, t.minLength()), t.maxLength())),
                        source),
                Evidenced.assumed(kind == CredentialKind.PIN ? Alphabet.DIGITS : printable(), "User Credential"),
                writable,
                Evidenced.assumed(ReadBack.READABLE, "credential reports may show the value"),
                Optional.of(Evidenced.assumed(true, "User Credential refuses duplicates (report kind 7)")),
                Disable.TRUE_STATUS,
                true,
                Settle.READ);
    }

    private static Alphabet printable() {
        var all = new StringBuilder();
        for (char c = 32; c < 127; c++) {
            all.append(c);
        }
        return Alphabet.of(all.toString());
    }

    private static UserSupport users(UserRecords.CapabilitiesReport u) {
        var types = EnumSet.of(UserType.REGULAR);
        UserTypes.all().forEach((type, number) -> {
            if (u.hasType(number) && type != UserType.PROGRAMMING) {
                types.add(type);
            }
        });
        var rules = EnumSet.of(CredentialRule.SINGLE);
        if ((u.rules() & 0x08) != 0) {
            rules.add(CredentialRule.TRIPLE);
        }
        if ((u.rules() & 0x04) != 0) {
            rules.add(CredentialRule.DUAL);
        }
        return new UserSupport(
                true,
                OptionalInt.of(u.users()),
                OptionalInt.empty(),
                u.maxNameLength() > 0 ? OptionalInt.of(u.maxNameLength()) : OptionalInt.empty(),
                false,
                types,
                Evidence.REPORTED,
                rules,
                Optional.empty(),
                true);
    }

    // ---- schedules

    private List<ScheduleSupport> schedules() {
        // A code must never be valid outside its window: it is written disabled, given its window, then enabled.
        if (!quirks.schedules() || model.usesCredentials() || !model.disables()) {
            return List.of();
        }
        Optional<ScheduleEntryLock.SupportedReport> report =
                facts.answer(Interview.SCHEDULES, ScheduleEntryLock.SupportedReport.class);
        if (report.isEmpty()) {
            return List.of();
        }
        var tables = new ArrayList<ScheduleSupport>();
        table(tables, ScheduleEntry.Kind.WEEK_DAY, report.get().weekDay(), true);
        table(tables, ScheduleEntry.Kind.YEAR_DAY, report.get().yearDay(), false);
        table(tables, ScheduleEntry.Kind.DAILY_REPEATING, report.get().daily().orElse(0), false);
        return tables;
    }

    private void table(List<ScheduleSupport> tables, ScheduleEntry.Kind kind, int reported, boolean oneDay) {
        int entries = quirks.schedulesPerUser().orElse(reported);
        if (reported > 0 && entries > 0) {
            tables.add(new ScheduleSupport(kind, entries, oneDay, 1, false));
        }
    }

    private String profile() {
        return "profile " + quirks.name().orElse("of the user");
    }

    static String text(SecurityClass c) {
        return switch (c) {
            case NONE -> "not secured";
            case S0 -> "S0";
            case S2_UNAUTHENTICATED -> "S2 Unauthenticated";
            case S2_AUTHENTICATED -> "S2 Authenticated";
            case S2_ACCESS_CONTROL -> "S2 Access Control";
        };
    }

    private static String hex(int number) {
        return String.format(java.util.Locale.ROOT, "0x%04x", number);
    }
}
