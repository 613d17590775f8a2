// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.lockcred.Pin;
import dev.lockcred.testkit.Pins;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** R7: the scanner is watched at work, in each engine, through each door. */
class PinScannerTest {

    private static final Logger LOG = LoggerFactory.getLogger("dev.example.Link");

    static class LeaksInJupiter {
        private final Pin field = Pins.pin("730155");

        @Test
        void byLogLineAtTrace() {
            Pins.pin("918273");
            LOG.trace("frame {}", "6301393138323733");
        }

        @Test
        void byLoggedException() {
            Pins.pin("918273");
            LOG.warn("refused", new IllegalStateException("no", new IllegalArgumentException("bad code 918273")));
        }

        @Test
        void byTheExceptionThatEndsTheTest() {
            Pins.pin("918273");
            throw new IllegalStateException("slot 3 holds 918273");
        }

        @Test
        void byStandardOutput() {
            Pins.pin("918273");
            for (char c : "code 918273".toCharArray()) {
                System.out.print(c);
            }
            System.out.println();
        }

        @Test
        void byStandardError() {
            Pins.pin("918273");
            System.err.println("OTE4Mjcz");
        }

        @Test
        void byWhatTheTestHandsOver() {
            Pins.pin("918273");
            Pins.inspect("the audit entry", List.of(9, 1, 8, 2, 7, 3));
        }

        @Test
        void byAnUnkeyedDigest() {
            Pins.pin("918273");
            LOG.debug("fingerprint f263766e88cba0bf9dfeb6d8f7228a55");
        }

        @Test
        void byAPinOfAField() {
            LOG.info("holding {}", "730155");
        }

        @Test
        void byAnotherThread() throws InterruptedException {
            Pins.pin("918273");
            Thread other = new Thread(() -> LOG.info("918273"));
            other.start();
            other.join();
        }

        @Test
        void byAFile(@TempDir Path folder) throws Exception {
            Pins.pin("918273");
            Files.write(folder.resolve("store.db"), new byte[] {0, 1, (byte) 0x91, (byte) 0x82, 0x73, 0});
            Pins.inspectFiles(folder);
        }

        @Test
        void byALargeFile(@TempDir Path folder) throws Exception {
            Pins.pin("918273");
            byte[] file = Arrays.copyOf("{\"code\":\"918273\"}".getBytes(StandardCharsets.UTF_16LE), 5000);
            Files.write(folder.resolve("store.db"), file);
            Pins.inspectFiles(folder);
        }

        @Test
        void byALongDump() {
            Pins.pin("918273");
            LOG.trace("frame {}", "9f03".repeat(15) + "393138323733" + "a07c".repeat(5));
        }

        @Test
        void byAPaddedNumber() {
            Pins.pin("918273");
            LOG.trace("code {}", "918273" + "0".repeat(40));
        }

        @Test
        void byAFraction() {
            Pins.pin("918273");
            LOG.trace("took {} s", "12.918273");
        }

        @Test
        void notInATime(@TempDir Path folder) throws Exception {
            Pins.pin("918273");
            String times = "from 2026-11-22T08:12:31.591827301Z, written [1791827345678]";
            LOG.trace(times);
            Files.writeString(folder.resolve("store.db"), times + " ".repeat(5000));
            Pins.inspectFiles(folder);
        }

        /** Any six digits stand somewhere among many sealed frames, fingerprints and keys: that is no leak. */
        @Test
        void notAmongSealedBytes(@TempDir Path folder) throws Exception {
            Pins.pin("918273");
            String sealed = "faebbf8633af97530" + "918273" + "463e7982d22a3c98572cf7c02bcec0347f6470cd1";
            LOG.trace("frame {}", sealed);
            Files.writeString(folder.resolve("store.db"), "a-44|1:" + sealed + " ".repeat(5000));
            Pins.inspectFiles(folder);
        }

