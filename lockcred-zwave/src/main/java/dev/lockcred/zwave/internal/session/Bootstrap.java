// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.cc.Security0;
import dev.lockcred.zwave.internal.cc.Security2;
import dev.lockcred.zwave.internal.cc.Security2.KexFail;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.security.Ecdh;
import dev.lockcred.zwave.internal.security.KeyRing;
import dev.lockcred.zwave.internal.security.NetworkKey;
import dev.lockcred.zwave.internal.security.S2Keys;
import dev.lockcred.zwave.internal.security.SecurityClass;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Hands the network keys to a node that has just joined (zwave.md 3.5, 3.6). Every step has ten seconds, the person at the
 * label 240. Any doubt ends it with a KEX Fail. Confined to the lane; used once.
 */
final class Bootstrap {

    /** How it ended. */
    sealed interface Ended {
        record Granted(SecurityClass securityClass) implements Ended {}

        record Failed(String text) implements Ended {}
    }

    private static final Duration STEP = Duration.ofSeconds(10);
    /** A joining node repeats its first encrypted message every ten seconds until the person has typed. */
    private static final Duration ECHO = Duration.ofSeconds(25);

    private final Node node;
    private final KeyRing keys;
    private final Lane lane;
    private final SecureRandom random;
    private final Function<String, CompletionStage<String>> askPin;
    private final Scope scope = new Scope(Urgency.INTERACTIVE);

    Bootstrap(
            Node node, KeyRing keys, Lane lane, SecureRandom random, Function<String, CompletionStage<String>> askPin) {
        this.node = node;
        this.keys = keys;
        this.lane = lane;
        this.random = random;
        this.askPin = askPin;
    }

    // ---------------------------------------------------------------------------------------- S2

