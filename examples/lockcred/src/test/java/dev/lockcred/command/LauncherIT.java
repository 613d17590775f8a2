// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root of the checkout, in a checkout of its own whose "Maven" only counts and copies. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LauncherIT {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Path checkout;
    private Path source;

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void makeCheckout() throws IOException {
        assumeTrue(!System.getProperty("os.name").startsWith("Windows"), "the launcher is a Unix script");
        checkout = Files.createDirectory(folder.resolve("a checkout with spaces"));
        Files.copy(ROOT.resolve("lockcred"), checkout.resolve("lockcred"));
        executable(
                "mvnw",
                "#!/bin/sh",
                "echo built >> builds",
                "[ ! -f broken ] || { echo 'no such symbol'; exit 1; }",
                "mkdir -p examples/lockcred/target",
                "cp \"" + ROOT.resolve("examples/lockcred/target/lockcred.jar") + "\" examples/lockcred/target/");
        source = checkout.resolve("lockcred-api/src/main/java/Pin.java");
        for (String file : List.of("pom.xml", "lockcred-api/pom.xml", "examples/lockcred/pom.xml")) {
            Path path = checkout.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "<project/>");
        }
        Files.createDirectories(source.getParent());
        Files.createDirectories(checkout.resolve("examples/lockcred/src/main"));
        Files.writeString(source, "class Pin {}");
    }

    @Test
    void buildsOnFirstUseAndNotAgain() throws Exception {
        Result first = run(checkout.resolve("lockcred"), "--version");
        Result second = run(checkout.resolve("lockcred"), "--version");

        assertThat(first.code).as(first.err).isZero();
        assertThat(first.out).startsWith("lockcred ");
        assertThat(first.err).contains("building on first use").hasLineCount(1);
        assertThat(second.out).isEqualTo(first.out);
        assertThat(second.err).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        run(checkout.resolve("lockcred"), "--version");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

        Result again = run(checkout.resolve("lockcred"), "--version");

        assertThat(again.code).isZero();
        assertThat(again.err).contains("sources have changed");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void takesWhatTheBuildHasMadeAlready() throws Exception {
        Files.createDirectories(checkout.resolve("examples/lockcred/target"));
        Path built = checkout.resolve("examples/lockcred/target/lockcred.jar");
        Files.copy(ROOT.resolve("examples/lockcred/target/lockcred.jar"), built);
        Files.setLastModifiedTime(built, FileTime.from(Instant.now().plusSeconds(5)));

        Result result = run(checkout.resolve("lockcred"), "--version");

        assertThat(result.code).isZero();
        assertThat(result.err).isEmpty();
        assertThat(checkout.resolve("builds")).doesNotExist();
    }

    @Test
    void worksThroughALinkAndFromAnyFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("lc"), checkout.resolve("lockcred"));

        Result result = run(link, "--version");

        assertThat(result.code).as(result.err).isZero();
        assertThat(result.out).startsWith("lockcred ");
    }

    @Test
    void exitCodesAndArgumentsPassThrough() throws Exception {
        Result result = run(checkout.resolve("lockcred"), "no such command");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).contains("'no such command'");
        assertThat(result.out).isEmpty();
    }

    @Test
    void aBrokenBuildIsSaidWithItsLog() throws Exception {
        Files.createFile(checkout.resolve("broken"));

        Result result = run(checkout.resolve("lockcred"), "--version");

        assertThat(result.code).isEqualTo(1);
        assertThat(result.err).contains("no such symbol", "the build failed", "build.log");
        assertThat(result.out).isEmpty();
    }

    @Test
    void aMissingJavaIsSaid() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        executable("java", "#!/bin/sh", "exit 127");
        Files.move(checkout.resolve("java"), empty.resolve("java"));

        var builder = new ProcessBuilder(checkout.resolve("lockcred").toString(), "--version");
        builder.environment().remove("JAVA_HOME");
        builder.environment().merge("PATH", empty.toString(), (path, first) -> first + ":" + path);

        Result result = run(builder);

        assertThat(result.code).isEqualTo(1);
        assertThat(result.err).contains("no Java found", "17 or newer");
    }

    private int builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds")).size();
    }

    private void executable(String name, String... lines) throws IOException {
        Path file = Files.write(checkout.resolve(name), List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(Path script, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return run(builder);
    }

    private Result run(ProcessBuilder builder) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = builder.directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Result(process.waitFor(), Files.readString(out), Files.readString(err));
    }
}
