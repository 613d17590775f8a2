// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.acme;

import dev.lockcred.Pin;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.testkit.VirtualTime;
import dev.lockcred.testkit.contract.LockUnderTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;

/** A KeyBox without a box: what the contract needs of one. */
final class SimulatedBox implements AcmeBox, LockUnderTest {

    private final VirtualTime time;
    private final Map<Integer, String> slots = new TreeMap<>();
    private AcmeDriver driver = new AcmeDriver(this);
    private IntConsumer listener = slot -> {};
    private long messages;
    private long writes;
    private boolean silent;
    private boolean losing;
    private boolean pretending;

    SimulatedBox(VirtualTime time) {
        this.time = time;
    }

    // ---- the box ----

    @Override
    public String serial() {
        return "KB-0042";
    }

    @Override
    public CompletionStage<String> send(byte[] command) {
        String[] words = new String(command, StandardCharsets.US_ASCII).split(" ");
        var answer = new CompletableFuture<String>();
        messages++;
        if (!silent) {
            String text = answer(words);
            boolean lost = losing;
            losing = false;
            if (!lost) {
                messages++;
                time.schedule(Duration.ofMillis(30), () -> answer.complete(text));
            }
        }
        return answer;
    }

    private String answer(String[] words) {
        if (words[0].equals("PING")) {
            return "OK";
        }
        int slot = Integer.parseInt(words[1]);
        if (words[0].equals("LOOK")) {
            return slots.containsKey(slot) ? "TAKEN" : "EMPTY";
        }
        writes++;
        if (pretending) {
            pretending = false;
            return "OK";
        }
        if (words[0].equals("CLEAR")) {
            return slots.remove(slot) == null ? "EMPTY" : "OK";
        }
        boolean elsewhere = slots.entrySet().stream()
                .anyMatch(e -> e.getKey() != slot && e.getValue().equals(words[2]));
        if (elsewhere) {
            return "DUPLICATE";
        }
        slots.put(slot, words[2]);
        return "OK";
    }

    @Override
    public void onOpened(IntConsumer told) {
        listener = told;
    }

    // ---- the bench ----

    @Override
    public LockDriver driver() {
        return driver;
    }

    @Override
    public LockDriver restarted() {
        driver = new AcmeDriver(this);
        return driver;
    }

    @Override
    public String address() {
        return "box";
    }

    @Override
    public long messages() {
        return messages;
    }

    @Override
    public long writes() {
        return writes;
    }

    @Override
    public void goSilent() {
        silent = true;
    }

    @Override
    public void comeBack() {
        silent = false;
    }

    @Override
    public void loseNextAnswer() {
        losing = true;
    }

    @Override
    public void pretendNext() {
        pretending = true;
    }

    @Override
    public boolean holds(CredentialRef ref, Pin pin) {
        return digits(pin).equals(slots.get(ref.index()));
    }

    @Override
    public void program(CredentialRef ref, Pin pin) {
        slots.put(ref.index(), digits(pin));
    }

    @Override
    public void type(Pin pin) {
        slots.forEach((slot, digits) -> {
            if (digits.equals(digits(pin))) {
                listener.accept(slot);
            }
        });
    }

    @Override
    public void turnByHand() {
        listener.accept(0);
    }

    private static String digits(Pin pin) {
        return new String(pin.copyBytes(), StandardCharsets.US_ASCII);
    }
}
