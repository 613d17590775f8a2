// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

/** {@code lockcred} itself: what every command can ask. */
public interface Root {

    Surroundings surroundings();

    /** The site file as the person named it. */
    String siteName();

    /** Whether answers are JSON. */
    boolean json();

    /** Whether nothing is asked. */
    boolean yes();

    boolean verbose();
}
