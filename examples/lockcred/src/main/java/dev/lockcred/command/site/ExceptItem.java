// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What a grant leaves out.
 *
 * @param day one local day; absent: the file's {@code holidays}
 */
public record ExceptItem(Optional<LocalDate> day) {

    static final Scalar<ExceptItem> TYPE = new Scalar<>(
            "a date such as 2026-12-25, or `holidays`",
            text -> {
                if (text.equals("holidays")) {
                    return new ExceptItem(Optional.empty());
                }
                try {
                    return new ExceptItem(Optional.of(Scalar.date().parse().apply(text)));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(e.getMessage() + ", or `holidays`", e);
                }
            },
            new ExceptItem(Optional.of(LocalDate.EPOCH)),
            () -> Scalar.typed("string").put("pattern", "^(holidays|\\d{4}-\\d{2}-\\d{2})$"));
}
