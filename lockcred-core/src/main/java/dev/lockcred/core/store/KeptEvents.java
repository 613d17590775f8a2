// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.store;

import dev.lockcred.AccessEvent;
import dev.lockcred.AuditEntry;

/** Log entries as every store gives them back: instants to the microsecond. */
final class KeptEvents {

    private KeptEvents() {}

    static AccessEvent kept(AccessEvent e) {
        return new AccessEvent(
                e.id(),
                e.lock(),
                e.operation(),
                e.source(),
                e.failure(),
                e.attribution(),
                e.slot(),
                e.happenedAt().map(StoreTime::kept),
                StoreTime.kept(e.heardAt()),
                e.skew().map(StoreTime::kept),
                e.sequence(),
                e.own(),
                e.duress());
    }

    static AuditRecord kept(AuditRecord line) {
        AuditEntry e = line.entry();
        return new AuditRecord(
                new AuditEntry(
                        e.sequence(),
                        StoreTime.kept(e.at()),
                        e.actor(),
                        e.act(),
                        e.lock(),
                        e.slot(),
                        e.user(),
                        e.detail()),
                line.link());
    }
}
