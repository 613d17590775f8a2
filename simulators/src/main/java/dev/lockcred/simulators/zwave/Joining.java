// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zwave;

import dev.lockcred.zwave.internal.cc.Command;
import dev.lockcred.zwave.internal.cc.Security0;
import dev.lockcred.zwave.internal.cc.Security2;
import dev.lockcred.zwave.internal.frame.Octets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/** A node that is being given its keys (zwave.md 3.5 and 3.6), from its side. */
final class Joining {

    private static final int SCHEME = 0x02;
    private static final int CURVE = 0x01;
    private static final Duration REPEAT = Duration.ofSeconds(10);
    private static final int REPEATS = 24;

    private final SimulatedZWaveNode node;
    private final List<Security> wanted;
    private final byte[] secret;
    private final byte[] publicKey = new byte[X25519.POINT_SIZE];
    private final ArrayDeque<Integer> toFetch = new ArrayDeque<>();
    private FarS2.@Nullable Keys temporary;
    private int grantedBits;
    private boolean echoed;
    private boolean verifying;
    private int fetching;

    Joining(SimulatedZWaveNode node, List<Security> wanted, RandomGenerator random) {
        this.node = node;
        this.wanted = wanted;
        this.secret = new byte[X25519.SCALAR_SIZE];
        random.nextBytes(secret);
        X25519.scalarMultBase(secret, 0, publicKey, 0);
    }

    /** The device-specific key on its label. */
    String dsk() {
        var text = new StringBuilder();
        for (int i = 0; i < 16; i += 2) {
            text.append(i == 0 ? "" : "-")
                    .append(String.format(Locale.ROOT, "%05d", (publicKey[i] & 0xFF) << 8 | publicKey[i + 1] & 0xFF));
        }
        return text.toString();
    }

    byte[] dskBytes() {
        return Arrays.copyOf(publicKey, 16);
    }

    boolean wantsS2() {
        return wanted.stream().anyMatch(Security::isS2);
    }

    boolean wantsS0() {
        return wanted.contains(Security.S0);
    }

    /** A step in clear; false when it is none. */
    boolean onClear(Command command) {
        if (command instanceof Security2.KexGet) {
            node.transmit(new Security2.KexReport(0, SCHEME, CURVE, bits()).encode());
        } else if (command instanceof Security2.KexSet set) {
            grantedBits = set.keys();
            byte[] shown = publicKey.clone();
            if ((grantedBits & (Security.S2_ACCESS_CONTROL.keyBit | Security.S2_AUTHENTICATED.keyBit)) != 0) {
                shown[0] = 0; // the label has them
                shown[1] = 0;
            }
            node.transmit(new Security2.PublicKeyReport(false, Octets.of(shown)).encode());
        } else if (command instanceof Security2.PublicKeyReport report) {
            byte[] theirs = report.key().toByteArray();
            byte[] shared = new byte[X25519.POINT_SIZE];
            X25519.scalarMult(secret, 0, theirs, 0, shared, 0);
            FarS2.Keys keys = FarS2.Keys.temporary(shared, theirs, publicKey);
            temporary = keys;
            node.useS2(keys);
            echo(0);
        } else if (command instanceof Security2.KexFail) {
            node.joiningFailed();
        } else if (command instanceof Security0.SchemeGet) {
            node.useS0(new byte[16]);
            node.transmit(new Security0.SchemeReport(0).encode());
        } else {
            return false;
        }
        return true;
    }

    private int bits() {
        return wanted.stream().mapToInt(s -> s.keyBit).sum();
    }

    /** Repeated until the person has typed the PIN, as nothing can be decrypted before. */
    private void echo(int done) {
        if (!echoed && done < REPEATS && node.joining() == this) {
            node.askAfresh(new Security2.KexSet(1, SCHEME, CURVE, grantedBits).encode());
            node.later(REPEAT, () -> echo(done + 1));
        }
    }

    /** A step under the temporary keys, or the S0 key under the zero key; false when it is none. */
    boolean onSecure(Command command) {
        if (command instanceof Security2.KexReport) {
            echoed = true;
            for (Security s : Security.values()) {
                if ((grantedBits & s.keyBit) != 0) {
                    toFetch.addFirst(s.keyBit); // the best first, as locks do
                }
            }
            fetch();
        } else if (command instanceof Security2.NetworkKeyReport report) {
            byte[] key = report.networkKey().toByteArray();
            node.learnt(report.key(), key);
            verifying = true;
            node.useS2(FarS2.Keys.ofNetworkKey(key));
            node.askAfresh(new Security2.NetworkKeyVerify().encode());
        } else if (command instanceof Security2.TransferEnd) {
            fetch();
        } else if (command instanceof Security0.NetworkKeySet set) {
            byte[] key = set.key().toByteArray();
            node.learnt(Security.S0.keyBit, key);
            node.useS0(key);
            node.say(new Security0.NetworkKeyVerify().encode());
            node.joined(Security.S0);
        } else {
            return false;
        }
        return true;
    }

    private void fetch() {
        Integer next = toFetch.poll();
        if (next != null) {
            fetching = next;
            node.say(new Security2.NetworkKeyGet(fetching).encode());
            return;
        }
        node.say(new Security2.TransferEnd(1).encode());
        Optional<Security> best = Arrays.stream(Security.values())
                .filter(Security::isS2)
                .filter(s -> (grantedBits & s.keyBit) != 0)
                .reduce((one, other) -> other);
        node.joined(best.orElse(Security.S0));
    }

    /** The verification has left: back to the temporary keys. */
    void sent() {
        FarS2.Keys keys = temporary;
        if (verifying && keys != null) {
            verifying = false;
            node.useS2(keys);
        }
    }
}
