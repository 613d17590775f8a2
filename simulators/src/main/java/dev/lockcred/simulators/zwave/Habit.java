// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

/** What locks in the field do against or beyond the book (zwave.md 4.6 and 4.9). */
public enum Habit {
    /** Reports asterisks instead of digits. */
    MASKS_CODES,
    /** Fills reports up to ten bytes with zeros. */
    ZERO_PADS,
    /** Reports the state before for a second and a half after a write. */
    REPORTS_LATE,
    /** Reports "0000" with status 0 for what was cleared. */
    SHOWS_ZEROES_WHEN_EMPTY,
    /** Reports status 0 for slots that hold a code. */
    SHOWS_EVERYTHING_EMPTY,
    /** Refuses a code that another slot has, and tells of it by an event. */
    REFUSES_DUPLICATES,
    /** Refuses it and says nothing. */
    SWALLOWS_DUPLICATES,
    /** Acknowledges writes and does nothing. */
    IGNORES_WRITES,
    /** Executes a supervised command and reports "fail". */
    SUPERVISION_SAYS_FAIL,
    /** Answers every supervised command with session 0. */
    SUPERVISION_SESSION_ZERO,
    /** Lists Supervision and answers "no support", not executing what is inside. */
    SUPERVISION_REFUSED,
    /** Answers a supervised command three times. */
    SUPERVISION_FLOODS,
    /** Says "working" first and "success" after a second. */
    SUPERVISION_WORKS_FIRST,
    /** Events carry a whole User Code Report, digits and all. */
    EVENT_WITH_REPORT,
    /** Events carry the first three bytes of it. */
    EVENT_WITH_CUT_REPORT,
    /** Events carry nothing: the slot is in the alarm level. */
    EVENT_BY_LEVEL,
    /** Events are two bytes of the first version: Kwikset's and Yale's alarm types. */
    EVENT_V1,
    /** Tells nothing of codes programmed at the keypad. */
    SILENT_PROGRAMMING,
    /** A code of another length than parameter 16 says is refused (Schlage). */
    FIXED_LENGTH,
    /** Packs as many codes into a report as a datagram takes, in segments. */
    LONG_REPORTS,
    /** Supervises its own events and repeats them until they are answered. */
    SUPERVISES_EVENTS
}
