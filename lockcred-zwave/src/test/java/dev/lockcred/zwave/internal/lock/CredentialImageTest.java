// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.zwave.internal.cc.ChecksumRecords;
import dev.lockcred.zwave.internal.cc.UserRecords.Attributes;
import dev.lockcred.zwave.internal.frame.Octets;
import dev.lockcred.zwave.internal.lock.CredentialImage.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Checksums put together from shares are those of the whole, and what is not certain has none. */
class CredentialImageTest {

    private static final Place PIN_1 = new Place(1, 1);

    private final CredentialImage image = new CredentialImage(new Fingerprints(new byte[32]));

    private static Octets text(String text) {
        return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Attributes named(String name) {
        return new Attributes(Attributes.GENERAL, 1, 1, 0, 0, text(name));
    }

    private CredentialImage withAnn() {
        image.complete(Set.of(), Set.of());
        image.userWritten(1, named("Ann"), named("Ann"), true);
        image.credential(PIN_1, 1, text("123456"));
        return image;
    }

    @Test
    void theChecksumsOfAnnAreThoseOfTheRecordedLock() {
        CredentialImage ann = withAnn();

        // zwave.md 4.7, from the emulated lock of zwave-js
        assertThat(ann.user(1)).hasValue(0x6B9A);
        assertThat(ann.allUsers()).hasValue(0xDC89);
        assertThat(ann.type(1)).hasValue(0x121D);
    }

    @Test
    void anEmptyLockHasZero() {
        image.complete(Set.of(), Set.of());

        assertThat(image.allUsers()).hasValue(0);
        assertThat(image.type(1)).hasValue(0);
        assertThat(image.user(1)).isEmpty();
    }

    @Property(tries = 300)
    void sharesGiveTheChecksumOfTheWhole(@ForAll long seed, @ForAll @IntRange(max = 8) int users) {
        var random = new Random(seed);
        var whole = new TreeMap<Integer, ChecksumRecords.User>();
        var pins = new TreeMap<Integer, Octets>();
        image.complete(Set.of(), Set.of());
        int slot = 0;
        for (int i = 0; i < users; i++) {
            int id = 1 + random.nextInt(60_000);
            Attributes is = named("n".repeat(random.nextInt(10)));
            var own = new ArrayList<ChecksumRecords.Credential>();
            for (int c = random.nextInt(3); c > 0 && !whole.containsKey(id); c--) {
                Octets digits = text(String.valueOf(100_000 + random.nextInt(900_000)));
                own.add(new ChecksumRecords.Credential(1, ++slot, digits));
                pins.put(slot, digits);
            }
            whole.putIfAbsent(id, new ChecksumRecords.User(is, own));
        }
        whole.forEach((id, user) -> {
            image.userWritten(id, user.attributes(), user.attributes(), true);
            user.credentials().forEach(c -> image.credential(new Place(c.type(), c.slot()), id, c.data()));
        });

        assertThat(image.allUsers()).hasValue(ChecksumRecords.ofAllUsers(whole));
        assertThat(image.type(1)).hasValue(ChecksumRecords.ofType(pins));
        whole.forEach((id, user) -> assertThat(image.user(id)).hasValue(ChecksumRecords.ofUser(user)));

        var restored = new CredentialImage(new Fingerprints(new byte[32]));
        restored.restore(image.toBytes());
        assertThat(restored.allUsers()).isEqualTo(image.allUsers());
    }

    @Property(tries = 300)
    void anyRememberedBytesAreReadOrForgotten(@ForAll byte[] bytes) {
        image.restore(bytes);

        assertThat(image.allUsers().isPresent()).isEqualTo(image.complete());
    }

    @Test
    void whatIsHiddenOrWasNeverReadHasNoChecksum() {
        withAnn().hidden(new Place(9, 1), 1);

        assertThat(image.allUsers()).isEmpty();
        assertThat(image.user(1)).isEmpty();
        assertThat(image.type(1)).as("fingers are not among the PINs").hasValue(0x121D);

        var unread = new CredentialImage(new Fingerprints(new byte[32]));
        unread.userWritten(1, named("Ann"), named("Ann"), true);
        assertThat(unread.allUsers()).isEmpty();
        assertThat(unread.user(1)).as("we made it, so it has nothing else").isPresent();
    }

    @Test
    void aCodeOfOursThatTheLockDoesNotShowIsStillKnown() {
        withAnn().hidden(PIN_1, 1);

        assertThat(image.holds(PIN_1, 1, text("123456"))).isTrue();
        assertThat(image.allUsers()).hasValue(0xDC89);
    }

    @Test
    void aDoubtIsKeptUntilTheChecksumAgrees() {
        withAnn().doubt(PIN_1);

        assertThat(image.holds(PIN_1, 1, text("123456"))).isFalse();
        assertThat(image.owner(PIN_1)).isEmpty();
        assertThat(image.whole(1)).isFalse();
        assertThat(image.allUsers()).as("taking the doubt for unfounded").hasValue(0xDC89);

        image.believeAll();
        assertThat(image.holds(PIN_1, 1, text("123456"))).isTrue();
    }

    @Test
    void whatTheLockMadeOfAWishIsThatWish() {
        image.userWritten(1, named("User-1"), named(""), true);

        assertThat(image.userIs(1, named(""))).isTrue();
        assertThat(image.userIs(1, named("User-1"))).isTrue();
        assertThat(image.userIs(1, named("Ben"))).isFalse();
    }

    @Test
    void nothingOfItPrintsASecret() {
        assertThat(withAnn().toString()).doesNotContain("Ann").doesNotContain("123456");
        assertThat(List.of(Map.of("image", image)).toString()).doesNotContain("Ann");
    }
}
