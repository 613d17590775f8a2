// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.site;

import java.util.Optional;

/** Answers with stand-ins: what a section looks like of which nothing could be read. */
final class StandInFields implements Fields {

    @Override
    public <R> Optional<R> optional(String key, Shape<R> shape, String meaning) {
        return Optional.empty();
    }

    @Override
    public <R> R required(String key, Shape<R> shape, String meaning) {
        return shape.standIn();
    }

    @Override
    public Mark mark() {
        return Mark.NONE;
    }
}
