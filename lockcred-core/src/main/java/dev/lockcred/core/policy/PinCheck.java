// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.policy;

/** What a PIN is checked for before it is anybody's (R10). */
public enum PinCheck {
    /** Every target lock takes PINs of its length. */
    LENGTH(Severity.REJECT, true, false),
    /** Every target lock takes its digits. */
    DIGITS(Severity.REJECT, true, false),
    /** No other code at one of the locks is the same: events could not be attributed, and most locks refuse it. */
    DUPLICATE_ON_LOCK(Severity.REJECT, true, true),
    /** Nobody else has it at a lock that both may open, be it at different times. */
    DUPLICATE_WHERE_BOTH_MAY_OPEN(Severity.REJECT, false, true),
    /** Nobody else has it at all, if the two could meet at a lock through a group later. */
    DUPLICATE_THAT_COULD_MEET(Severity.WARN, false, true),
    /** It does not open the lock's own menu. */
    PROGRAMMING_CODE(Severity.REJECT, true, true),
    /** It neither begins another code at one of the locks nor begins with one: some keypads open as soon as a code is complete. */
    PREFIX(Severity.WARN, false, true),
    /** It is hard to guess. */
    WEAK(Severity.WARN, false, false),
    /** The ordinary and the silent-alarm code of a lock differ. */
    DURESS_PAIR(Severity.REJECT, true, true),
    /** Nobody else had it at one of the locks lately. */
    RECENTLY_USED(Severity.WARN, false, true);

    /** What a failed check does. */
    public enum Severity {
        ALLOW,
        WARN,
        REJECT
    }

    private final Severity byDefault;
    private final boolean fixed;
    private final boolean others;

    PinCheck(Severity byDefault, boolean fixed, boolean others) {
        this.byDefault = byDefault;
        this.fixed = fixed;
        this.others = others;
    }

    /** The severity that R10 gives it. */
    public Severity byDefault() {
        return byDefault;
    }

    /** Whether nobody may relax it: the lock would refuse, or the wrong person would be let in or blamed. */
    public boolean isFixed() {
        return fixed;
    }

    /** Whether its answer says something of the codes of others (R11). */
    public boolean tellsOfOthers() {
        return others;
    }
}
