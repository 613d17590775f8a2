// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.zigbee;

import dev.lockcred.simulators.zigbee.ZigbeeSimulatorMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The simulated coordinator as a person would start it, driven by lines. */
final class SimulatorProcess implements AutoCloseable {

    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;
    private final String where;
    private final String lock;

    SimulatorProcess(String... options) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ZigbeeSimulatorMain.class.getName(),
                "--port",
                "0"));
        command.addAll(List.of(options));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            orders = process.outputWriter(StandardCharsets.UTF_8);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            where = line().replaceFirst(".* on ", "");
            lock = line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IllegalStateException("the simulator ended");
        }
        return line;
    }

    /** Its port, as a driver writes it. */
    String port() {
        return where;
    }

    /** The lock's address: 16 digits. */
    String address() {
        return lock.replaceFirst(".* ([0-9a-f]{16}),.*", "$1");
    }

    String installCode() {
        return lock.replaceFirst(".*install code ", "");
    }

    /** Gives an order and waits for what it comes to. */
    String order(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
            return line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
