// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.plan;

import dev.lockcred.EnforcementLevel;
import dev.lockcred.Proof;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Words for people; one place, so that the same thing has the same name everywhere. */
public final class Say {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);

    private Say() {}

    /** An instant on a lock's wall clock, with the zone named: {@code Tue 2026-11-24 09:00 Europe/Stockholm}. */
    public static String time(Instant at, ZoneId zone) {
        return TIME.format(at.atZone(zone)) + " " + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId());
    }

    /** Who enforces, in words. */
    public static String level(EnforcementLevel level) {
        return switch (level) {
            case NATIVE -> "enforced by the lock";
            case NATIVE_COVER -> "enforced by the lock a little wider, trimmed by this host";
            case HOST -> "enforced by this host";
            case UNENFORCEABLE -> "enforced by nobody";
        };
    }

    /** How it was proved, in words. */
    public static String proof(Proof proof) {
        return switch (proof) {
            case SUPERVISED -> "confirmed by supervision";
            case READ_BACK -> "confirmed by read-back";
            case CHECKSUM -> "confirmed by checksum";
            case EVENT -> "confirmed by the lock's own report";
            case RESPONSE -> "confirmed by the lock's answer";
            case PRESENCE -> "confirmed by presence, digits unseen";
        };
    }
}
