// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is heard while tests run, and which PINs must not be in it. Scopes are nested as the engines nest them: class,
 * test, try; and once more where a test runs an engine itself.
 *
 * <p>This state is static because its sources are: the logging facade binds one provider per JVM, {@code System.out} and
 * {@code System.err} are one per JVM, the engines make their hooks themselves, and a PIN is made by a plain call inside a
 * test that knows no engine. Thread-safe; tests that run at the same time in one JVM share a scope, which hides nothing.
 */
public final class Watch {

    /** So much text is kept per scope; older text is scanned for the PINs known by then and dropped. */
    private static final int KEPT = 8_000_000;

    private static final int REPORTED = 5;

    /** Among so many bytes three given ones hardly stand by chance; among many more they often do. */
    private static final int FEW = 2_000;

    private static final ArrayDeque<Scope> SCOPES = new ArrayDeque<>(); // guarded by the class
    private static final Map<String, String> AMBIENT = new LinkedHashMap<>(); // guarded by the class

    private Watch() {}

    /** Begins a scope inside the present one. */
    public static synchronized void open(String name) {
        Tee.install();
        SCOPES.push(new Scope(name));
    }

    /** Ends the innermost scope. The answer says what leaked, each as one sentence; empty when nothing did. */
    public static synchronized List<String> close() {
        Scope ended = SCOPES.pop();
        ended.scan(pinsInSight(ended));
        Scope outer = SCOPES.peek();
        if (outer == null) {
            Tee.uninstall();
        } else {
            outer.inner.putAll(ended.pins);
            outer.inner.putAll(ended.inner);
        }
        return ended.leaks;
    }

    /** Makes this PIN one that must not be heard until the end of the innermost scope, or ever where there is none. */
    public static synchronized void pin(String digits, String madeAt) {
        Scope scope = SCOPES.peek();
        (scope == null ? AMBIENT : scope.pins).putIfAbsent(digits, madeAt);
    }

    /** Takes note of a text. */
    public static void heard(String origin, String text) {
        heard(new Heard(origin, text, Scan.Odds.TEXT));
    }

    /** Takes note of bytes; in many of them a PIN is looked for in its longer forms only. */
    public static void heard(String origin, byte[] bytes) {
        heard(new Heard(
                origin,
                HexFormat.of().formatHex(bytes),
                bytes.length > FEW ? Scan.Odds.MANY_BYTES : Scan.Odds.FEW_BYTES));
    }

    private static synchronized void heard(Heard heard) {
        String text = heard.text();
        Scope scope = SCOPES.peek();
        if (scope != null) {
            scope.heard.add(heard);
            scope.size += text.length();
            if (scope.size > KEPT) {
                scope.scan(pinsInSight(scope));
            }
        }
    }

    /** Takes note of what an exception says, with all its causes. */
    public static void heard(String origin, @Nullable Throwable failure) {
        if (failure != null) {
            var text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            heard(origin, text.toString());
        }
    }

    static synchronized void printed(String stream, byte[] bytes, int offset, int length) {
        Scope scope = SCOPES.peek();
        if (scope != null) {
            scope.printed
                    .computeIfAbsent(stream, s -> new ByteArrayOutputStream())
                    .write(bytes, offset, length);
        }
    }

    /** The failure for these leaks. */
    public static AssertionError failure(Collection<String> leaks) {
        return new AssertionError(
                "a PIN of this test can be read from what it said (R7):\n  " + String.join("\n  ", leaks)
                        + "\n  Hide it where it is written (Redacted.hex with the span, a type that does not print itself),"
                        + " or choose a PIN that does not look like other data.");
    }

    private static Map<String, String> pinsInSight(Scope innermost) {
        Map<String, String> pins = new LinkedHashMap<>(AMBIENT);
        SCOPES.descendingIterator().forEachRemaining(scope -> pins.putAll(scope.pins));
        pins.putAll(innermost.pins);
        pins.putAll(innermost.inner);
        return pins;
    }

    /**
     * Something heard.
     *
     * @param odds where in it short forms stand by chance
     */
    private record Heard(String origin, String text, Scan.Odds odds) {}

    private static final class Scope {
        private final String name;
        private final Map<String, String> pins = new LinkedHashMap<>();
        private final Map<String, String> inner = new LinkedHashMap<>();
        private final List<Heard> heard = new ArrayList<>();
        private final Map<String, ByteArrayOutputStream> printed = new LinkedHashMap<>();
        private final List<String> leaks = new ArrayList<>();
        private long size;

        Scope(String name) {
            this.name = name;
        }

        void scan(Map<String, String> inSight) {
            printed.forEach((stream, bytes) ->
                    heard.add(new Heard(stream, bytes.toString(StandardCharsets.UTF_8), Scan.Odds.TEXT)));
            if (!inSight.isEmpty()) {
                var scan = new Scan(inSight.keySet());
                List<String> madeAt = List.copyOf(inSight.values());
                for (Heard each : heard) {
                    scan.in(each.text(), each.odds())
                            .filter(find -> leaks.size() < REPORTED)
                            .ifPresent(
                                    find -> leaks.add("the PIN made at " + madeAt.get(find.pin()) + " as " + find.form()
                                            + " in " + each.origin() + " of " + name + ": '" + find.excerpt() + "'"));
                }
            }
            heard.clear();
            printed.clear();
            size = 0;
        }
    }

    /** A stream that lets everything through and takes note of it. */
    private static final class Tee extends PrintStream {
        private final String name;
        private final PrintStream real;

        private Tee(String name, PrintStream real) {
            super(real, true);
            this.name = name;
            this.real = real;
        }

        @Override
        public void write(int b) {
            printed(name, new byte[] {(byte) b}, 0, 1);
            super.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            printed(name, bytes, offset, length);
            super.write(bytes, offset, length);
        }

        static void install() {
            if (!(System.out instanceof Tee)) {
                System.setOut(new Tee("standard output", System.out));
            }
            if (!(System.err instanceof Tee)) {
                System.setErr(new Tee("standard error", System.err));
            }
        }

        static void uninstall() {
            if (System.out instanceof Tee tee) {
                System.setOut(tee.real);
            }
            if (System.err instanceof Tee tee) {
                System.setErr(tee.real);
            }
        }
    }
}
