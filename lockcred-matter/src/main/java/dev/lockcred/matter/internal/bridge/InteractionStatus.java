// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import java.util.Locale;
import java.util.Optional;

/** The statuses of the Matter interaction model that a lock or bridge answers with (Matter core, 8.10 "Status Code Table"). */
public enum InteractionStatus {
    SUCCESS(0),
    FAILURE(1),
    UNSUPPORTED_ACCESS(126),
    UNSUPPORTED_ENDPOINT(127),
    INVALID_ACTION(128),
    UNSUPPORTED_COMMAND(129),
    INVALID_COMMAND(133),
    UNSUPPORTED_ATTRIBUTE(134),
    CONSTRAINT_ERROR(135),
    UNSUPPORTED_WRITE(136),
    RESOURCE_EXHAUSTED(137),
    NOT_FOUND(139),
    INVALID_DATA_TYPE(141),
    TIMEOUT(148),
    BUSY(156),
    ACCESS_RESTRICTED(157),
    UNSUPPORTED_CLUSTER(195),
    NEEDS_TIMED_INTERACTION(198),
    TIMED_REQUEST_MISMATCH(201),
    INVALID_IN_STATE(203);

    private final int code;

    InteractionStatus(int code) {
        this.code = code;
    }

    /** The number on the wire, 8 bits. */
    public int code() {
        return code;
    }

    /** The status of that number, if it is one we know. */
    public static Optional<InteractionStatus> of(int code) {
        for (var status : values()) {
            if (status.code == code) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** Any status number for people: {@code "Matter status 133 (invalid command)"}. */
    public static String describe(int code) {
        return "Matter status " + code
                + of(code).map(s -> " (" + s.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")")
                        .orElse("");
    }
}
