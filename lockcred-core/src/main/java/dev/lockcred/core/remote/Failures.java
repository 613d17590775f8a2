// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static dev.lockcred.core.remote.ModelForms.INT;
import static dev.lockcred.core.remote.ModelForms.TEXT;

import dev.lockcred.core.LockManagerException;
import dev.lockcred.core.NotPermittedException;
import dev.lockcred.core.PinRefusedException;
import dev.lockcred.core.WishPreview;
import dev.lockcred.core.WishRefusedException;
import dev.lockcred.core.store.StoreException;
import java.util.List;

/** Exceptions in a line: whoever catches one of the engine's catches the same one of a client's. */
final class Failures {

    private enum Kind {
        ARGUMENT,
        STATE,
        PERMISSION,
        PIN,
        WISHES,
        MANAGER
    }

    static final Form<RuntimeException> FORM = Form.of(
            (e, o) -> o.put("kind", Form.name(Kind.class), kind(e))
                    .put("message", TEXT, message(e))
                    .put("refusals", WishForms.REFUSAL.list(), refusals(e))
                    .put("revocations", INT, e instanceof WishRefusedException w ? w.revocations() : 0),
            i -> exception(
                    i.get("kind", Form.name(Kind.class)),
                    i.get("message", TEXT),
                    i.get("refusals", WishForms.REFUSAL.list()),
                    i.get("revocations", INT)));

    private Failures() {}

    private static Kind kind(RuntimeException e) {
        if (e instanceof WishRefusedException) {
            return Kind.WISHES;
        } else if (e instanceof IllegalArgumentException) {
            return Kind.ARGUMENT;
        } else if (e instanceof IllegalStateException) {
            return Kind.STATE;
        } else if (e instanceof NotPermittedException) {
            return Kind.PERMISSION;
        } else if (e instanceof PinRefusedException) {
            return Kind.PIN;
        }
        return Kind.MANAGER;
    }

    /** Whether this was foreseen, and its message is for whoever asked. */
    static boolean isForeseen(RuntimeException e) {
        return kind(e) != Kind.MANAGER || e instanceof LockManagerException || e instanceof StoreException;
    }

    private static String message(RuntimeException e) {
        return isForeseen(e) ? String.valueOf(e.getMessage()) : "the engine failed; see its log";
    }

    private static List<WishPreview.Refusal> refusals(RuntimeException e) {
        return e instanceof WishRefusedException w ? w.refusals() : List.of();
    }

    private static RuntimeException exception(
            Kind kind, String message, List<WishPreview.Refusal> refusals, int revocations) {
        return switch (kind) {
            case ARGUMENT -> new IllegalArgumentException(message);
            case STATE -> new IllegalStateException(message);
            case PERMISSION -> new NotPermittedException(message);
            case PIN -> new PinRefusedException(message);
            case WISHES -> new WishRefusedException(refusals, revocations);
            case MANAGER -> new LockManagerException(message);
        };
    }
}
