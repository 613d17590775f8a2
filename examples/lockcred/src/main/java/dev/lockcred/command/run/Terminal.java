// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import java.io.Console;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What stands at the other end of the command.
 *
 * @param screen whether answers go to a screen, not to a file or another program
 * @param width columns; people's windows are as narrow as 40
 * @param unicode whether more than ASCII can be shown
 * @param colour whether colours are wanted
 * @param keyboard a person who can be asked; absent where input is not a terminal
 */
public record Terminal(boolean screen, int width, boolean unicode, boolean colour, Optional<Keyboard> keyboard) {

    /** Not a terminal: plain lines of any length. */
    public static final Terminal NONE = new Terminal(false, 100, false, false, Optional.empty());

    private static final int NARROWEST = 40;
    private static final int WIDEST = 140;

    /** The terminal of this process. */
    @SuppressWarnings("SystemConsoleNull") // Main chooses the console that is null where there is no terminal
    public static Terminal ofProcess(Map<String, String> environment, Interruption interruption) {
        Console console = System.console();
        String told = System.getProperty("lockcred.screen", "");
        boolean screen = told.isEmpty() ? console != null : told.equals("yes");
        return of(screen, environment, Optional.ofNullable(console).map(c -> new ConsoleKeyboard(c, interruption)));
    }

    /** A terminal as the environment describes it. */
    public static Terminal of(boolean screen, Map<String, String> environment, Optional<? extends Keyboard> keyboard) {
        String type = environment.getOrDefault("TERM", "");
        boolean colour = screen && !environment.containsKey("NO_COLOR") && !type.equals("dumb");
        return new Terminal(
                screen,
                screen ? width(environment) : NONE.width,
                screen && utf8(environment),
                colour,
                keyboard.map(Keyboard.class::cast));
    }

    private static int width(Map<String, String> environment) {
        String text = System.getProperty("lockcred.columns", environment.getOrDefault("COLUMNS", ""));
        boolean number = text.matches("[0-9]{1,4}") && Integer.parseInt(text) > 0;
        return number ? Math.max(NARROWEST, Math.min(WIDEST, Integer.parseInt(text))) : 80;
    }

    private static boolean utf8(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String low = value.toLowerCase(Locale.ROOT);
                return low.contains("utf-8") || low.contains("utf8");
            }
        }
        return environment.containsKey("WT_SESSION"); // Windows Terminal
    }
}
