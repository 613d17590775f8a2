// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.simulators.zigbee;

import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.zigbee.internal.ezsp.ConfigCommand;
import dev.lockcred.zigbee.internal.ezsp.EzspMessage;
import dev.lockcred.zigbee.internal.ezsp.EzspResponse;
import dev.lockcred.zigbee.internal.ezsp.FrameId;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus.Meaning;
import dev.lockcred.zigbee.internal.ezsp.SecurityCommand;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.ApsKeyMetadata;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.CurrentSecurityState;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.InitialSecurityState;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.KeyStruct;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.NetworkKeyInfo;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.SecManContext;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.network.Eui64;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;

/** Settings and keys of a co-processor. */
final class NcpSettings {

    private static final int VALUE_VERSION_INFO = 0x11;
    private static final int VALUE_NWK_FRAME_COUNTER = 0x23;
    private static final int DEFAULT_CONFIGURATION = 8;
    private static final int COUNTERS = 42;
    private static final int OWN_ENDPOINT_FLAGS = 1;

    private final SimulatedNcp ncp;
    private final NcpTokens tokens;

    NcpSettings(SimulatedNcp ncp, NcpTokens tokens) {
        this.ncp = ncp;
        this.tokens = tokens;
    }

    private NcpStatus ok() {
        return ncp.status(Meaning.OK);
    }

    private NcpStatus ezsp(int narrow, Meaning wide) {
        return ncp.version().isWide() ? ncp.status(wide) : new NcpStatus(narrow, false);
    }

    Optional<EzspMessage.Response> answer(ConfigCommand command) {
        NcpRam ram = ncp.ram();
        if (command instanceof ConfigCommand.AddEndpoint add) {
            boolean late = ram.up || ram.endpoints.containsKey(add.endpoint());
            if (!late) {
                ram.endpoints.put(add.endpoint(), add);
            }
            return status(command.id(), late ? ezsp(NcpStatus.INVALID_CALL, Meaning.INVALID_STATE) : ok());
        }
        if (command instanceof ConfigCommand.GetExtendedValue get) {
            boolean known = get.valueId() == 0 && ram.endpoints.containsKey((int) get.characteristics());
            // A value comes with every status: one host reads two bytes whatever the status says.
            return Optional.of(new EzspResponse.Value(
                    command.id(),
                    known ? ok() : ezsp(NcpStatus.INVALID_VALUE, Meaning.BAD_ARGUMENT),
                    Octets.of((byte) (known ? OWN_ENDPOINT_FLAGS : 0), (byte) 0)));
        }
        if (command instanceof ConfigCommand.SetManufacturerCode) {
            return Optional.of(new EzspResponse.Done(command.id()));
        }
        if (command instanceof ConfigCommand.GetConfigurationValue get) {
            return Optional.of(new EzspResponse.ConfigurationValue(
                    ok(), ram.configuration.getOrDefault(get.configId(), DEFAULT_CONFIGURATION)));
        }
        if (command instanceof ConfigCommand.SetConfigurationValue set) {
            ram.configuration.put(set.configId(), set.value());
            return status(command.id(), ok());
        }
        if (command instanceof ConfigCommand.SetPolicy set) {
            ram.policies.put(set.policy(), set.decision());
            return status(command.id(), ok());
        }
        if (command instanceof ConfigCommand.GetValue get) {
            return Optional.of(new EzspResponse.Value(command.id(), ok(), value(get.valueId())));
        }
        if (command instanceof ConfigCommand.SetValue set) {
            if (set.valueId() == VALUE_NWK_FRAME_COUNTER && set.value().length() == 4) {
                if (ram.up) {
                    return status(command.id(), ezsp(NcpStatus.INVALID_CALL, Meaning.INVALID_STATE));
                }
                Octets v = set.value();
                ram.frameCounter = OptionalLong.of(v.u8(0) | v.u8(1) << 8 | v.u8(2) << 16 | (long) v.u8(3) << 24);
            }
            return status(command.id(), ok());
        }
        return Optional.empty();
    }

    private Octets value(int id) {
        return switch (id) {
            case VALUE_VERSION_INFO -> {
                int[] release = ncp.release();
                yield Octets.of(
                        (byte) 0x0C,
                        (byte) 0x01,
                        (byte) release[0],
                        (byte) release[1],
                        (byte) release[2],
                        (byte) 0,
                        (byte) 0xAA);
            }
            case VALUE_NWK_FRAME_COUNTER ->
                Octets.of(new ByteWriter().u32le(tokens.frameCounter).toByteArray());
            default -> Octets.of((byte) 0, (byte) 0, (byte) 0, (byte) 0);
        };
    }

