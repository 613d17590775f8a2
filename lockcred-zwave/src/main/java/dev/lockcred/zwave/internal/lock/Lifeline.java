// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.zwave.internal.cc.Association;
import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.session.Expect;
import dev.lockcred.zwave.internal.session.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The association without which a lock tells nobody what happens at it. Whoever includes a lock sets it: for locks that came
 * in through us, that is we; others have it. Confined to the lane.
 */
final class Lifeline {

    private static final String NOTE = "lifeline";
    private static final int OWED = 0;
    private static final int THERE = 1;
    private static final int GROUP = 1;

    private Lifeline() {}

    /** The lock came in through us and has none yet. */
    static LockFacts owed(LockFacts facts) {
        return facts.note(NOTE, OWED);
    }

    /** Sets it if it is owed, and looks whether it is there; tried again with the next call when it is not. */
    static CompletableFuture<Boolean> ensure(Conversation talk, LockRecord record, int ownNode) {
        boolean owed = record.facts().note(NOTE).orElse(THERE) == OWED
                && record.facts().has(ClassId.ASSOCIATION);
        if (!owed) {
            return Async.now(true);
        }
        Octets self = Octets.of(new byte[] {(byte) ownNode});
        return talk.order(new Association.Set(GROUP, self), List.of())
                .thenCompose(x -> talk.ask(
                        new Association.Get(GROUP), Expect.of(Association.Report.class, r -> r.group() == GROUP)))
                .thenApply(reply -> {
                    if (reply instanceof Reply.Got<Association.Report> got
                            && holds(got.value().nodes(), ownNode)) {
                        record.learn(record.facts().note(NOTE, THERE));
                    }
                    return true;
                });
    }

    private static boolean holds(Octets nodes, int node) {
        for (int i = 0; i < nodes.length(); i++) {
            if (nodes.at(i) == node) {
                return true;
            }
        }
        return false;
    }
}
