// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.fake;

import dev.lockcred.AccessFailure;
import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverEvent.Alarm;
import dev.lockcred.spi.DriverEvent.Programmed;
import dev.lockcred.spi.LockCapabilities;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One record of the lock's log, from which its events are made.
 *
 * @param sequence the lock's own number, from 1 on
 * @param at by the lock's clock
 * @param index the slot, or -1 for nobody
 * @param user the lock-side user, or -1
 */
record LogRecord(long sequence, Instant at, What what, AccessSource source, int index, int user, boolean own) {

    /** What happened. */
    sealed interface What {
        record Used(AccessOperation operation, Optional<AccessFailure> failure, boolean duress) implements What {}

        record Edited(Programmed.Edit edit) implements What {}

        record Alarmed(Alarm.Kind kind) implements What {}

        record BatteryAt(int percent) implements What {}
    }

    /** The event as the driver tells it, as far as this model tells. */
    DriverEvent event(String address, FakeModel model, boolean replayed) {
        var stamp = new DriverEvent.Stamp(
                model.clock() == LockCapabilities.Clock.NONE ? Optional.empty() : Optional.of(at),
                model.numbersEvents() || model.logSize() > 0 ? OptionalLong.of(sequence) : OptionalLong.empty(),
                replayed);
        if (what instanceof What.Used used) {
            return new DriverEvent.Operated(
                    address, used.operation(), source, who(model), used.failure(), own, used.duress(), stamp);
        }
        if (what instanceof What.Edited edited) {
            return new Programmed(address, edited.edit(), who(model), source, own, stamp);
        }
        if (what instanceof What.Alarmed alarmed) {
            return new Alarm(
                    address,
                    alarmed.kind(),
                    alarmed.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    stamp);
        }
        int percent = ((What.BatteryAt) what).percent();
        return new DriverEvent.Battery(address, OptionalInt.of(percent), percent <= 10);
    }

    private DriverEvent.Who who(FakeModel model) {
        if (index < 0 || !model.reportsUser()) {
            return DriverEvent.Who.NOBODY;
        }
        return new DriverEvent.Who(
                user < 0 ? OptionalInt.empty() : OptionalInt.of(user), Optional.of(CredentialRef.pin(index)));
    }
}
