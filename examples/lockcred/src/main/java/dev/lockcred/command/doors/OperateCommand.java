// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Names;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.text.OutcomeText;
import dev.lockcred.spi.Operation;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** {@code lockcred lock} and {@code lockcred unlock}. */
abstract class OperateCommand extends Action {

    @Parameters(paramLabel = "LOCK", description = "Which door.")
    private String lock = "";

    private final Operation operation;
    private final String word;

    OperateCommand(Operation operation, String word) {
        this.operation = operation;
        this.word = word;
    }

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        try (Session session = Session.open(site(), here(), Session.Mode.LOOK)) {
            LockId door = new Names(session).lock(lock);
            session.look();
            Outcome outcome = session.locks().blocking().operate(door, operation, Optional.empty());
            String text = door + ": " + word + ", " + OutcomeText.of(outcome);
            int code = outcome.isSettled()
                    ? Exit.OK
                    : outcome.needsVerification() || outcome instanceof Outcome.Unreachable
                            ? Exit.PENDING
                            : Exit.FAILED;
            if (root().json()) {
                print(document("operate")
                        .put("lock", lock)
                        .put("operation", word)
                        .put("outcome", outcome.getClass().getSimpleName())
                        .put("text", text)
                        .put("exit", code));
            } else {
                page().say(text);
            }
            return code;
        }
    }
}
