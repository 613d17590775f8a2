// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter.internal.doorlock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockcred.matter.internal.bridge.JsonFields;
import dev.lockcred.spi.support.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as the lock keeps it: the answer to GetUser (0x1C). Of a free index everything but the two indexes is null.
 *
 * @param index 1..NumberOfTotalUsersSupported
 * @param name up to 10 bytes; empty for none
 * @param uniqueId 32 bits; null when none was stored
 * @param status as in {@link Codes.UserStatus}; null for a free index
 * @param type as in {@link Codes.UserType}
 * @param rule as in {@link Codes.CredentialRule}
 * @param creatorFabric the fabric's index on this lock; 0 = a fabric that was removed; null = created at the lock
 * @param next the next used index; null after the last one, and on some firmware null although there are more
 */
public record UserRecord(
        int index,
        @Nullable String name,
        @Nullable Long uniqueId,
        @Nullable Integer status,
        @Nullable Integer type,
        @Nullable Integer rule,
        List<CredentialRef> credentials,
        @Nullable Integer creatorFabric,
        @Nullable Integer lastModifiedFabric,
        @Nullable Integer next) {

    public UserRecord {
        credentials = List.copyOf(credentials);
    }

    /** Reads a GetUser answer; takes either spelling of the unique id. */
    public static UserRecord decode(JsonNode result) throws MalformedFrameException {
        var in = JsonFields.of(result, "GetUserResponse");
        var credentials = new ArrayList<CredentialRef>();
        for (JsonNode element : in.listOrEmpty("credentials")) {
            credentials.add(CredentialRef.decode(element));
        }
        Long uniqueId = in.u32OrNull("userUniqueID");
        return new UserRecord(
                in.u31("userIndex"),
                in.textOrNull("userName"),
                uniqueId == null ? in.u32OrNull("userUniqueId") : uniqueId,
                in.u31OrNull("userStatus"),
                in.u31OrNull("userType"),
                in.u31OrNull("credentialRule"),
                credentials,
                in.u31OrNull("creatorFabricIndex"),
                in.u31OrNull("lastModifiedFabricIndex"),
                in.u31OrNull("nextUserIndex"));
    }

    /** Whether the index is in use: some status other than "available". */
    public boolean occupied() {
        return status != null && status != Codes.UserStatus.AVAILABLE.code();
    }

    /** Whether the lock accepts the user's credentials as far as the status goes. */
    public boolean enabled() {
        return status != null && status == Codes.UserStatus.ENABLED.code();
    }
}
