// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.core.Pins;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** Takes PINs from people: without echo, or from standard input; never from the command line. */
public final class PinEntry {

    private static final int LONGEST = 256;

    private final Action action;
    private final Session session;

    public PinEntry(Action action, Session session) {
        this.action = action;
        this.session = session;
    }

    /** Sets the PIN that stands on standard input. */
    public void fromInput(User user) {
        char[] digits = read(action.here().in());
        set(user, digits, Pins.Change.ROUTINE);
    }

    /** Reads digits from a stream up to its first line end. */
    public static char[] read(InputStream in) {
        char[] digits = new char[LONGEST];
        int length = 0;
        try {
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                if (next == '\r' || next == ' ') {
                    continue;
                }
                if (length == LONGEST) {
                    throw new UsageException("this is no code: there are too many characters on standard input");
                }
                digits[length++] = (char) next;
            }
            return Arrays.copyOf(digits, length);
        } catch (IOException e) {
            throw new FailedException("standard input cannot be read: " + e.getMessage());
        } finally {
            Arrays.fill(digits, ' ');
        }
    }

    /** Asks for a PIN twice, unseen; empty: none was given. */
    public static char[] ask(Keyboard keyboard, String name) {
        return twice(keyboard, "PIN for " + name + " (not shown; empty draws one): ");
    }

    /** Asks for digits twice, unseen; empty: none were given. */
    public static char[] twice(Keyboard keyboard, String prompt) {
        char[] first = keyboard.secret(prompt)
                .orElseThrow(() -> new UsageException("nothing was answered: nothing was changed"));
        if (first.length == 0) {
            return first;
        }
        char[] again = keyboard.secret("The same again: ").orElseGet(() -> new char[0]);
        try {
            if (!Arrays.equals(first, again)) {
                Arrays.fill(first, ' ');
                throw new UsageException("the two entries differ: nothing was changed");
            }
            return first;
        } finally {
            Arrays.fill(again, ' ');
        }
    }

    /** Sets a PIN; the digits are wiped. */
    public void set(User user, char[] digits, Pins.Change why) {
        try (Pin pin = pin(digits, "PIN")) {
            List<String> remarks = session.locks().pins().set(user.id(), pin, why);
            remarks.forEach(r -> action.message("note: " + r));
        }
    }

    /** The digits as what they are, which the caller closes; they are wiped. */
    public static Pin pin(char[] digits, String what) {
        try {
            if (digits.length == 0) {
                throw new UsageException("there is no " + what + " on standard input");
            }
            return Pin.of(digits);
        } catch (IllegalArgumentException e) {
            throw new UsageException("that is no " + what + ": " + e.getMessage());
        } finally {
            Arrays.fill(digits, ' ');
        }
    }
}
