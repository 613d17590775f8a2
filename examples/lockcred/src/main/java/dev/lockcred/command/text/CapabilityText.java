// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import dev.lockcred.CredentialKind;
import dev.lockcred.spi.CredentialSupport;
import dev.lockcred.spi.Evidenced;
import dev.lockcred.spi.LockCapabilities;
import dev.lockcred.spi.ScheduleSupport;
import java.util.ArrayList;
import java.util.List;

/** What a lock can do, each with how that is known. */
public final class CapabilityText {

    private CapabilityText() {}

    public static List<String> lines(LockCapabilities capabilities) {
        List<String> lines = new ArrayList<>();
        capabilities.unmanageable().ifPresent(u -> {
            lines.add("cannot manage codes: " + u.text());
            u.instead().forEach(i -> lines.add("instead: " + i));
        });
        capabilities.credential(CredentialKind.PIN).ifPresent(pin -> pin(pin, lines));
        for (ScheduleSupport schedule : capabilities.schedules()) {
            lines.add("keeps schedules itself: " + Words.of(schedule.kind()));
        }
        if (capabilities.schedules().isEmpty() && capabilities.unmanageable().isEmpty()) {
            lines.add("keeps no schedules: this host writes and removes codes at their times");
        }
        lines.add(known("tells who came in", capabilities.reportsUser()));
        lines.add(known("tells of codes changed at its keypad", capabilities.reportsProgramming()));
        if (capabilities.log()) {
            lines.add("keeps a log that is read after an outage");
        }
        return lines;
    }

    private static void pin(CredentialSupport pin, List<String> lines) {
        pin.range()
                .ifPresent(r -> lines.add(
                        "PIN slots " + r.value().first() + " to " + r.value().last() + evidence(r)));
        CredentialSupport.Length length = pin.length().value();
        lines.add("PINs of "
                + (length.fixed().isPresent()
                        ? length.fixed().getAsInt() + " digits"
                        : length.min() + " to " + length.max() + " digits")
                + evidence(pin.length()));
        lines.add(switch (pin.readBack().value()) {
                    case READABLE -> "shows its codes when read";
                    case MASKED -> "hides the digits when read";
                    case WRITE_ONLY -> "never shows digits";
                    case NONE -> "its slots cannot be read";
                }
                + evidence(pin.readBack()));
    }

    private static String known(String what, Evidenced<Boolean> fact) {
        return (fact.value() ? what : "does not: " + what) + evidence(fact);
    }

    private static String evidence(Evidenced<?> fact) {
        return " (" + Words.of(fact.evidence()) + ": " + fact.source() + ")";
    }
}
