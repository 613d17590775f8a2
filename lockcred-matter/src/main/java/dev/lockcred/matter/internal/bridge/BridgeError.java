// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error answer of the bridge. What the lock itself said travels only inside the text; {@link #cause()} takes it out of
 * there, for both servers' wording.
 *
 * @param code the bridge's own error number: 0 for everything that came from the device
 * @param details the bridge's text; it may quote what was sent, so it is never printed: see {@link #summary()}
 */
public record BridgeError(int code, String details) {

    /** The node is not available, raised before anything was sent (Python server). */
    public static final int NODE_NOT_READY = 3;

    public static final int NODE_NOT_RESOLVING = 4;
    public static final int NODE_NOT_EXISTS = 5;
    public static final int SDK_STACK_ERROR = 7;
    public static final int INVALID_ARGUMENTS = 8;
    public static final int INVALID_COMMAND = 9;

    // Tried in this order: the first that matches wins.
    private static final Pattern JS_STATUS = Pattern.compile("\\(code (\\d{1,5})(?:; cluster code (\\d{1,5}))?\\)");
    private static final Pattern JS_MESSAGE_STATUS = Pattern.compile(": \\w{1,40}\\((\\d{1,5})\\) \\(");
    private static final Pattern PYTHON_STATUS = Pattern.compile("\\(0x([0-9a-fA-F]{1,4})\\)");
    private static final Pattern LOCAL = Pattern.compile("^\\(\\w{1,60}/(\\d{1,5})\\)");
    private static final Pattern NO_ENDPOINT = Pattern.compile("^Endpoint \\d+ does not exist");

    /** What an error answer means for the command it answers. */
    public sealed interface Cause {
        /** The lock answered with a status: it did not do it. */
        record Device(int status, @Nullable Integer clusterStatus) implements Cause {}

        /** Refused inside the bridge: nothing was sent to the lock. */
        record Refused(@Nullable Integer status, String why) implements Cause {}

        /** No answer from the lock in time. <b>It may still carry the command out.</b> */
        record NoAnswer() implements Cause {}

        /** The bridge holds the node for unreachable and sent nothing. */
        record NodeDown() implements Cause {}

        /** The bridge does not know the node. */
        record NoSuchNode() implements Cause {}

        /** Anything else; whether the lock did anything is not known. */
        record Unknown() implements Cause {}
    }

    /** The meaning. */
    public Cause cause() {
        switch (code) {
            case NODE_NOT_READY, NODE_NOT_RESOLVING -> {
                return new Cause.NodeDown();
            }
            case NODE_NOT_EXISTS -> {
                return new Cause.NoSuchNode();
            }
            case INVALID_ARGUMENTS, INVALID_COMMAND -> {
                return new Cause.Refused(null, "the bridge does not understand the request");
            }
            default -> {
                // the lock's answer is in the text
            }
        }
        if (NO_ENDPOINT.matcher(details).find()) {
            return new Cause.Refused(InteractionStatus.NOT_FOUND.code(), "the node has no such endpoint");
        }
        Matcher status = JS_STATUS.matcher(details);
        if (status.find()) {
            return new Cause.Device(
                    Integer.parseInt(status.group(1)),
                    status.group(2) == null ? null : Integer.valueOf(status.group(2)));
        }
        status = JS_MESSAGE_STATUS.matcher(details);
        if (status.find()) {
            return new Cause.Device(Integer.parseInt(status.group(1)), null);
        }
        status = PYTHON_STATUS.matcher(details);
        if (status.find()) {
            return new Cause.Device(Integer.parseInt(status.group(1), 16), null);
        }
        status = LOCAL.matcher(details);
        if (status.find()) {
            return new Cause.Refused(Integer.valueOf(status.group(1)), "the bridge refused a field");
        }
        if (details.equals("Operation aborted")) {
            return new Cause.NoAnswer();
        }
        if (details.equals("Invalid character")) {
            return new Cause.Refused(null, "the bridge refused an octet string");
        }
        if (details.contains(" does not define command ")) {
            return new Cause.Refused(
                    InteractionStatus.UNSUPPORTED_COMMAND.code(), "the bridge does not offer the command");
        }
        if (details.startsWith("Cannot read properties of ")) {
            return new Cause.Refused(null, "the bridge found no such cluster, command or argument");
        }
        return new Cause.Unknown();
    }

    /**
     * The answer for people, built from its numbers. The text itself is left out because the bridge quotes in it what it was
     * sent, and that may be a PIN.
     */
    public String summary() {
        Cause cause = cause();
        if (cause instanceof Cause.Device device) {
            return InteractionStatus.describe(device.status())
                    + (device.clusterStatus() == null ? "" : ", cluster status " + device.clusterStatus());
        }
        if (cause instanceof Cause.Refused refused) {
            return refused.why()
                    + (refused.status() == null ? "" : " (" + InteractionStatus.describe(refused.status()) + ")");
        }
        if (cause instanceof Cause.NoAnswer) {
            return "the lock did not answer in time";
        }
        if (cause instanceof Cause.NodeDown) {
            return "the bridge holds the node for unreachable (error " + code + ")";
        }
        if (cause instanceof Cause.NoSuchNode) {
            return "the bridge does not know the node";
        }
        return "bridge error " + code + " without a status";
    }

    @Override
    public String toString() {
        return "BridgeError[" + code + ", " + summary() + "]";
    }
}
