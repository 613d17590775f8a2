// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import java.io.Console;
import java.util.Optional;

/** The process's own terminal. */
final class ConsoleKeyboard implements Keyboard {
    private final Console console;

    ConsoleKeyboard(Console console) {
        this.console = console;
    }

    @Override
    public Optional<String> line(String prompt) {
        return Optional.ofNullable(console.readLine("%s", prompt));
    }

    @Override
    public char[] secret(String prompt) {
        char[] typed = console.readPassword("%s", prompt);
        return typed == null ? new char[0] : typed;
    }
}