    CompletableFuture<Ended> s2() {
        return ask(new Security2.KexGet().encode(), Expect.of(Security2.KexReport.class))
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Got<Security2.KexReport> got)) {
                        return failed("the lock did not answer the key exchange");
                    }
                    Security2.KexReport report = got.value();
                    if ((report.schemes() & 0x02) == 0) {
                        return fail(KexFail.SCHEME, "the lock knows none of our key exchange schemes");
                    }
                    if ((report.profiles() & 0x01) == 0) {
                        return fail(KexFail.CURVE, "the lock does not know Curve25519");
                    }
                    int granted = SecurityClass.S2_BEST_FIRST.stream()
                            .filter(c -> keys.has(c) && (report.keys() & c.keyBit()) != 0)
                            .mapToInt(SecurityClass::keyBit)
                            .sum();
                    if (granted == 0) {
                        return fail(KexFail.KEY, "the lock asks for no class that there is a key for");
                    }
                    return exchangeKeys(report, new Security2.KexSet(0, 0x02, 0x01, granted));
                });
    }

    private CompletableFuture<Ended> exchangeKeys(Security2.KexReport report, Security2.KexSet set) {
        return ask(set.encode(), Expect.of(Security2.PublicKeyReport.class, k -> !k.including()))
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Got<Security2.PublicKeyReport> got)) {
                        return failed("the lock did not send its public key");
                    }
                    KeyPair own = Ecdh.newPair(random);
                    byte[] ownPublic = Ecdh.publicBytes(own);
                    Octets ours = new Security2.PublicKeyReport(true, Octets.of(ownPublic)).encode();
                    return node.exchange(Exchange.step(ours, scope))
                            .thenCompose(x -> pin(got.value().key().toByteArray(), set))
                            .thenCompose(theirs -> theirs.isEmpty()
                                    ? fail(KexFail.CANCEL, "the inclusion was cancelled: no valid PIN was entered")
                                    : underTemporaryKeys(
                                            report,
                                            set,
                                            own,
                                            ownPublic,
                                            theirs.get().toByteArray()));
                });
    }

    /** The node's key with the two bytes of its label put in. */
    private CompletableFuture<Optional<Octets>> pin(byte[] key, Security2.KexSet set) {
        boolean authenticated =
                (set.keys() & (SecurityClass.S2_ACCESS_CONTROL.keyBit() | SecurityClass.S2_AUTHENTICATED.keyBit()))
                        != 0;
        if (!authenticated) {
            return CompletableFuture.completedFuture(Optional.of(Octets.of(key)));
        }
        var result = new CompletableFuture<Optional<Octets>>();
        String rest = Ecdh.dsk(key).substring(6);
        var unused = askPin.apply(rest)
                .whenComplete((text, failure) -> lane.executeOrRun(() -> {
                    boolean valid = failure == null && text != null && text.matches("[0-9]{5}");
                    int pin = valid ? Integer.parseInt(text) : 0x10000;
                    result.complete(pin > 0xFFFF ? Optional.empty() : Optional.of(Octets.of(Ecdh.withPin(key, pin))));
                }));
        return result;
    }

    private CompletableFuture<Ended> underTemporaryKeys(
            Security2.KexReport report, Security2.KexSet set, KeyPair own, byte[] ownPublic, byte[] theirs) {
        S2Keys temporary;
        try {
            temporary = S2Keys.temporary(Ecdh.shared(own.getPrivate(), theirs), ownPublic, theirs);
        } catch (GeneralSecurityException e) {
            return fail(KexFail.DECRYPT, "the lock's public key is none");
        }
        node.link().bootstrap(SecurityClass.S2_ACCESS_CONTROL);
        node.link().useS2(temporary);
        return node.watch(Expect.of(Security2.KexSet.class), ECHO).thenCompose(echo -> {
            if (echo.isEmpty()) {
                return fail(
                        KexFail.DECRYPT,
                        "the PIN does not belong to this lock: nothing it sends can be decrypted with it");
            }
            if (echo.get().keys() != set.keys()) {
                return fail(KexFail.AUTH, "what the lock heard differs from what it was sent: somebody may interfere");
            }
            var answer =
                    new Security2.KexReport(report.flags() | 0x01, report.schemes(), report.profiles(), report.keys());
            return ask(answer.encode(), Expect.of(Security2.NetworkKeyGet.class))
                    .thenCompose(reply -> reply instanceof Reply.Got<Security2.NetworkKeyGet> got
                            ? handOver(got.value().key(), set.keys(), temporary)
                            : failed("the lock asked for no key"));
        });
    }

    private CompletableFuture<Ended> handOver(int bit, int grantedBits, S2Keys temporary) {
        Optional<SecurityClass> wanted = SecurityClass.ofKeyBit(bit);
        Optional<NetworkKey> key = wanted.flatMap(keys::key);
        if ((bit & grantedBits) == 0 || key.isEmpty()) {
            return fail(KexFail.KEY_NOT_GRANTED, "the lock asked for a key it was not granted");
        }
        Octets report = new Security2.NetworkKeyReport(bit, Octets.of(key.get().toByteArray())).encode();
        CompletableFuture<Reply<Void>> sent = node.exchange(Exchange.step(report, scope));
        return sent.thenCompose(x -> {
                    node.link().useS2(S2Keys.of(key.get())); // the lock proves that it has it by using it
                    return node.watch(Expect.of(Security2.NetworkKeyVerify.class), STEP);
                })
                .thenCompose(verified -> {
                    if (verified.isEmpty()) {
                        node.link().useS2(temporary);
                        return fail(KexFail.VERIFY, "the lock could not prove that it has the key");
                    }
                    node.link().useS2(temporary);
                    Expect<Security2> next = command -> command instanceof Security2.NetworkKeyGet get
                            ? new Expect.Verdict.Answer<>(get)
                            : command instanceof Security2.TransferEnd end && (end.flags() & 1) != 0
                                    ? new Expect.Verdict.Answer<>(end)
                                    : new Expect.Verdict.NotMine<>();
                    return ask(new Security2.TransferEnd(0x02).encode(), next).thenCompose(reply -> {
                        if (!(reply instanceof Reply.Got<Security2> got)) {
                            return failed("the lock did not end the key exchange");
                        }
                        return got.value() instanceof Security2.NetworkKeyGet more
                                ? handOver(more.key(), grantedBits, temporary)
                                : granted(grantedBits);
                    });
                });
    }

    private CompletableFuture<Ended> granted(int bits) {
        SecurityClass best = SecurityClass.S2_BEST_FIRST.stream()
                .filter(c -> (bits & c.keyBit()) != 0)
                .findFirst()
                .orElseThrow();
        node.grant(best);
        return CompletableFuture.completedFuture(new Ended.Granted(best));
    }

    // ---------------------------------------------------------------------------------------- S0

    CompletableFuture<Ended> s0() {
        Optional<NetworkKey> key = keys.key(SecurityClass.S0);
        if (key.isEmpty()) {
            return failed("there is no S0 key");
        }
        return ask(new Security0.SchemeGet(0).encode(), Expect.of(Security0.SchemeReport.class))
                .thenCompose(reply -> {
                    if (!(reply instanceof Reply.Got<Security0.SchemeReport>)) {
                        return failed("the lock did not answer the S0 key exchange");
                    }
                    node.link().bootstrap(SecurityClass.S0);
                    node.link().useS0(NetworkKey.ZERO);
                    Octets set = new Security0.NetworkKeySet(Octets.of(key.get().toByteArray())).encode();
                    CompletableFuture<Reply<Void>> sent = node.exchange(Exchange.step(set, scope));
                    return sent.thenCompose(x -> {
                                node.link().useS0(key.get());
                                return node.watch(Expect.of(Security0.NetworkKeyVerify.class), STEP);
                            })
                            .thenCompose(verified -> {
                                if (verified.isEmpty()) {
                                    return failed("the lock could not prove that it has the S0 key");
                                }
                                node.grant(SecurityClass.S0);
                                return CompletableFuture.completedFuture(new Ended.Granted(SecurityClass.S0));
                            });
                });
    }

    // ---------------------------------------------------------------------------------------- common

    private <R> CompletableFuture<Reply<R>> ask(Octets command, Expect<R> expect) {
        return node.exchange(Exchange.order(command, scope, expect, STEP, () -> true));
    }

    private CompletableFuture<Ended> fail(int reason, String text) {
        node.respond(new KexFail(reason).encode(), SecurityClass.NONE);
        return failed(text);
    }

    private CompletableFuture<Ended> failed(String text) {
        node.link().bootstrap(SecurityClass.NONE);
        return CompletableFuture.completedFuture(new Ended.Failed(text));
    }
}
