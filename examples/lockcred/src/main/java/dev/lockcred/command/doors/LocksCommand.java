// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.doors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockcred.CredentialKind;
import dev.lockcred.command.run.Action;
import dev.lockcred.command.run.Exit;
import dev.lockcred.command.run.Offline;
import dev.lockcred.command.run.Session;
import dev.lockcred.command.site.SiteFileException;
import dev.lockcred.command.text.CapabilityText;
import dev.lockcred.command.text.InOrder;
import dev.lockcred.command.text.Table;
import dev.lockcred.command.text.Times;
import dev.lockcred.core.LockStatus;
import dev.lockcred.spi.CredentialSupport;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockcred locks}. */
@Command(
        name = "locks",
        description =
                "List the locks: who they are, battery, what they can do and how that is known, slots used and free.")
public final class LocksCommand extends Action {

    @Mixin
    private Offline offline = new Offline();

    @Override
    public Integer call() throws SiteFileException, InterruptedException {
        try (Session session = Session.open(site(), here(), offline.mode())) {
            session.look();
            List<LockStatus> locks = session.locks().locks().status().stream()
                    .sorted(Comparator.comparing(l -> l.lock().id(), InOrder.LOCKS))
                    .toList();
            if (root().json()) {
                json(session, locks);
                return Exit.OK;
            }
            if (locks.isEmpty()) {
                page().say("There are no locks yet: 'lockcred apply' takes them from "
                        + session.site().name() + ".");
            }
            for (LockStatus lock : locks) {
                show(session, lock);
                page().gap();
            }
            return Exit.OK;
        }
    }

    private void show(Session session, LockStatus lock) {
        page().title(lock.lock().id().value());
        var table = new Table("  ");
        table.row(
                "reached by",
                "driver " + lock.lock().driver() + ", address " + lock.lock().address());
        table.row("clock", Times.name(session.zone(lock.lock().id())));
        lock.description()
                .ifPresentOrElse(
                        d -> {
                            String model = d.manufacturer().orElse("") + " "
                                    + d.model().orElse("");
                            table.row(
                                    "model",
                                    model.strip()
                                            + d.firmware()
                                                    .map(f -> ", firmware " + f)
                                                    .orElse(""));
                            d.via().ifPresent(v -> table.row("through", v));
                            table.row("link", d.security().text());
                        },
                        () -> table.row("state", lock.text()));
        lock.battery().ifPresent(b -> table.row("battery", b + "%"));
        table.row("slots", slots(lock));
        if (session.locks().pins().knowsProgrammingCode(lock.lock().id())) {
            table.row("programming", "its code is known: no PIN for this door is the same");
        }
        page().table(table);
        lock.description().ifPresent(d -> CapabilityText.lines(d.capabilities()).forEach(l -> page().say("  - ", l)));
        lock.description().ifPresent(d -> d.remarks().forEach(r -> page().say("  ! ", r)));
    }

    private static String slots(LockStatus lock) {
        Optional<Integer> all = lock.description()
                .flatMap(d -> d.capabilities().credential(CredentialKind.PIN))
                .flatMap(CredentialSupport::range)
                .map(r -> r.value().count());
        return lock.used() + " ours, " + lock.foreign() + " of others, " + lock.free() + " seen free"
                + all.map(n -> ", " + n + " in all").orElse("");
    }

    private void json(Session session, List<LockStatus> locks) {
        ObjectNode answer = document("locks");
        ArrayNode all = answer.putArray("locks");
        for (LockStatus lock : locks) {
            ObjectNode node = all.addObject();
            node.put("lock", lock.lock().id().value());
            node.put("driver", lock.lock().driver()).put("address", lock.lock().address());
            node.put("reachable", lock.reachable()).put("text", lock.text());
            lock.battery().ifPresent(b -> node.put("battery", b));
            node.put(
                    "programming-code",
                    session.locks().pins().knowsProgrammingCode(lock.lock().id()));
            node.put("used", lock.used()).put("foreign", lock.foreign()).put("free", lock.free());
            lock.description().ifPresent(d -> {
                node.put("identity", d.identity().toString());
                d.manufacturer().ifPresent(m -> node.put("manufacturer", m));
                d.model().ifPresent(m -> node.put("model", m));
                d.firmware().ifPresent(f -> node.put("firmware", f));
                node.put("secure", d.security().secure())
                        .put("security", d.security().text());
                CapabilityText.lines(d.capabilities()).forEach(node.putArray("capabilities")::add);
            });
        }
        print(answer);
    }
}
