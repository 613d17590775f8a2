// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.net;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.ByteWriter;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zigbee.internal.ezsp.ConfigCommand;
import dev.lockcred.zigbee.internal.ezsp.EzspCallback;
import dev.lockcred.zigbee.internal.ezsp.EzspMessage;
import dev.lockcred.zigbee.internal.ezsp.EzspResponse;
import dev.lockcred.zigbee.internal.ezsp.EzspVersion;
import dev.lockcred.zigbee.internal.ezsp.FrameId;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus;
import dev.lockcred.zigbee.internal.ezsp.NcpStatus.Meaning;
import dev.lockcred.zigbee.internal.ezsp.NetworkCommand;
import dev.lockcred.zigbee.internal.ezsp.NetworkParameters;
import dev.lockcred.zigbee.internal.ezsp.SecurityCommand;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.InitialSecurityState;
import dev.lockcred.zigbee.internal.ezsp.SecurityStructures.SecManContext;
import dev.lockcred.zigbee.internal.session.EzspSession;
import dev.lockcred.zigbee.internal.session.NcpException;
import dev.lockcred.zigbee.internal.wire.Octets;
import dev.lockcred.zigbee.internal.zcl.Clusters;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.ZigbeeKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The network as its coordinator sees it. Sets the co-processor up, resumes the network it remembers, and forms, leaves, opens,
 * reads and restores one; none of these happens on its own. Confined to the lane.
 */
public final class Coordinator {

    /** The endpoint locks talk to. */
    public static final int ENDPOINT = 1;

    private static final int DEVICE_CONFIGURATION_TOOL = 0x0005;
    private static final int MAX_CHILDREN = 32;
    private static final Duration STACK_PATIENCE = Duration.ofSeconds(15);

    // Configuration values (EZSP config ids); what a firmware refuses it keeps as it is.
    private static final List<int[]> CONFIGURATION = List.of(
            new int[] {0x19, 2}, // trust centre address cache
            new int[] {0x12, 7680}, // a parent keeps a message for a sleepy child: 7.68 s, in ms
            new int[] {0x10, 30}, // hops
            new int[] {0x2D, 1}, // networks
            new int[] {0x0C, 2}, // stack profile: PRO
            new int[] {0x0D, 5}, // security level
            new int[] {0x11, 32}, // sleepy children
            new int[] {0x13, 8}, // a child that has not polled for so long is forgotten: 2^8 minutes
            new int[] {0x36, 300}); // a join key lives for so many seconds

    private static final int POLICY_TRUST_CENTRE = 0x00;
    private static final int POLICY_BINDING = 0x01;
    private static final int POLICY_MESSAGE_CONTENTS = 0x04;
    private static final int POLICY_TC_KEY_REQUEST = 0x05;
    private static final int POLICY_APP_KEY_REQUEST = 0x06;

    private static final int TC_ALLOW_JOINS = 0x01;
    private static final int TC_ALLOW_REJOINS = 0x02;
    private static final int TC_INSTALL_CODES_ONLY = 0x10;

    private static final int VALUE_TOKEN_WRITING = 0x07;
    private static final int VALUE_EXTENDED_SECURITY = 0x0A;
    private static final int VALUE_VERSION_INFO = 0x11;
    private static final int VALUE_NWK_FRAME_COUNTER = 0x23;
    private static final int VALUE_APS_FRAME_COUNTER = 0x24;

    /** Trust centre link keys derived per device from one random key. */
    private static final int SECURITY = InitialSecurityState.HASHED_LINK_KEYS
            | InitialSecurityState.GLOBAL_LINK_KEY
            | InitialSecurityState.HAVE_PRECONFIGURED_KEY
            | InitialSecurityState.HAVE_NETWORK_KEY
            | InitialSecurityState.REQUIRE_ENCRYPTED_KEY;

    private final Lane lane;
    private final Timers timers;
    private final EzspSession session;
    private final EzspCalls calls;
    private final List<StatusWait> waits = new ArrayList<>();

