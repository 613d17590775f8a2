// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockcred.matter.internal.bridge.BridgeError.Cause;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Row by row: the texts in which the two servers wrap what a lock said. */
class BridgeErrorTest {

    static Stream<Arguments> rows() {
        return Stream.of(
                // JS server 1.4, recorded (matter-captures.json)
                row(0, "Failure (code 1)", new Cause.Device(1, null)),
                row(0, "Failure (code 1; cluster code 3)", new Cause.Device(1, 3)),
                row(0, "Failure (code 1; cluster code 2)", new Cause.Device(1, 2)),
                row(0, "Invalid command (code 133)", new Cause.Device(133, null)),
                row(0, "Unsupported command (code 129)", new Cause.Device(129, null)),
                row(0, "Busy (code 156)", new Cause.Device(156, null)),
                row(0, "Timeout (code 148)", new Cause.Device(148, null)),
                row(0, "Resource exhausted (code 137)", new Cause.Device(137, null)),
                row(0, "Unsupported access (code 126)", new Cause.Device(126, null)),
                row(0, "Constraint error (code 135)", new Cause.Device(135, null)),
                row(0, "Received error status: Timeout(148) (InvokeResponse)", new Cause.Device(148, null)),
                row(0, "Operation aborted", new Cause.NoAnswer()),
                row(
                        0,
                        "(ValidationOutOfBoundsError/135) Invalid value: 0 is below the minimum, 1.",
                        new Cause.Refused(135, "the bridge refused a field")),
                row(
                        0,
                        "(ValidationMandatoryFieldMissingError/128) Missing mandatory field userName",
                        new Cause.Refused(128, "the bridge refused a field")),
                row(
                        0,
                        "(ValidationDatatypeMismatchError/128) Expected number, got string.",
                        new Cause.Refused(128, "the bridge refused a field")),
                row(0, "Invalid character", new Cause.Refused(null, "the bridge refused an octet string")),
                row(0, "Endpoint 9 does not exist (code 139)", new Cause.Refused(139, "the node has no such endpoint")),
                row(
                        0,
                        "Cluster DoorLock does not define command setPinCode",
                        new Cause.Refused(129, "the bridge does not offer the command")),
                row(
                        0,
                        "Cannot read properties of undefined (reading 'on')",
                        new Cause.Refused(null, "the bridge found no such cluster, command or argument")),
                row(5, "Node 99 does not exist", new Cause.NoSuchNode()),
                row(7, "Failed to read attribute: no values returned", new Cause.Unknown()),
                row(
                        8,
                        "Cluster Id \"9999\" unknown",
                        new Cause.Refused(null, "the bridge does not understand the request")),
                row(
                        9,
                        "Unknown command: frobnicate",
                        new Cause.Refused(null, "the bridge does not understand the request")),
                // python-matter-server, reported (home-assistant/addons 4067, lock_code_manager pull 1246) and read in
                // source
                row(0, "InteractionModelError: InvalidCommand (0x85)", new Cause.Device(133, null)),
                row(0, "InteractionModelError: Busy (0x9c)", new Cause.Device(156, null)),
                row(0, "InteractionModelError: UnsupportedAccess (0x7e)", new Cause.Device(126, null)),
                row(3, "Node 1 is not (yet) available.", new Cause.NodeDown()),
                row(4, "Unable to establish CASE session with Node 1", new Cause.NodeDown()),
                // nothing we know
                row(0, "", new Cause.Unknown()),
                row(0, "timed out after 33.2 s", new Cause.Unknown()),
                row(0, "Failure (code 99999999999999)", new Cause.Unknown()));
    }

    private static Arguments row(int code, String details, Cause cause) {
        return Arguments.of(code, details, cause);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rows")
    void eachTextHasItsCause(int code, String details, Cause cause) {
        assertThat(new BridgeError(code, details).cause()).isEqualTo(cause);
    }

    @Test
    void theSummaryNeverQuotesTheBridge() {
        var error = new BridgeError(0, "(ValidationOutOfBoundsError/135) String \"445566\" is too long");

        assertThat(error.summary()).doesNotContain("445566").contains("135");
        assertThat(error.toString()).doesNotContain("445566");
    }

    @Test
    void aStatusIsDescribedForPeople() {
        assertThat(new BridgeError(0, "Busy (code 156)").summary()).isEqualTo("Matter status 156 (busy)");
        assertThat(new BridgeError(0, "Failure (code 1; cluster code 3)").summary())
                .isEqualTo("Matter status 1 (failure), cluster status 3");
        assertThat(InteractionStatus.describe(222)).isEqualTo("Matter status 222");
    }
}