    Optional<EzspMessage.Response> answer(FrameId bare) {
        return switch (bare) {
            case NOP -> Optional.of(new EzspResponse.Done(bare));
            case CLEAR_TRANSIENT_LINK_KEYS -> {
                ncp.ram().transientKeys.clear();
                yield Optional.of(new EzspResponse.Done(bare));
            }
            case CLEAR_KEY_TABLE -> status(bare, ok());
            case READ_AND_CLEAR_COUNTERS -> Optional.of(new EzspResponse.Counters(Collections.nCopies(COUNTERS, 0)));
            case GET_CURRENT_SECURITY_STATE ->
                Optional.of(new EzspResponse.CurrentSecurityStateIs(
                        ncp.ram().up ? ok() : ncp.status(Meaning.NOT_JOINED),
                        new CurrentSecurityState(0x0084, tokens.eui64)));
            case GET_NETWORK_KEY_INFO ->
                ncp.version().number() < 13
                        ? Optional.empty()
                        : Optional.of(new EzspResponse.NetworkKeyInfoIs(
                                wide(tokens.network.isPresent() ? 0 : 0x17),
                                new NetworkKeyInfo(
                                        tokens.network.isPresent() ? 1 : 0,
                                        0,
                                        tokens.keySequence,
                                        0,
                                        tokens.frameCounter)));
            default -> Optional.empty();
        };
    }

    Optional<EzspMessage.Response> answer(SecurityCommand command) {
        NcpRam ram = ncp.ram();
        int version = ncp.version().number();
        if (command instanceof SecurityCommand.SetInitialSecurityState set) {
            if (ram.up) {
                return status(command.id(), ncp.status(Meaning.INVALID_STATE));
            }
            ram.security = Optional.of(set.state());
            return status(command.id(), ok());
        }
        if (command instanceof SecurityCommand.GetKey get && version < 13) {
            boolean isNetwork = get.keyType() == SecurityCommand.GetKey.NETWORK;
            boolean known =
                    tokens.network.isPresent() && (isNetwork || get.keyType() == SecurityCommand.GetKey.TC_LINK);
            return Optional.of(new EzspResponse.KeyIs(
                    known ? ok() : ncp.status(Meaning.NOT_FOUND),
                    new KeyStruct(
                            0x0003,
                            get.keyType(),
                            isNetwork ? tokens.networkKey : tokens.linkKey,
                            tokens.frameCounter,
                            0,
                            tokens.keySequence,
                            tokens.eui64)));
        }
        if (command instanceof SecurityCommand.AddTransientLinkKey add && version < 13) {
            ram.transientKeys.put(add.eui64(), add.key());
            return status(command.id(), ok());
        }
        if (version < 12) {
            return Optional.empty();
        }
        if (command instanceof SecurityCommand.ImportTransientKey add) {
            ram.transientKeys.put(add.eui64(), add.key());
            return status(command.id(), wide(0));
        }
        if (command instanceof SecurityCommand.ImportLinkKey || command instanceof SecurityCommand.ImportKey) {
            return status(command.id(), wide(0));
        }
        if (command instanceof SecurityCommand.ExportLinkKeyByIndex) {
            return Optional.of(new EzspResponse.ExportedLinkKey(
                    wide(0x27),
                    new SecManContext(0, 0, 0, Eui64.NONE, 0, 0, 0),
                    NcpTokens.NO_KEY,
                    new ApsKeyMetadata(0, 0, 0, 0)));
        }
        if (command instanceof SecurityCommand.ExportKey export) {
            int type = export.context().keyType();
            boolean known =
                    tokens.network.isPresent() && (type == SecManContext.NETWORK || type == SecManContext.TC_LINK);
            return Optional.of(new EzspResponse.ExportedKey(
                    wide(known ? 0 : 0x2D),
                    !known ? NcpTokens.NO_KEY : type == SecManContext.NETWORK ? tokens.networkKey : tokens.linkKey,
                    export.context()));
        }
        return Optional.empty();
    }

    /** Takes over what the host prepared, when a network is formed. */
    boolean takeSecurity() {
        Optional<InitialSecurityState> prepared = ncp.ram().security;
        if (prepared.isEmpty()) {
            return false;
        }
        InitialSecurityState state = prepared.get();
        tokens.networkKey = state.networkKey();
        tokens.linkKey = state.preconfiguredKey();
        tokens.hashedLinkKeys = (state.bitmask() & InitialSecurityState.HASHED_LINK_KEYS) != 0;
        tokens.keySequence = state.keySequence();
        boolean keep = (state.bitmask() & InitialSecurityState.NO_FRAME_COUNTER_RESET) != 0;
        tokens.frameCounter = keep ? ncp.ram().frameCounter.orElse(tokens.frameCounter) : 0;
        return true;
    }

    private static Optional<EzspMessage.Response> status(FrameId id, NcpStatus status) {
        return Optional.of(new EzspResponse.StatusOnly(id, status));
    }

    private static NcpStatus wide(long status) {
        return new NcpStatus(status, true);
    }
}
