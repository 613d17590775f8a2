// SPDX-License-Identifier: Apache-2.0
/**
 * What every command needs: the process around it, the options all have, a session with the engine, exit codes, and messages
 * for whatever goes wrong. Start at {@link dev.lockcred.command.run.Action}. Commands run on the main thread; a signal
 * interrupts it.
 */
@NullMarked
package dev.lockcred.command.run;

import org.jspecify.annotations.NullMarked;
