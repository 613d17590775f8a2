// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * A stick with six kinds of locks behind a TCP port, for the command line and for hosts of other make: {@code main [port]}.
 * Its keys are those of the peers' tests. Prints its address, then takes lines from the standard input:
 * {@code type NODE DIGITS}, {@code turn NODE}, {@code program NODE SLOT DIGITS}, {@code deaf NODE on|off}, {@code restart};
 * {@code join NODE} puts up a new lock that is let in when the host includes, {@code power NODE} one that asks by itself
 * (SmartStart), and both print what stands on its label; {@code leave NODE} presses a lock's button for the next exclusion.
 */
public final class SimulatedHouse {

    /** The network keys, the ones of the interop peers. */
    public static final Map<Security, byte[]> KEYS = Map.of(
            Security.S0, HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f10"),
            Security.S2_UNAUTHENTICATED, HexFormat.of().parseHex("11".repeat(16)),
            Security.S2_AUTHENTICATED, HexFormat.of().parseHex("22".repeat(16)),
            Security.S2_ACCESS_CONTROL, HexFormat.of().parseHex("33".repeat(16)));

    private SimulatedHouse() {}

    /** The six locks, nodes 2 to 7: plain versions 2 and 1, User Credential, S0, S2 Access Control, FLiRS with 250 slots. */
    public static ZWaveSimulator furnish(ZWaveSimulator stick) {
        stick.keys(KEYS);
        stick.add(2, LockModel.plainV2(30).withSchedules());
        stick.add(3, LockModel.plainV1(10));
        stick.add(4, LockModel.credentials(10));
        stick.add(5, LockModel.plainV1(10).withSecurity(Security.S0));
        stick.add(6, LockModel.plainV2(20).withSecurity(Security.S2_ACCESS_CONTROL));
        stick.add(7, LockModel.flirs250());
        return stick;
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
        try (var server = new StickServer(port, Series.SERIES_700, 1, SimulatedHouse::furnish)) {
            System.out.println("tcp://127.0.0.1:" + server.port());
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.strip().split("\\s+");
                try {
                    server.on(stick -> obey(stick, words));
                } catch (IllegalStateException e) {
                    System.out.println("not understood: " + e.getCause());
                }
            }
        }
    }

    private static void obey(ZWaveSimulator stick, String[] words) {
        switch (words[0]) {
            case "type" -> stick.node(number(words, 1)).type(words[2]);
            case "turn" -> stick.node(number(words, 1)).turnByHand();
            case "program" -> stick.node(number(words, 1)).program(number(words, 2), words[3]);
            case "deaf" -> stick.node(number(words, 1)).deaf(words[2].equals("on"));
            case "restart" -> stick.restart();
            case "join" -> label(fresh(stick, words));
            case "power" -> {
                SimulatedZWaveNode lock = fresh(stick, words);
                label(lock);
                stick.powerUp(lock);
            }
            case "leave" -> stick.pressToLeave(stick.node(number(words, 1)));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static SimulatedZWaveNode fresh(ZWaveSimulator stick, String[] words) {
        return stick.fresh(number(words, 1), LockModel.plainV2(20), Security.S2_ACCESS_CONTROL);
    }

    private static void label(SimulatedZWaveNode lock) {
        System.out.println("on the label: " + lock.dsk());
    }

    private static int number(String[] words, int at) {
        return Integer.parseInt(words[at]);
    }
}
