// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit;

import dev.lockcred.Pin;
import dev.lockcred.testkit.internal.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PINs for tests, watched: until the test ends (or the class, where made in a static field), none may be read from a log
 * line of any level, from the exception that ends the test, from standard output or error, or from what the test hands to
 * {@link #inspect}. Looked for as text, hexadecimal, base64, BCD, digit lists, and every common digest or checksum without
 * a key (R7). A find fails the test and says where, in which disguise, and what to do.
 *
 * <p>The scanner comes with this jar on the class path: Jupiter tests get it by automatic detection
 * ({@code junit.jupiter.extensions.autodetection.enabled=true}), jqwik properties by a lifecycle hook, log lines by an
 * SLF4J provider. Prefer six digits that look like nothing else ({@code "918273"}): a PIN of four or five is looked for as
 * a word of its own only, one below four only by its digests, as it cannot be told from other numbers. Among forty or more
 * hexadecimal digits in a row, as in sealed frames and fingerprints, six or seven given ones stand by chance: there a PIN of
 * that length is looked for in its longer forms. The digits of a fraction of a second are none of a PIN, nor are some of those
 * by which {@link Object#toString} tells objects apart.
 *
 * <p>Thread-safe.
 */
public final class Pins {

    /** What is looked through as text need not be looked through as the bytes of that text. */
    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{40,}|:[0-9]{2}\\.[0-9]{1,9}Z|[0-9]{13}");

    private Pins() {}

    /** A watched PIN of these digits. */
    public static Pin pin(String digits) {
        Pin pin = Pin.of(digits.toCharArray());
        Watch.pin(digits, caller());
        return pin;
    }

    /** A watched PIN of so many digits drawn from this source. */
    public static Pin random(int length, RandomGenerator random) {
        var digits = new StringBuilder();
        random.ints(length, 0, 10).forEach(digits::append);
        return pin(digits.toString());
    }

    /** Watches a PIN that was made elsewhere, such as one that was generated. */
    public static Pin watch(Pin pin) {
        Watch.pin(new String(pin.copyBytes(), StandardCharsets.US_ASCII), caller());
        return pin;
    }

    /**
     * Looks through what a test got hold of: an event, an audit entry, the output of a command, a caught exception (with its
     * causes). Found PINs fail the test at its end.
     *
     * @param what names it in the failure
     */
    public static void inspect(String what, Object... values) {
        for (Object value : values) {
            if (value instanceof Throwable failure) {
                Watch.heard(what, failure);
            } else if (value instanceof byte[] bytes) {
                inspectBytes(what, bytes);
            } else {
                Watch.heard(what, String.valueOf(value));
            }
        }
    }

    /**
     * Looks through every file below a folder, or through one file: as text and as bytes. Six digits packed into three bytes are
     * looked for in small files only: in a large one any three bytes stand somewhere.
     */
    public static void inspectFiles(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> regular = files.filter(Files::isRegularFile).sorted().toList();
            for (Path file : regular) {
                inspectBytes("the file " + file.getFileName(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + root, e);
        }
    }

    /**
     * Runs something, and tells which watched PINs could be read from what was heard meanwhile, each as one sentence; for
     * those who look for leaks themselves rather than have the test fail at its end.
     */
    public static List<String> leaksDuring(Runnable action) {
        Watch.open("what was tried");
        List<String> leaks;
        try {
            action.run();
        } finally {
            leaks = Watch.close();
        }
        return leaks;
    }

    private static void inspectBytes(String what, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Watch.heard(what + " (as text)", text);
        byte[] rest = TEXT.matcher(text).replaceAll(" ").getBytes(StandardCharsets.ISO_8859_1);
        Watch.heard(what + " (as bytes)", rest);
    }

    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().equals(Pins.class.getName()))
                        .findFirst()
                        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                        .orElse("an unknown place"));
    }
}