    private record StatusWait(Meaning meaning, CompletableFuture<Void> done) {}

    /** What {@link #bringUp} found. */
    public sealed interface Found {
        /** The co-processor is on its network again. */
        record Network(NetworkFacts facts) implements Found {}

        /** It remembers none. */
        record Nothing() implements Found {}
    }

    /**
     * A network that is up.
     *
     * @param coordinator our own address
     * @param parameters as the stack tells them
     * @param networkKey the key in use
     * @param firmware for people
     */
    public record NetworkFacts(
            Eui64 coordinator, NetworkParameters parameters, ZigbeeKey networkKey, String firmware) {}

    /**
     * What to form.
     *
     * @param linkKey the trust centre's, from which those of the devices are derived
     * @param keySequence 0 for a new network
     * @param nwkFrameCounter where sending begins; absent for a new network
     */
    public record Plan(
            NetworkParameters parameters,
            ZigbeeKey networkKey,
            ZigbeeKey linkKey,
            int keySequence,
            Optional<Long> nwkFrameCounter) {}

    /** The keys and counters a backup needs. */
    public record KeyMaterial(ZigbeeKey networkKey, int sequence, long frameCounter, ZigbeeKey linkKey) {}

    public Coordinator(Lane lane, Timers timers, EzspSession session) {
        this.lane = lane;
        this.timers = timers;
        this.session = session;
        this.calls = new EzspCalls(session);
    }

    /** To be told every stack status callback. */
    public void onStackStatus(NcpStatus status) {
        for (StatusWait wait : List.copyOf(waits)) {
            if (status.is(wait.meaning())) {
                waits.remove(wait);
                wait.done().complete(null);
            }
        }
    }

    /** To be told when the session is over. */
    public void onDown(NcpException why) {
        List<StatusWait> open = List.copyOf(waits);
        waits.clear();
        open.forEach(w -> w.done().completeExceptionally(why));
    }

    /** Sets the co-processor up and resumes its network. About 25 commands; forms, leaves and changes nothing. */
    public CompletionStage<Found> bringUp() {
        CompletionStage<Void> setUp = CompletableFuture.completedFuture(null);
        for (int[] value : CONFIGURATION) {
            setUp = setUp.thenCompose(v -> calls.attempt(new ConfigCommand.SetConfigurationValue(value[0], value[1])));
        }
        return setUp.thenCompose(v -> policy(POLICY_BINDING, 0x12))
                .thenCompose(v -> policy(POLICY_MESSAGE_CONTENTS, 0x40))
                .thenCompose(v -> policy(POLICY_TC_KEY_REQUEST, 0x51))
                .thenCompose(v -> policy(POLICY_APP_KEY_REQUEST, 0x60))
                .thenCompose(v -> policy(POLICY_TRUST_CENTRE, TC_ALLOW_REJOINS))
                .thenCompose(v -> addEndpoint())
                .thenCompose(v -> resume());
    }

    private CompletionStage<Void> policy(int policy, int decision) {
        return calls.attempt(new ConfigCommand.SetPolicy(policy, decision));
    }

    private CompletionStage<Void> addEndpoint() {
        return calls.ask(new ConfigCommand.GetExtendedValue(0, ENDPOINT), EzspResponse.Value.class)
                .thenCompose(flags -> flags.status().isOk()
                        ? CompletableFuture.completedFuture(null)
                        : calls.must(new ConfigCommand.AddEndpoint(
                                ENDPOINT,
                                Clusters.PROFILE_HOME_AUTOMATION,
                                DEVICE_CONFIGURATION_TOOL,
                                0,
                                List.of(Clusters.BASIC, Clusters.TIME, Clusters.OTA_UPGRADE),
                                List.of(
                                        Clusters.BASIC,
                                        Clusters.POWER_CONFIGURATION,
                                        Clusters.ALARMS,
                                        Clusters.TIME,
                                        Clusters.POLL_CONTROL,
                                        Clusters.DOOR_LOCK))));
    }

