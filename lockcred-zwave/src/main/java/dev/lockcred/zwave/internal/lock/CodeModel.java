// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.lock;

import dev.lockcred.zwave.internal.cc.ClassId;
import dev.lockcred.zwave.internal.cc.CredentialRecords;
import dev.lockcred.zwave.internal.cc.UserCode;
import dev.lockcred.zwave.internal.cc.UserRecords;
import java.util.Optional;
import java.util.OptionalInt;

/** By which command class a lock's codes are managed, and what it said of it; read from the facts. */
record CodeModel(
        boolean userCode,
        OptionalInt count,
        Optional<UserCode.CapabilitiesReport> capabilities,
        Optional<UserRecords.CapabilitiesReport> users,
        Optional<CredentialRecords.CapabilitiesReport> credentials) {

    static CodeModel of(LockFacts facts) {
        Optional<UserRecords.CapabilitiesReport> users =
                facts.answer(Interview.USERS, UserRecords.CapabilitiesReport.class);
        Optional<UserCode.UsersNumberReport> count = facts.answer(Interview.COUNT, UserCode.UsersNumberReport.class);
        return new CodeModel(
                facts.has(ClassId.USER_CODE),
                count.map(c -> OptionalInt.of(c.count())).orElse(OptionalInt.empty()),
                facts.answer(Interview.CAPABILITIES, UserCode.CapabilitiesReport.class),
                users,
                facts.answer(Interview.CREDENTIALS, CredentialRecords.CapabilitiesReport.class));
    }

    /** CL:0083.01.21.00.4: User Credential unless it reports no users, then User Code. */
    boolean usesCredentials() {
        return users.map(u -> u.users() > 0).orElse(false);
    }

    /** User Code version 2, which must be written with extended commands. */
    boolean extended() {
        return capabilities.isPresent();
    }

    boolean checksum() {
        return capabilities.map(UserCode.CapabilitiesReport::checksum).orElse(false);
    }

    /** Whether one question tells if anything has changed. */
    boolean checksChanges() {
        return usesCredentials() ? allUsersChecksum() : checksum();
    }

    boolean allUsersChecksum() {
        return users.map(UserRecords.CapabilitiesReport::allUsersChecksum).orElse(false);
    }

    boolean userChecksum() {
        return users.map(UserRecords.CapabilitiesReport::userChecksum).orElse(false);
    }

    boolean typeChecksum() {
        return credentials.map(CredentialRecords.CapabilitiesReport::checksum).orElse(false);
    }

    boolean adminCode() {
        return usesCredentials()
                ? credentials
                        .map(CredentialRecords.CapabilitiesReport::adminCode)
                        .orElse(false)
                : capabilities.map(UserCode.CapabilitiesReport::adminCode).orElse(false);
    }

    boolean adminCodeDeactivation() {
        return usesCredentials()
                ? credentials
                        .map(CredentialRecords.CapabilitiesReport::adminCodeDeactivation)
                        .orElse(false)
                : capabilities
                        .map(UserCode.CapabilitiesReport::adminDeactivation)
                        .orElse(false);
    }

    /** How many users of User Credential there is room for. */
    int userCapacity() {
        return users.map(UserRecords.CapabilitiesReport::users).orElse(0);
    }

    boolean multipleSet() {
        return capabilities.map(UserCode.CapabilitiesReport::multipleSet).orElse(false);
    }

    boolean multipleReport() {
        return capabilities.map(UserCode.CapabilitiesReport::multipleReport).orElse(false);
    }

    boolean disables() {
        return capabilities.map(c -> c.hasStatus(UserCode.DISABLED)).orElse(false);
    }

    boolean messaging() {
        return capabilities.map(c -> c.hasStatus(UserCode.MESSAGING)).orElse(false);
    }
}
