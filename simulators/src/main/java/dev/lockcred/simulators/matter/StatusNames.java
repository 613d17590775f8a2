// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.matter;

import java.util.Map;

/** How the two servers write interaction statuses. */
final class StatusNames {

    private static final Map<Integer, String> WORDS = Map.of(
            1, "Failure",
            126, "Unsupported access",
            129, "Unsupported command",
            133, "Invalid command",
            135, "Constraint error",
            137, "Resource exhausted",
            139, "Not found",
            148, "Timeout",
            156, "Busy");

    private StatusNames() {}

    /** As the JS server writes it. */
    static String words(int status) {
        return WORDS.getOrDefault(status, "Status " + status);
    }

    /** As the Python server writes it. */
    static String pascal(int status) {
        var text = new StringBuilder();
        boolean start = true;
        for (char c : words(status).toCharArray()) {
            if (c != ' ') {
                text.append(start ? Character.toUpperCase(c) : c);
            }
            start = c == ' ';
        }
        return text.toString();
    }
}