    private CompletionStage<Found> resume() {
        CompletableFuture<Void> up = expect(Meaning.NETWORK_UP);
        EzspVersion version = session.version();
        OptionalInt bitmask = version.initHasBitmask() ? OptionalInt.of(0x0003) : OptionalInt.empty();
        return calls.status(new NetworkCommand.NetworkInit(bitmask)).thenCompose(status -> {
            if (status.is(Meaning.NOT_JOINED)) {
                forget(up);
                return CompletableFuture.completedFuture(new Found.Nothing());
            }
            if (!status.isOk()) {
                forget(up);
                return CompletableFuture.failedFuture(
                        NcpException.refused("the stick cannot resume its network: " + status));
            }
            return up.thenCompose(v -> settle()).thenApply(Found.Network::new);
        });
    }

    /** What every network needs once it is up. */
    private CompletionStage<NetworkFacts> settle() {
        return calls.attempt(new NetworkCommand.SetConcentrator(true, 0xFFF9, 5, 60, 3, 1, 0))
                .thenCompose(v -> calls.attempt(new NetworkCommand.SetSourceRouteDiscoveryMode(2)))
                .thenCompose(v -> facts());
    }

    /** Reads what network this is. */
    public CompletionStage<NetworkFacts> facts() {
        return bare(FrameId.GET_NETWORK_PARAMETERS, EzspResponse.NetworkParametersAre.class)
                .thenCompose(network -> bare(FrameId.GET_EUI64, EzspResponse.OwnEui64.class)
                        .thenCompose(own -> networkKey()
                                .thenCompose(key -> firmware()
                                        .thenApply(firmware ->
                                                new NetworkFacts(own.eui64(), network.parameters(), key, firmware)))));
    }

    private CompletionStage<String> firmware() {
        return calls.ask(new ConfigCommand.GetValue(VALUE_VERSION_INFO), EzspResponse.Value.class)
                .thenApply(value -> {
                    Octets v = value.value();
                    String ezsp = "EZSP " + session.version().number();
                    return v.length() < 5
                            ? ezsp
                            : "EmberZNet " + v.u8(2) + "." + v.u8(3) + "." + v.u8(4) + " build "
                                    + (v.u8(0) | v.u8(1) << 8) + ", " + ezsp;
                });
    }

    private CompletionStage<ZigbeeKey> networkKey() {
        return session.version().hasSecurityManager()
                ? export(SecManContext.NETWORK)
                : calls.ask(new SecurityCommand.GetKey(SecurityCommand.GetKey.NETWORK), EzspResponse.KeyIs.class)
                        .thenApply(k -> k.key().key());
    }

    private CompletionStage<ZigbeeKey> export(int keyType) {
        return calls.ask(new SecurityCommand.ExportKey(SecManContext.of(keyType)), EzspResponse.ExportedKey.class)
                .thenCompose(k -> k.status().isOk()
                        ? CompletableFuture.completedFuture(k.key())
                        : CompletableFuture.failedFuture(
                                NcpException.refused("the stick does not give out its keys: " + k.status())));
    }

    /** The keys and counters of the network that is up. */
    public CompletionStage<KeyMaterial> keyMaterial() {
        if (session.version().hasSecurityManager()) {
            return export(SecManContext.NETWORK)
                    .thenCompose(network -> export(SecManContext.TC_LINK)
                            .thenCompose(link -> bare(FrameId.GET_NETWORK_KEY_INFO, EzspResponse.NetworkKeyInfoIs.class)
                                    .thenApply(info -> new KeyMaterial(
                                            network,
                                            info.info().sequence(),
                                            info.info().frameCounter(),
                                            link))));
        }
        return calls.ask(new SecurityCommand.GetKey(SecurityCommand.GetKey.NETWORK), EzspResponse.KeyIs.class)
                .thenCompose(network -> calls.ask(
                                new SecurityCommand.GetKey(SecurityCommand.GetKey.TC_LINK), EzspResponse.KeyIs.class)
                        .thenApply(link -> new KeyMaterial(
                                network.key().key(),
                                network.key().sequence(),
                                network.key().outgoingCounter(),
                                link.key().key())));
    }

