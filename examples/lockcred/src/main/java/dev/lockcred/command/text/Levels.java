// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import dev.lockcred.EnforcementLevel;
import java.util.Locale;

/** Who keeps a limit, in people's words. */
public final class Levels {

    private Levels() {}

    public static String of(EnforcementLevel level) {
        return switch (level) {
            case NATIVE -> "kept by the lock";
            case NATIVE_COVER -> "kept by the lock, trimmed by this host";
            case HOST -> "kept by this host";
            case UNENFORCEABLE -> "kept by nobody";
        };
    }

    /** For programs. */
    public static String key(EnforcementLevel level) {
        return level.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
