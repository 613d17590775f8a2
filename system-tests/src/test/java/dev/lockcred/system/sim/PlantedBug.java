// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.system.sim;

import java.util.function.Supplier;

/**
 * Bugs of the kinds that others made (domain knowledge, not ours), planted around the engine one at a time. The simulation has
 * to find each.
 */
enum PlantedBug {
    CODE_AS_NUMBER("a code is parsed as a number: zeros in front are lost", DriverPlants::codeAsNumber),
    OFF_BY_ONE("the slot on the wire is one above the slot asked for", DriverPlants::offByOne),
    SUCCESS_WITHOUT_ANSWER("a write without an answer counts as written", DriverPlants::successWithoutAnswer),
    CLEAR_IS_FORGOTTEN("a clear is acknowledged and never sent", DriverPlants::clearIsForgotten),
    CLEAR_ONE_IS_CLEAR_ALL("clearing one slot clears the lock", DriverPlants::clearOneIsClearAll),
    MASKED_IS_EMPTY("occupied, but digits hidden: read as empty", DriverPlants::maskedIsEmpty),
    MASK_IS_A_VALUE("the asterisks of a masked code are taken for its digits", DriverPlants::maskIsAValue),
    FAILED_READ_IS_EMPTY("a read that fails says that all is empty", DriverPlants::failedReadIsEmpty),
    REFUSED_IS_RETRIED("a refused duplicate is retried for ever", DriverPlants::refusedIsRetried),
    STARTING_IS_REJECTED("a bridge that is still starting counts as a refusal", DriverPlants::startingIsRejected),
    NO_CAPACITY_IS_ZERO("a capacity that is not known yet is zero slots", DriverPlants::noCapacityIsZero),
    QUEUE_OF_COMMANDS(
            "what could not be sent is queued, and sent when the lock is back", DriverPlants::queueOfCommands),
    LAST_USER_STICKS("a thumbturn is told under the name of the last user", DriverPlants::lastUserSticks),
    EVENT_TWICE("a bridge and its node both tell of one use, with numbers of their own", DriverPlants::eventTwice),
    PIN_IN_AN_ANSWER("the native answer quotes the code that was sent", DriverPlants::pinInAnAnswer),
    STORE_WITHOUT_SYNC("the store answers before it has synced", StorePlants::withoutSync),
    WRITE_WITHOUT_INTENT("nothing is written down before the lock is touched", StorePlants::withoutIntent),
    ENDS_ARE_NOT_KEPT("a revocation is kept in memory only", StorePlants::endsAreNotKept),
    TIMERS_OVERFLOW("a timer of more than a day never fires", StorePlants::timersOverflow),
    ONE_AWAY_DISABLES_ALL("one lock that is away disables the user everywhere", DeskPlants::oneAwayDisablesAll),
    OVERNIGHT_IS_NEVER("a window over midnight never holds", DeskPlants::overnightIsNever),
    REMOVED_LEAVES_CODES("removing a person removes the record and leaves the rights", DeskPlants::removedLeavesCodes);

    private final String words;
    private final Supplier<Plant> plant;

    PlantedBug(String words, Supplier<Plant> plant) {
        this.words = words;
        this.plant = plant;
    }

    /** What is wrong, in words. */
    String words() {
        return words;
    }

    /** A fresh one, for one run. */
    Plant plant() {
        return plant.get();
    }
}
