// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.Outcome;
import dev.lockcred.Pin;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.LockManagerException;
import dev.lockcred.core.ManagerEvent;
import dev.lockcred.core.NotPermittedException;
import dev.lockcred.core.PinRefusedException;
import dev.lockcred.core.WishPreview;
import dev.lockcred.core.WishRefusedException;
import dev.lockcred.core.WishedState;
import dev.lockcred.core.WishedState.LockWish;
import dev.lockcred.core.WishedState.PinWish;
import dev.lockcred.core.json.Json;
import dev.lockcred.core.json.Json.DocumentException;
import dev.lockcred.spi.Operation;
import dev.lockcred.testkit.Pins;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What stands in a line, and what never does. */
class FormsTest {

    @Test
    void everyKindIsCarried() {
        assertThat(ModelForms.OUTCOME.types()).containsExactlyInAnyOrder(kinds(Outcome.class));
        assertThat(ModelForms.OPERATION.types()).containsExactlyInAnyOrder(kinds(Operation.class));
        assertThat(ManagerForms.MANAGER_EVENT.types()).containsExactlyInAnyOrder(kinds(ManagerEvent.class));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> Class<? extends T>[] kinds(Class<T> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .filter(c -> !c.isEnum())
                .toArray(Class[]::new);
    }

    @Test
    @DisplayName("R7: the digits of a PIN are in no line; they travel behind it, and are wiped")
    void digitsAreInNoLine() {
        var parcel = new Parcel();
        JsonNode line;
        try (Pin pin = Pins.pin("482913");
                Pin code = Pins.pin("917354")) {
            WishedState state = WishedState.of(
                    "s",
                    b -> b.lock(new LockWish(
                                    Lock.of(LockId.of("front"), "fake", "front"),
                                    Optional.empty(),
                                    Optional.of(new PinWish(code, "env FRONT_CODE")),
                                    "s:0"))
                            .user(new User(UserId.of("anna"), "Anna"), new PinWish(pin, "env ANNA_PIN"), "s:1"));
            line = WishForms.STATE.write(state, parcel);

            WishedState read = WishForms.STATE.read(line, parcel);

            assertThat(read.users().get(0).pin().orElseThrow().pin()).isEqualTo(pin);
            assertThat(read.locks().get(0).programmingCode().orElseThrow().pin())
                    .isEqualTo(code);
            assertThat(line.toString()).doesNotContain("482913").doesNotContain("917354");
            assertThat(parcel.secrets()).hasSize(2);
        }
        parcel.close();
        assertThat(parcel.secrets()).allSatisfy(secret -> assertThat(secret).containsOnly(0));
    }

    @Test
    void exceptionsArriveAsWhatTheyWere() {
        for (RuntimeException e : List.of(
                new IllegalArgumentException("a"),
                new IllegalStateException("b"),
                new NotPermittedException("c"),
                new PinRefusedException("d"),
                new LockManagerException("e"),
                new WishRefusedException(List.of(new WishPreview.Refusal(WishPreview.Reason.REVOCATIONS, "f")), 7))) {
            var parcel = new Parcel();
            RuntimeException read = Failures.FORM.read(Failures.FORM.write(e, parcel), parcel);
            assertThat(read).hasSameClassAs(e).hasMessage(e.getMessage());
            if (read instanceof WishRefusedException w) {
                assertThat(w.revocations()).isEqualTo(7);
                assertThat(w.isFor(WishPreview.Reason.REVOCATIONS)).isTrue();
            }
        }
        var parcel = new Parcel();
        assertThat(Failures.FORM
                        .write(new ArrayStoreException("4711 secret"), parcel)
                        .toString())
                .doesNotContain("secret");
    }

    @Test
    void whatIsNotThereIsSaid() {
        var parcel = new Parcel();
        assertThatThrownBy(() -> ModelForms.USER.read(Json.object(), parcel))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("'id'");
        assertThatThrownBy(() -> ModelForms.PIN.read(Json.object().put("x", 3).get("x"), parcel))
                .isInstanceOf(DocumentException.class);
        assertThatThrownBy(() -> ModelForms.OUTCOME.read(Json.object().put("is", "Nonsense"), parcel))
                .isInstanceOf(DocumentException.class);
    }
}
