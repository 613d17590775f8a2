// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The store, or what stands beside it, cannot be used. The message says what, where and what to do next. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** The stored data are damaged or incomplete. */
        CORRUPT,
        /** There is something in the place, but not a store. */
        NOT_A_STORE,
        /** No space left. */
        FULL,
        /** The place cannot be written. */
        READ_ONLY,
        /** Written by a newer version. */
        NEWER,
        /** Another engine holds it. */
        HELD,
        /** It was closed, or stopped after a failure. */
        CLOSED,
        /** The key or the anchor cannot be used: readable by others, in the wrong place, damaged. */
        KEY,
        /** Anything else the operating system or the database reported. */
        IO
    }

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        this(kind, message, null);
    }

    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
