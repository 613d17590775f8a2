// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import dev.lockcred.command.run.Keyboard;
import dev.lockcred.command.run.Surroundings;
import dev.lockcred.command.run.Terminal;
import dev.lockcred.testkit.Pins;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Somebody in a folder, running one command after another; what it prints is looked through for PINs. */
final class Shell {

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final ArrayDeque<String> typed = new ArrayDeque<>();
    private Terminal terminal = Terminal.NONE;
    private String input = "";
    private String out = "";
    private String err = "";
    private boolean showsPins;
    private volatile StringWriter live = new StringWriter();

    Shell(Path folder) {
        this.folder = folder;
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    }

    Shell site(String text) throws IOException {
        Files.writeString(folder.resolve("site.yaml"), text);
        return this;
    }

    Shell environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** From now on somebody sits at a screen of this width. */
    Shell screen(int width, boolean unicode, boolean colour) {
        terminal = new Terminal(true, width, unicode, colour, Optional.of(keyboard()));
        return this;
    }

    /** What the person will type, one answer after another. */
    Shell types(String... answers) {
        typed.addAll(List.of(answers));
        return this;
    }

    /** What stands on standard input of the next command. */
    Shell input(String text) {
        input = text;
        return this;
    }

    /** The next command may show PINs. */
    Shell showsPins() {
        showsPins = true;
        return this;
    }

    private Keyboard keyboard() {
        return new Keyboard() {
            @Override
            public Optional<String> line(String prompt) {
                return Optional.ofNullable(typed.poll());
            }

            @Override
            public Optional<char[]> secret(String prompt) {
                return Optional.ofNullable(typed.poll()).map(String::toCharArray);
            }
        };
    }

    int run(String... args) {
        var answers = new StringWriter();
        var messages = new StringWriter();
        live = messages;
        int code = Main.run(
                new Surroundings(
                        new PrintWriter(answers, true),
                        new PrintWriter(messages, true),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        environment,
                        folder,
                        folder,
                        "tester",
                        terminal,
                        config -> {}),
                args);
        out = answers.toString().replace(System.lineSeparator(), "\n");
        err = messages.toString().replace(System.lineSeparator(), "\n");
        input = "";
        if (!showsPins) {
            Pins.inspect("the answer", out);
        }
        showsPins = false;
        Pins.inspect("the messages", err);
        return code;
    }

    /** What the running command has told so far. */
    String messages() {
        return live.toString();
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }
}
