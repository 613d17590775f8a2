// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.AccessEvent;
import dev.lockcred.AccessFailure;
import dev.lockcred.AccessSource;
import dev.lockcred.UserId;
import java.util.function.Function;

/** What happened at a door, in a sentence. */
public final class EventText {

    private EventText() {}

    /** {@code "front: Anna unlocked it at the keypad"}. */
    public static String sentence(AccessEvent event, Function<UserId, String> names) {
        return event.lock() + ": " + who(event, names) + " " + what(event);
    }

    /** Who it was, as far as anybody knows. */
    public static String who(AccessEvent event, Function<UserId, String> names) {
        if (event.attribution() instanceof AccessEvent.Attribution.ByUser by) {
            return names.apply(by.user());
        }
        if (event.attribution() instanceof AccessEvent.Attribution.UnknownUser) {
            return "somebody with a code that is not ours";
        }
        return event.own() ? "this host" : "somebody";
    }

    /** What was done, and how. */
    public static String what(AccessEvent event) {
        String how = how(event.source());
        if (event.failure().isPresent()) {
            return "was refused " + how + ": " + why(event.failure().get());
        }
        String done = switch (event.operation()) {
            case LOCK -> "locked it";
            case UNLOCK -> "unlocked it";
            default -> Words.of(event.operation()) + ":";
        };
        return (done + " " + how).strip();
    }

    private static String why(AccessFailure failure) {
        return Words.of(failure);
    }

    private static String how(AccessSource source) {
        return switch (source) {
            case KEYPAD -> "at the keypad";
            case MANUAL -> "by hand";
            case KEY -> "with a key";
            case REMOTE -> "from afar";
            default -> source == AccessSource.UNKNOWN ? "" : "by " + Words.of(source);
        };
    }

    /** For programs. */
    public static void json(ObjectNode node, AccessEvent event, Function<UserId, String> names) {
        node.put("id", event.id());
        node.put("when", event.when().toString());
        event.happenedAt().ifPresent(h -> node.put("happened", h.toString()));
        node.put("heard", event.heardAt().toString());
        node.put("lock", event.lock().value());
        node.put("operation", Words.key(event.operation())).put("source", Words.key(event.source()));
        event.failure().ifPresent(f -> node.put("failure", Words.key(f)));
        event.user().ifPresent(u -> node.put("user", u.value()).put("name", names.apply(u)));
        event.slot().ifPresent(s -> node.put("slot", s.index()));
        node.put("own", event.own());
        if (event.duress()) {
            node.put("duress", true);
        }
    }
}
