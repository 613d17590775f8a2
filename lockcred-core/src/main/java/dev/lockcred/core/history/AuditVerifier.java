// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.history;

import dev.lockcred.AuditEntry;
import dev.lockcred.core.history.AuditVerdict.Problem;
import dev.lockcred.core.history.AuditVerdict.Tampering;
import dev.lockcred.core.store.AuditQuery;
import dev.lockcred.core.store.AuditRecord;
import dev.lockcred.core.store.Store;
import dev.lockcred.core.vault.Anchor;
import dev.lockcred.core.vault.AuditKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through the audit log of a store, link by link, and compares its end with the anchor outside (R47). */
public final class AuditVerifier {

    /** More signs than this are not listed: the log is broken anyway. */
    public static final int MAX_PROBLEMS = 100;

    private static final int PAGE = 1_000;

    private final AuditKeys keys;
    private final List<Problem> problems = new ArrayList<>();
    private final List<AuditEntry> unlinked = new ArrayList<>();
    private String link = AuditChain.ORIGIN;
    private boolean linkKnown = true;
    private long last;
    private long entries;
    private long unverifiable;
    private Optional<String> anchored = Optional.empty();

    private AuditVerifier(AuditKeys keys) {
        this.keys = keys;
    }

    /**
     * Verifies the whole log. To be called on the store executor.
     *
     * @param keys of the vault; without the key nothing can be said of links
     * @param anchor where the log must at least have come to
     */
    public static AuditVerdict verify(Store store, AuditKeys keys, Anchor anchor) {
        var verifier = new AuditVerifier(keys);
        AuditQuery query = AuditQuery.from(1, PAGE);
        for (List<AuditRecord> page = store.audit(query); !page.isEmpty(); page = store.audit(query)) {
            page.forEach(line -> verifier.see(line, anchor));
            query = query.behind(page.get(page.size() - 1).entry());
        }
        verifier.end(store.head().lastAudit(), anchor);
        return new AuditVerdict(verifier.entries, verifier.problems, verifier.unlinked.size(), verifier.unverifiable);
    }

    private void see(AuditRecord line, Anchor anchor) {
        AuditEntry entry = line.entry();
        long sequence = entry.sequence();
        entries++;
        if (sequence != last + 1) {
            report(Tampering.REMOVED, last + 1, sequence - 1, "removed from the log");
            linkKnown = false;
            unlinked.clear();
        }
        last = sequence;
        if (sequence == anchor.auditSequence()) {
            anchored = Optional.of(line.link());
        }
        if (line.link().isEmpty()) {
            unlinked.add(entry);
            return;
        }
        Optional<String> expected = AuditChain.link(keys, link, unlinked, entry);
        if (expected.isEmpty()) {
            unverifiable += 1 + unlinked.size();
        } else if (linkKnown && !expected.get().equals(line.link())) {
            report(
                    Tampering.ALTERED,
                    unlinked.isEmpty() ? sequence : unlinked.get(0).sequence(),
                    sequence,
                    "altered, or stands in the place of another");
        }
        unlinked.clear();
        link = line.link();
        linkKnown = true;
    }

    private void end(long counted, Anchor anchor) {
        long should = Math.max(counted, anchor.auditSequence());
        if (should > last) {
            report(Tampering.CUT, last + 1, should, "cut off from the end of the log");
        } else if (anchored.isPresent() && !anchored.get().equals(anchor.auditLink())) {
            report(
                    Tampering.REWRITTEN,
                    1,
                    anchor.auditSequence(),
                    "not the log that was anchored outside the store: it was written anew, or put back");
        }
    }

    private void report(Tampering kind, long from, long to, String what) {
        if (problems.size() < MAX_PROBLEMS) {
            String which = from == to ? "entry " + from + " was " : "entries " + from + " to " + to + " were ";
            String text = kind == Tampering.REWRITTEN ? "the log up to entry " + to + " is " + what : which + what;
            problems.add(new Problem(kind, from, to, text));
        }
    }
}