    /** Leaves the network for good. Only ever on a person's explicit word. */
    public CompletionStage<Void> leave() {
        CompletableFuture<Void> down = expect(Meaning.NETWORK_DOWN);
        return bareStatus(FrameId.LEAVE_NETWORK).thenCompose(status -> {
            if (status.isOk()) {
                return down;
            }
            forget(down);
            return CompletableFuture.failedFuture(NcpException.refused("the stick does not leave: " + status));
        });
    }

    /** Forms a network; the co-processor must be on none. */
    public CompletionStage<NetworkFacts> form(Plan plan) {
        boolean restoring = plan.nwkFrameCounter().isPresent();
        CompletionStage<Void> counters = CompletableFuture.completedFuture(null);
        if (restoring) {
            long counter = plan.nwkFrameCounter().get();
            counters = calls.must(new ConfigCommand.SetValue(VALUE_NWK_FRAME_COUNTER, u32(counter)))
                    .thenCompose(v -> calls.attempt(new ConfigCommand.SetValue(VALUE_APS_FRAME_COUNTER, u32(counter))));
        }
        int bitmask = SECURITY | (restoring ? InitialSecurityState.NO_FRAME_COUNTER_RESET : 0);
        var security =
                new InitialSecurityState(bitmask, plan.linkKey(), plan.networkKey(), plan.keySequence(), Eui64.NONE);
        return counters.thenCompose(v -> calls.must(new SecurityCommand.SetInitialSecurityState(security)))
                .thenCompose(v -> calls.attempt(
                        new ConfigCommand.SetValue(VALUE_EXTENDED_SECURITY, Octets.of((byte) 0x10, (byte) 0x01))))
                .thenCompose(v -> calls.attempt(new ConfigCommand.Bare(FrameId.CLEAR_KEY_TABLE)))
                .thenCompose(v -> {
                    CompletableFuture<Void> up = expect(Meaning.NETWORK_UP);
                    return calls.status(new NetworkCommand.FormNetwork(plan.parameters()))
                            .thenCompose(status -> {
                                if (status.isOk()) {
                                    return up;
                                }
                                forget(up);
                                return CompletableFuture.<Void>failedFuture(
                                        NcpException.refused("the stick cannot form a network: " + status));
                            });
                })
                .thenCompose(v -> calls.attempt(new ConfigCommand.SetValue(VALUE_TOKEN_WRITING, Octets.of((byte) 1))))
                .thenCompose(v -> settle());
    }

    /**
     * Lets one kind of device join.
     *
     * @param joiner the one device, or {@link Eui64#ANY}
     * @param key its key for the join
     * @param installCodesOnly whether devices without a key of their own are kept out
     */
    public CompletionStage<Void> open(int seconds, Eui64 joiner, ZigbeeKey key, boolean installCodesOnly) {
        EzspMessage.Command transientKey = session.version().hasSecurityManager()
                ? new SecurityCommand.ImportTransientKey(
                        joiner, key, session.version().transientKeyHasFlags() ? OptionalInt.of(0) : OptionalInt.empty())
                : new SecurityCommand.AddTransientLinkKey(joiner, key);
        int policy = TC_ALLOW_JOINS | TC_ALLOW_REJOINS | (installCodesOnly ? TC_INSTALL_CODES_ONLY : 0);
        return calls.must(transientKey)
                .thenCompose(v -> calls.must(new ConfigCommand.SetPolicy(POLICY_TRUST_CENTRE, policy)))
                .thenCompose(v -> calls.must(new NetworkCommand.PermitJoining(seconds)));
    }

