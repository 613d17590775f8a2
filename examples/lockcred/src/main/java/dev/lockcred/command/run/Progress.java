// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockcred.LockId;
import dev.lockcred.command.text.InOrder;
import dev.lockcred.command.text.Words;
import dev.lockcred.core.ApplyOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shows how it goes, on the messages' stream: on a screen one line per lock that is redrawn in place, elsewhere a line when a
 * lock's story changes. Thread-safe: it is told on the engine's threads.
 */
final class Progress implements AutoCloseable {

    private static final int BAR = 10;

    /** So many locks have a line of their own; more would leave the screen, where nothing can be erased. */
    private static final int MOST = 8;

    private final PrintWriter err;
    private final Terminal terminal;
    private final boolean json;
    private final long startedAt = System.nanoTime();
    private final Map<LockId, ApplyOptions.Progress> locks = new TreeMap<>(InOrder.LOCKS); // guarded by this
    private final Map<LockId, String> told = new TreeMap<>(); // guarded by this
    private int drawn; // guarded by this
    private boolean closed; // guarded by this

    private Progress(PrintWriter err, Terminal terminal, boolean json) {
        this.err = err;
        this.terminal = terminal;
        this.json = json;
    }

    static Progress of(Action action) {
        return new Progress(
                action.here().err(), action.here().terminal(), action.root().json());
    }

    synchronized void heard(ApplyOptions.Progress news) {
        if (closed) {
            return;
        }
        locks.put(news.lock(), news);
        if (terminal.screen() && !json) {
            draw();
        } else {
            tell(news);
        }
    }

    private void tell(ApplyOptions.Progress news) {
        if (news.done() + news.open() == 0) {
            return; // nothing happens there
        }
        String text = news.text() + (news.open() > 0 ? ", " + news.open() + " to go" : "");
        if (text.equals(told.put(news.lock(), text))) {
            return;
        }
        if (json) {
            err.println(JsonNodeFactory.instance
                    .objectNode()
                    .put("format", "lockcred.progress.v1")
                    .put("lock", news.lock().value())
                    .put("done", news.done())
                    .put("open", news.open())
                    .put("text", news.text())
                    .put("finished", news.finished()));
        } else {
            err.println(news.lock() + ": " + text);
        }
        err.flush();
    }

    private void draw() {
        erase();
        List<ApplyOptions.Progress> busy =
                locks.values().stream().filter(p -> p.done() + p.open() > 0).toList();
        List<ApplyOptions.Progress> shown = busy.size() <= MOST
                ? busy
                : busy.stream().filter(p -> p.open() > 0).limit(MOST).toList();
        int name = shown.stream().mapToInt(p -> p.lock().value().length()).max().orElse(0);
        for (ApplyOptions.Progress p : shown) {
            line(String.format("%-" + (name + 1) + "s", p.lock()), p.done(), p.open(), p.text());
        }
        if (shown.size() < busy.size()) {
            int done = busy.stream().mapToInt(ApplyOptions.Progress::done).sum();
            int open = busy.stream().mapToInt(ApplyOptions.Progress::open).sum();
            line("all ", done, open, Words.count(busy.size(), "lock"));
        }
        err.flush();
    }

    private void line(String head, int done, int open, String text) {
        int filled = done * BAR / Math.max(1, done + open);
        String full = terminal.unicode() ? "\u2588" : "#";
        String rest = terminal.unicode() ? "\u2591" : ".";
        String line = head + " " + full.repeat(filled) + rest.repeat(BAR - filled) + " " + done + "/" + (done + open)
                + "  " + seconds() + "  " + text;
        // A line that wraps would be counted as one and erased in part.
        err.println(line.length() >= terminal.width() ? line.substring(0, terminal.width() - 1) : line);
        drawn++;
    }

    private String seconds() {
        return (System.nanoTime() - startedAt) / 1_000_000_000 + " s";
    }

    private void erase() {
        if (drawn > 0) {
            err.print("\u001b[" + drawn + "A\u001b[J");
            drawn = 0;
        }
    }

    /** Leaves the screen to the report. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (terminal.screen() && !json) {
                erase();
                err.flush();
            }
        }
    }
}
