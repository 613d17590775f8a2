// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.simulators.net.Hastened;
import dev.lockcred.simulators.net.RealTime;
import dev.lockcred.simulators.net.TcpServer;
import dev.lockcred.zigbee.network.InstallCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A coordinator with one lock on a TCP port, driven by lines on its standard input: for trying the command without a radio.
 *
 * <pre>
 * java ... ZigbeeSimulatorMain [--port 6638] [--ezsp 13] [--lock yale] [--formed] [--hurry 10]
 * </pre>
 *
 * <p>{@code --formed} puts stick and lock on a network already, {@code --hurry} lets the time of the air and of the lock pass so many
 * times as fast. Orders: {@code join}, {@code type 482913}, {@code turn},
 * {@code lock}, {@code program 7 305816}, {@code sleep}, {@code wake}, {@code away}, {@code back}, {@code time}, {@code show},
 * {@code restart}, {@code quit}.
 */
public final class ZigbeeSimulatorMain {

    private static final String INSTALL_CODE = "83FED3407A939723A5C639B26916D505C3B5";

    private final RealTime time;
    private final ZigbeeSimulator sim;
    private final SimulatedZigbeeLock lock;
    private final PrintStream out;

    private ZigbeeSimulatorMain(RealTime time, ZigbeeSimulator sim, SimulatedZigbeeLock lock, PrintStream out) {
        this.time = time;
        this.sim = sim;
        this.lock = lock;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        run(List.of(arguments), new InputStreamReader(System.in, StandardCharsets.UTF_8), System.out);
    }

    static void run(List<String> arguments, Reader in, PrintStream out) throws IOException {
        int port = Integer.parseInt(option(arguments, "--port", "6638"));
        int version = Integer.parseInt(option(arguments, "--ezsp", "13"));
        LockModel model = model(option(arguments, "--lock", "reference"));
        try (var time = new RealTime("zigbee simulator")) {
            var outside = new Hastened(time, Integer.parseInt(option(arguments, "--hurry", "1")));
            var sim = new ZigbeeSimulator(time, outside, new SplittableRandom(1), version, ZigbeeSimulator.COORDINATOR);
            SimulatedZigbeeLock lock = time.call(() -> {
                SimulatedZigbeeLock made = sim.lock(model).installCode(InstallCode.parse(INSTALL_CODE));
                if (arguments.contains("--formed")) {
                    sim.formed();
                    sim.admit(made);
                }
                return made;
            });
            try (var server = new TcpServer(port, time, sim::attach)) {
                out.println("coordinator (EZSP " + version + ") on tcp://127.0.0.1:" + server.port());
                out.println("lock " + lock + ", install code " + INSTALL_CODE);
                new ZigbeeSimulatorMain(time, sim, lock, out).obey(in);
            }
        }
    }

    private static String option(List<String> arguments, String name, String otherwise) {
        int at = arguments.indexOf(name);
        return at >= 0 && at + 1 < arguments.size() ? arguments.get(at + 1) : otherwise;
    }

    private static LockModel model(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return LockModel.ALL.stream()
                .filter(m -> m.toString().toLowerCase(Locale.ROOT).contains(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no lock '" + name + "'; there are "
                        + LockModel.ALL.stream().map(LockModel::toString).collect(Collectors.joining(", "))));
    }

    private void obey(Reader in) throws IOException {
        var lines = new BufferedReader(in);
        String line = lines.readLine();
        while (line != null && !line.strip().equals("quit")) {
            String[] words = line.strip().split("\\s+");
            if (!words[0].isEmpty()) {
                out.println(time.call(() -> answer(words)));
            }
            line = lines.readLine();
        }
    }

    private String answer(String[] words) {
        try {
            return switch (words[0]) {
                case "join" -> lock.join();
                case "type" -> done(() -> lock.type(words[1]));
                case "turn" -> done(lock::turnByHand);
                case "lock" -> done(lock::lockByButton);
                case "program" -> done(() -> lock.program(Integer.parseInt(words[1]), words[2]));
                case "sleep" -> done(lock::sleepDeeply);
                case "wake" -> done(lock::wakeUp);
                case "away" -> done(() -> lock.outOfReach(true));
                case "back" ->
                    done(() -> {
                        lock.outOfReach(false);
                        lock.checkIn();
                    });
                case "time" -> done(lock::askTime);
                case "drift" -> done(() -> lock.driftClock(Duration.ofMinutes(Long.parseLong(words[1]))));
                case "restart" -> done(sim::restart);
                case "show" -> show();
                default -> "not understood: " + String.join(" ", Arrays.asList(words));
            };
        } catch (RuntimeException e) {
            return "failed: " + e.getMessage();
        }
    }

    private static String done(Runnable act) {
        act.run();
        return "done";
    }

    // The digits are shown on purpose: this is the inside of a lock that does not exist.
    private String show() {
        String codes = lock.occupied().stream()
                .map(slot -> slot + "=" + lock.digits(slot).orElse("?")
                        + (lock.status(slot).orElse(1) == 1 ? "" : " (disabled)"))
                .collect(Collectors.joining(", "));
        return (lock.isJoined() ? "joined" : "not joined") + ", " + (lock.isLocked() ? "locked" : "unlocked")
                + ", codes: " + (codes.isEmpty() ? "none" : codes)
                + lock.display().map(d -> ", clock " + d).orElse("");
    }
}