    /** Ends joining and forgets the keys that were lent for it. */
    public CompletionStage<Void> close() {
        return calls.must(new NetworkCommand.PermitJoining(0))
                .thenCompose(v -> calls.attempt(new ConfigCommand.SetPolicy(POLICY_TRUST_CENTRE, TC_ALLOW_REJOINS)))
                .thenCompose(v -> calls.attempt(new ConfigCommand.Bare(FrameId.CLEAR_TRANSIENT_LINK_KEYS)));
    }

    /** The short address of a device, if the co-processor knows it. */
    public CompletionStage<OptionalInt> nodeIdOf(Eui64 eui64) {
        return calls.ask(new NetworkCommand.LookupNodeIdByEui64(eui64), EzspResponse.NodeId.class)
                .thenApply(n -> n.nodeId() >= 0xFFF8 ? OptionalInt.empty() : OptionalInt.of(n.nodeId()));
    }

    /** The devices whose parent the coordinator is, with their short addresses. */
    public CompletionStage<Map<Eui64, Integer>> children() {
        return children(0, new TreeMap<>());
    }

    private CompletionStage<Map<Eui64, Integer>> children(int index, SortedMap<Eui64, Integer> found) {
        if (index >= MAX_CHILDREN) {
            return CompletableFuture.completedFuture(found);
        }
        return calls.ask(new NetworkCommand.GetChildData(index), EzspResponse.ChildDataIs.class)
                .handle((answer, failure) ->
                        Optional.ofNullable(answer).filter(a -> a.status().isOk()))
                .thenCompose(child -> {
                    if (child.isEmpty()) {
                        return CompletableFuture.completedFuture(found);
                    }
                    found.put(child.get().child().eui64(), child.get().child().nodeId());
                    return children(index + 1, found);
                });
    }

    /** Who has a short address, if the co-processor knows it. */
    public CompletionStage<Optional<Eui64>> eui64Of(int nodeId) {
        return calls.ask(new NetworkCommand.LookupEui64ByNodeId(nodeId), EzspResponse.Eui64Of.class)
                .thenApply(e -> e.status().isOk() ? Optional.of(e.eui64()) : Optional.empty());
    }

    /** Tells the stack that a device sleeps, so that it waits longer for its acknowledgements. */
    public CompletionStage<Void> expectSleep(Eui64 eui64) {
        return calls.attempt(new NetworkCommand.SetExtendedTimeout(eui64, true));
    }

    /** Takes a device off the network. */
    public CompletionStage<Void> remove(int nodeId, Eui64 eui64) {
        return calls.must(new NetworkCommand.RemoveDevice(nodeId, eui64, eui64));
    }

    private <T extends EzspMessage.Response> CompletionStage<T> bare(FrameId id, Class<T> type) {
        return calls.ask(new ConfigCommand.Bare(id), type);
    }

    private CompletionStage<NcpStatus> bareStatus(FrameId id) {
        return calls.status(new ConfigCommand.Bare(id));
    }

    // The callback may come before the answer to the command: waiting begins before it is sent.
    private CompletableFuture<Void> expect(Meaning meaning) {
        var done = new CompletableFuture<Void>();
        var wait = new StatusWait(meaning, done);
        waits.add(wait);
        Timers.Cancellable timeout = lane.schedule(timers, STACK_PATIENCE, () -> {
            waits.remove(wait);
            done.completeExceptionally(NcpException.lost("the stick did not say '"
                    + NcpStatus.of(meaning, session.version()) + "' within " + STACK_PATIENCE.toSeconds() + " s"));
        });
        var unused = done.whenComplete((v, e) -> timeout.cancel());
        return done;
    }

    private void forget(CompletableFuture<Void> wait) {
        waits.removeIf(w -> w.done() == wait);
        wait.cancel(false);
    }

    private static Octets u32(long value) {
        return Octets.of(new ByteWriter().u32le(value).toByteArray());
    }

    /** Whether a callback is about the network's state; then it belongs to {@link #onStackStatus}. */
    public static Optional<NcpStatus> stackStatus(EzspMessage.Callback callback) {
        return callback instanceof EzspCallback.StackStatus s ? Optional.of(s.status()) : Optional.empty();
    }
}