        /** Any three bytes stand somewhere in a large file: that is no leak. */
        @Test
        void notByChance(@TempDir Path folder) throws Exception {
            Pins.pin("918273");
            byte[] file = Arrays.copyOf(new byte[] {0, 1, (byte) 0x91, (byte) 0x82, 0x73, 0}, 5000);
            Files.write(folder.resolve("store.db"), file);
            Pins.inspectFiles(folder);
        }

        @Test
        void notAtAll() {
            LOG.trace("frame {} with {}", "630139[..]", field);
            System.out.println(Pins.pin("918273"));
        }
    }

    static class LeaksAfterwards {
        @Test
        void quiet() {
            Pins.pin("918273");
        }

        @AfterEach
        void leak() {
            LOG.trace("cleaning up after 918273");
        }
    }

    static class LeaksInJqwik {
        @Example
        void byLogLine() {
            Pins.pin("918273");
            LOG.trace("set 918273");
        }

        @Property(tries = 20)
        void inOneTryOfTwenty(@ForAll @IntRange(min = 0, max = 19) int n) {
            Pins.pin("918273");
            if (n == 7) {
                LOG.trace("set 918273");
            }
        }

        @Property(tries = 5)
        void notAtAll(@ForAll int n) {
            Pins.random(9, new SplittableRandom(n)); // fewer digits may stand in what jqwik reports
            LOG.trace("set {}", "[..]");
        }
    }

    @Test
    void everyLeakInJupiterFailsItsTest() {
        var events = run("junit-jupiter", LeaksInJupiter.class).testEvents();

        events.assertStatistics(counts -> counts.started(18).failed(14).succeeded(4));
        assertThat(events.succeeded().map(e -> e.getTestDescriptor().getDisplayName()))
                .containsExactlyInAnyOrder(
                        "notAtAll()", "notByChance(Path)", "notAmongSealedBytes(Path)", "notInATime(Path)");
        assertThat(events.failed().map(PinScannerTest::whatItSaid)).allSatisfy(said -> {
            assertThat(said).contains("PinScannerTest.java:").contains("(R7)");
        });
    }

    @Test
    void theMessageSaysWhereAndHow() {
        var said = run("junit-jupiter", LeaksInJupiter.class).testEvents().failed().stream()
                .filter(e -> e.getTestDescriptor().getDisplayName().equals("byLogLineAtTrace()"))
                .map(PinScannerTest::whatItSaid)
                .findFirst();

        assertThat(said)
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("as hexadecimal ASCII in a log line (TRACE dev.example.Link) of byLogLineAtTrace()")
                        .contains("'frame 6301<HERE>'")
                        .doesNotContain("918273"));
    }

    @Test
    void aLeakAfterTheTestFailsItToo() {
        run("junit-jupiter", LeaksAfterwards.class).testEvents().assertStatistics(counts -> counts.failed(1));
    }

    @Test
    void everyLeakInJqwikFailsItsProperty() {
        var events = run("jqwik", LeaksInJqwik.class).testEvents();

        assertThat(events.succeeded().map(e -> e.getTestDescriptor().getDisplayName()))
                .containsExactly("notAtAll");
        assertThat(events.failed().map(e -> e.getTestDescriptor().getDisplayName()))
                .containsExactlyInAnyOrder("byLogLine", "inOneTryOfTwenty");
        assertThat(events.failed().map(PinScannerTest::whatItSaid))
                .allSatisfy(said -> assertThat(said).contains("as text in a log line (TRACE dev.example.Link)"));
    }

    private static EngineExecutionResults run(String engine, Class<?> tests) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(new PrintStream(OutputStream.nullOutputStream())); // what leaks inside is not for the build's log
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        try {
            return execute(engine, tests);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static EngineExecutionResults execute(String engine, Class<?> tests) {
        return EngineTestKit.engine(engine)
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter("jqwik.reporting.onlyfailures", "true")
                .configurationParameter("jqwik.database", "target/jqwik-database-inner")
                .selectors(selectClass(tests))
                .execute();
    }

    private static String whatItSaid(Event failed) {
        Throwable failure = failed.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
        var said = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable more : failure.getSuppressed()) {
            said.append(more.getMessage());
        }
        return said.toString();
    }
}
