// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

/** The simulation from a command line, outside a test engine: {@code SimulationMain FIRST COUNT}. */
final class SimulationMain {

    private SimulationMain() {}

    public static void main(String[] args) throws Exception {
        long first = args.length > 0 ? Long.parseLong(args[0]) : 1;
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        Many.Result result = Many.run(first, count, Plant::new);
        System.out.println(count == 1 || args.length > 2 ? result.tell() : result.list());
        System.exit(result.failures().isEmpty() ? 0 : 1);
    }
}
