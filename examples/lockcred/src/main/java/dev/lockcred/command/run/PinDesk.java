// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.Grant;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.command.text.Ink;
import dev.lockcred.core.PinRefusedException;
import dev.lockcred.core.Pins;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Draws and shows PINs. A drawn PIN is shown before it goes to any lock; nothing here keeps one. */
public final class PinDesk {

    private final Action action;
    private final Session session;

    public PinDesk(Action action, Session session) {
        this.action = action;
        this.session = session;
    }

    /**
     * Draws PINs for those who have a grant and no PIN: on a terminal after asking, elsewhere on demand only.
     *
     * @param demanded whether somebody said {@code --print-new-pins}
     */
    public void drawMissing(ObjectNode answer, boolean demanded) throws InterruptedException {
        drawMissing(answer, demanded, Optional.empty());
    }

    /** {@link #drawMissing(ObjectNode, boolean)} for one user only. */
    public void drawMissing(ObjectNode answer, boolean demanded, Optional<UserId> only) throws InterruptedException {
        List<User> without = session.locks().users().list().stream()
                .filter(u -> only.map(u.id()::equals).orElse(true) && needsPin(u.id()))
                .toList();
        boolean asks = action.here().terminal().screen()
                && action.here().terminal().keyboard().isPresent()
                && !action.root().json();
        if (without.isEmpty() || !demanded && !asks) {
            return;
        }
        session.look(); // a PIN is drawn for what the locks take
        ArrayNode drawn = answer.putArray("new-pins");
        for (User user : without) {
            if (demanded || wanted(user)) {
                draw(user, drawn);
            }
        }
    }

    private boolean needsPin(UserId user) {
        Set<UserId> granted = new TreeSet<>();
        session.locks().grants().list().stream()
                .filter(g -> g.effect() == Grant.Effect.ALLOW
                        && g.enabled()
                        && g.credential().isEmpty())
                .forEach(g -> granted.add(g.user()));
        return granted.contains(user) && !session.locks().pins().has(user);
    }

    private boolean wanted(User user) {
        String answer = action.here()
                .terminal()
                .keyboard()
                .orElseThrow()
                .line(user.name() + " has no PIN yet. Draw one? [Y/n] ")
                .orElse("n")
                .strip()
                .toLowerCase(Locale.ROOT);
        return answer.isEmpty() || List.of("y", "yes").contains(answer);
    }

    private void draw(User user, ArrayNode drawn) {
        try (Pin pin = session.locks().pins().generate(user.id(), Pins.Change.ROUTINE)) {
            if (action.root().json()) {
                drawn.addObject().put("user", user.id().value()).put("pin", digits(pin));
            } else {
                show(user.name(), pin);
            }
        } catch (PinRefusedException e) {
            action.message(user.name() + ": " + e.getMessage());
        }
    }

    /** Shows a PIN, once. */
    public void show(String name, Pin pin) {
        action.page().say(Ink.BOLD, name + "'s PIN is " + digits(pin) + "  (shown once: note it down now)");
    }

    /** The digits, for the one moment in which they are shown. */
    public static String digits(Pin pin) {
        byte[] ascii = pin.copyBytes();
        try {
            return new String(ascii, StandardCharsets.US_ASCII);
        } finally {
            Arrays.fill(ascii, (byte) 0);
        }
    }
}
