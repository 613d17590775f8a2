// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

/**
 * One thing that happens in a story. Plain data: a story can be printed, cut and played again. People, grants and doors are
 * numbers; a step about somebody who is not there does nothing, so that any part of a story is a story.
 */
sealed interface Step {

    // ---- what the host is asked for

    /** A person moves in, with a PIN of their own choice or one drawn for them. */
    record Arrive(int person, boolean generated) implements Step {}

    /** Somebody is granted some doors (bits). */
    record Grant(int grant, int person, int doors, Hours hours) implements Step {}

    record EndGrant(int grant) implements Step {}

    record Disable(int grant) implements Step {}

    record Enable(int grant) implements Step {}

    /** Revokes by hand at a door, or (negative) everywhere. */
    record Revoke(int person, int door) implements Step {}

    record Unrevoke(int person, int door) implements Step {}

    /** A person is removed, with all rights. */
    record Leave(int person) implements Step {}

    record ChangePin(int person, boolean compromised, boolean generated) implements Step {}

    /** The PIN is taken away, and no other comes. */
    record RemovePin(int person) implements Step {}

    /** Everything is carried out and waited for. */
    record Apply() implements Step {}

    /** A person looks at the findings, and says that a reset, replaced or changed lock, or the clock, is as it should be. */
    record Confirm() implements Step {}

    // ---- what happens at the doors

    /** Types the present PIN, or the one before. */
    record Use(int person, int door, boolean former) implements Step {}

    record WrongCode(int door) implements Step {}

    record Thumbturn(int door, boolean locks) implements Step {}

    /** Somebody programs a code of their own, at the keypad or from another controller. */
    record Program(int door, int place, int code, boolean fromAfar) implements Step {}

    record Erase(int door, int place) implements Step {}

    record Toggle(int door, int place, boolean enabled) implements Step {}

    /** A second manager that insists on a code of its own where one of ours stands. */
    record Rival(int door, int times, int everyMinutes) implements Step {}

    record Reset(int door) implements Step {}

    /** Another lock of the same kind is screwed on, under the same address. */
    record Replace(int door) implements Step {}

    // ---- what goes wrong

    record Away(int door) implements Step {}

    record Back(int door) implements Step {}

    record LoseRequests(int door, int messages) implements Step {}

    /** The lock acts, and the answers never come. */
    record LoseAnswers(int door, int messages) implements Step {}

    record Late(int door, int millis) implements Step {}

    record EventsTwice(int door) implements Step {}

    /** Its bridge starts, and knows nothing yet. */
    record Starting(int door) implements Step {}

    /** It takes no more than so many codes, whatever it says. */
    record Full(int door, int codes) implements Step {}

    /** All of these faults are over. */
    record Heal(int door) implements Step {}

    record RadioDown(int radio) implements Step {}

    record RadioUp(int radio) implements Step {}

    // ---- the process and its time

    /** The process dies before its so many-th task from now on, and comes back after a while. */
    record Kill(int tasks, int deadMinutes) implements Step {}

    /** The process dies at the so many-th step of its store from now on, and comes back after a while. */
    record KillAtStore(int steps, int deadMinutes) implements Step {}

    /** An orderly end, and a start after a while. */
    record Restart(int deadMinutes) implements Step {}

    /** Dies, and stays dead until {@link Start}. */
    record Stop() implements Step {}

    record Start() implements Step {}

    /** The wall clock of the host jumps. */
    record Jump(int minutes) implements Step {}

    record Pass(int minutes) implements Step {}
}
