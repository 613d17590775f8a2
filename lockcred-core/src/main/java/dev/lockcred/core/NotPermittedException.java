// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import dev.lockcred.Actor;
import dev.lockcred.Permission;

/** An actor asked for something it may not do. */
public final class NotPermittedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the message of another one, from elsewhere. */
    public NotPermittedException(String message) {
        super(message);
    }

    public NotPermittedException(Actor actor, Permission permission) {
        super("'" + actor.name() + "' may not do this: it needs the permission " + permission);
    }
}
