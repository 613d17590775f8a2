// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.schedule;

/** What the application says about its conditions, such as a calendar, at the moment of the question. */
@FunctionalInterface
public interface Conditions {

    /** Nothing is known, hence nothing holds. */
    Conditions NONE = name -> false;

    /** Whether the condition holds; unknown is no. */
    boolean holds(String name);
}
