// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.cc;

import dev.lockcred.spi.support.ByteReader;
import dev.lockcred.spi.support.MalformedFrameException;
import dev.lockcred.zwave.internal.frame.Octets;

/**
 * User Credential, version 1 (command class 83): users and credentials apart. Users are 1..65535, credential slots are
 * global per type. The records stand in {@link UserRecords}, {@link CredentialRecords} and {@link ChecksumRecords}. No
 * record here can be built that deletes all users or all credentials.
 */
public sealed interface UserCredential extends Command
        permits UserRecords.Message, CredentialRecords.Message, ChecksumRecords.Message {

    int ADD = 0;
    int MODIFY = 1;
    int DELETE = 2;

    @Override
    default int commandClass() {
        return ClassId.USER_CREDENTIAL;
    }

    static Command read(Octets all, int command, ByteReader in) throws MalformedFrameException {
        return switch (command) {
            case 0x01 -> new UserRecords.CapabilitiesGet();
            case 0x02 -> UserRecords.CapabilitiesReport.read(in);
            case 0x03 -> new CredentialRecords.CapabilitiesGet();
            case 0x04 -> CredentialRecords.CapabilitiesReport.read(in);
            case 0x05 -> UserRecords.readSet(in);
            case 0x06 -> new UserRecords.Get(in.u16be("user"));
            case 0x07 -> UserRecords.Report.read(in);
            case 0x0A -> CredentialRecords.readSet(in);
            case 0x0B -> new CredentialRecords.Get(in.u16be("user"), in.u8("type"), in.u16be("slot"));
            case 0x0C -> CredentialRecords.Report.read(in);
            case 0x0F ->
                new CredentialRecords.LearnStart(
                        in.u16be("user"), in.u8("type"), in.u16be("slot"), in.u8("operation"), in.u8("timeout"));
            case 0x10 -> new CredentialRecords.LearnCancel();
            case 0x11 ->
                new CredentialRecords.LearnReport(
                        in.u8("status"), in.u16be("user"), in.u8("type"), in.u16be("slot"), in.u8("steps left"));
            case 0x12 -> new CredentialRecords.AssociationSet(in.u8("type"), in.u16be("slot"), in.u16be("new user"));
            case 0x13 ->
                new CredentialRecords.AssociationReport(
                        in.u8("type"), in.u16be("slot"), in.u16be("new user"), in.u8("status"));
            case 0x14 -> new ChecksumRecords.AllUsersGet();
            case 0x15 -> new ChecksumRecords.AllUsersReport(in.u16be("checksum"));
            case 0x16 -> new ChecksumRecords.UserGet(in.u16be("user"));
            case 0x17 -> new ChecksumRecords.UserReport(in.u16be("user"), in.u16be("checksum"));
            case 0x18 -> new ChecksumRecords.CredentialGet(in.u8("type"));
            case 0x19 -> new ChecksumRecords.CredentialReport(in.u8("type"), in.u16be("checksum"));
            case 0x1A -> new CredentialRecords.AdminPinSet(Octets.of(in.bytes(in.u8("length") & 0x0F, "admin PIN")));
            case 0x1B -> new CredentialRecords.AdminPinGet();
            case 0x1C -> {
                int first = in.u8("result and length");
                yield new CredentialRecords.AdminPinReport(first >> 4, Octets.of(in.bytes(first & 0x0F, "admin PIN")));
            }
            default -> new Command.Unknown(all);
        };
    }
}
