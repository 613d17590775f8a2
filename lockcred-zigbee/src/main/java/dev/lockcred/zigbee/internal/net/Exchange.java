// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.net;

import dev.lockcred.zigbee.internal.zcl.ClusterCommand;
import dev.lockcred.zigbee.internal.zcl.GeneralCommand;
import dev.lockcred.zigbee.internal.zcl.ZclFrame;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * A question to a device, before it is asked.
 *
 * @param cluster of the question
 * @param endpoint of the device
 * @param frame makes the frame for a sequence number, just before it leaves
 * @param answerCommand the command id of the answer
 * @param answerSpecific whether the answer is a command of the cluster rather than a general one
 * @param idempotent whether it may be asked again when no answer came
 * @param urgent whether it goes before what waits
 * @param encrypt whether to encrypt for this device alone
 * @param deadline on the monotonic clock, in nanoseconds
 * @param guard asked just before the first byte leaves
 */
public record Exchange(
        int cluster,
        int endpoint,
        IntFunction<ZclFrame> frame,
        int answerCommand,
        boolean answerSpecific,
        boolean idempotent,
        boolean urgent,
        boolean encrypt,
        long deadline,
        BooleanSupplier guard) {

    /** A command of a cluster; answered by a command with the same id. */
    public static Exchange of(int endpoint, ClusterCommand command, boolean idempotent, long deadline) {
        return new Exchange(
                command.cluster(),
                endpoint,
                sequence -> ZclFrame.cluster(false, false, sequence, command),
                command.id(),
                true,
                idempotent,
                false,
                false,
                deadline,
                () -> true);
    }

    /** A general command to a cluster; answered by the next command id, or for reporting by 07. */
    public static Exchange of(
            int endpoint,
            int cluster,
            GeneralCommand command,
            OptionalInt manufacturer,
            boolean idempotent,
            long deadline) {
        int answer = command.id() == GeneralCommand.WRITE ? GeneralCommand.WRITE_RESPONSE : command.id() + 1;
        return new Exchange(
                cluster,
                endpoint,
                sequence -> {
                    ZclFrame plain = ZclFrame.general(false, true, sequence, command);
                    return manufacturer.isPresent() ? plain.withManufacturer(manufacturer.getAsInt()) : plain;
                },
                answer,
                false,
                idempotent,
                false,
                false,
                deadline,
                () -> true);
    }

    /** The same before everything that waits. */
    public Exchange withUrgency(boolean value) {
        return new Exchange(
                cluster, endpoint, frame, answerCommand, answerSpecific, idempotent, value, encrypt, deadline, guard);
    }

    public Exchange withEncryption(boolean value) {
        return new Exchange(
                cluster, endpoint, frame, answerCommand, answerSpecific, idempotent, urgent, value, deadline, guard);
    }

    /** The same with a last word before it leaves. */
    public Exchange withGuard(BooleanSupplier value) {
        return new Exchange(
                cluster, endpoint, frame, answerCommand, answerSpecific, idempotent, urgent, encrypt, deadline, value);
    }
}
