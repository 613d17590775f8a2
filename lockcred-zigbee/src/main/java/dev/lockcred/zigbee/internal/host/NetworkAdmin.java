// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zigbee.internal.host;

import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zigbee.ZigbeeNetwork;
import dev.lockcred.zigbee.internal.ezsp.NetworkParameters;
import dev.lockcred.zigbee.internal.host.Host.Connection;
import dev.lockcred.zigbee.internal.net.Coordinator;
import dev.lockcred.zigbee.internal.net.Coordinator.NetworkFacts;
import dev.lockcred.zigbee.internal.net.ZdoClient;
import dev.lockcred.zigbee.internal.zdo.ZdoRequest;
import dev.lockcred.zigbee.network.Consent;
import dev.lockcred.zigbee.network.Eui64;
import dev.lockcred.zigbee.network.Joining;
import dev.lockcred.zigbee.network.NetworkBackup;
import dev.lockcred.zigbee.network.NetworkInfo;
import dev.lockcred.zigbee.network.NetworkSettings;
import dev.lockcred.zigbee.network.NodeInfo;
import dev.lockcred.zigbee.network.ZigbeeKey;
import dev.lockcred.zigbee.network.ZigbeeNetworkException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a person does to the network. Calls come from any thread; the work is done on the lane, one order at a time. */
final class NetworkAdmin implements ZigbeeNetwork {

    private static final Logger log = LoggerFactory.getLogger(NetworkAdmin.class);

    /** Messages that may have been sent under the key after the backup was made; counters must never go back. */
    private static final long COUNTER_MARGIN = 10_000;

    private static final int ALL_CHANNELS = 0x07FFF800;
    private static final int TX_POWER = 8;

    private final Host host;
    private final DriverContext context;
    private final Lane lane;
    private final Memory memory;
    private final Devices devices;
    private final ZdoClient zdo;
    private CompletionStage<?> tail = CompletableFuture.completedFuture(null);
    private boolean leaving;
    private boolean closeAfterOne;
    private Timers.@Nullable Cancellable closing;

    NetworkAdmin(Host host, DriverContext context, Lane lane, Memory memory, Devices devices, ZdoClient zdo) {
        this.host = host;
        this.context = context;
        this.lane = lane;
        this.memory = memory;
        this.devices = devices;
        this.zdo = zdo;
    }

    // ---- for the host

    /** The stick resumed a network: is it ours? Nothing is changed when it is not. */
    void checkOwnership(Connection connection, NetworkFacts facts) {
        Optional<Memory.Known> known = memory.network();
        if (known.isEmpty()) {
            host.onNetwork(connection, facts);
        } else if (!known.get().extendedPanId().equals(facts.parameters().extendedPanId())) {
            host.onNoNetwork(
                    connection,
                    "the stick is on network " + facts.parameters().extendedPanId() + ", but this driver's is "
                            + known.get().extendedPanId() + "; nothing was changed. Restore the backup of the right"
                            + " network, or adopt the one on the stick");
        } else if (!known.get().key().equals(facts.networkKey())) {
            host.onNoNetwork(
                    connection,
                    "the stick is on network " + facts.parameters().extendedPanId() + " with another network key than"
                            + " before; nothing was changed. Restore the newest backup, or adopt the network on the"
                            + " stick if the key was renewed on purpose");
        } else {
            host.onNetwork(connection, facts);
        }
    }

    String noNetwork() {
        return memory.network()
                .map(n -> "the stick is on no network, but this driver's is " + n.extendedPanId()
                        + ": restore its backup (lockcred zigbee restore), or form a new network and join the locks"
                        + " again")
                .orElse("the stick is on no network: form one (lockcred zigbee form)");
    }

    boolean isLeaving() {
        return leaving;
    }

    /** A stranger joined; with the key everybody knows the door is for one only. */
    void onJoined() {
        if (closeAfterOne) {
            closeAfterOne = false;
            closeJoining().whenComplete((v, failure) -> {
                if (failure != null) {
                    log.warn("the Zigbee network could not be closed after the join: {}", failure.toString());
                }
            });
        }
    }

    void onClose() {
        stopClosing();
    }

    // ---- orders

    @Override
    public Optional<NetworkInfo> info() {
        return host.info();
    }

    @Override
    public List<NodeInfo> nodes() {
        return devices.nodes();
    }

    @Override
    public CompletionStage<NetworkInfo> form(NetworkSettings settings, Consent consent) {
        return order(() -> withStick(connection -> {
            var parameters = new NetworkParameters(
                    settings.extendedPanId().orElseGet(this::randomName),
                    settings.panId().orElseGet(() -> 1 + context.secureRandom().nextInt(0xFFFD)),
                    TX_POWER,
                    settings.channel(),
                    0,
                    0,
                    0,
                    ALL_CHANNELS);
            var plan = new Coordinator.Plan(
                    parameters,
                    ZigbeeKey.random(context.secureRandom()),
                    ZigbeeKey.random(context.secureRandom()),
                    0,
                    Optional.empty());
            return vacate(connection, consent)
                    .thenCompose(v -> connection.coordinator().form(plan))
                    .thenApply(facts -> {
                        devices.forgetAll();
                        return took(connection, facts);
                    });
        }));
    }

    private Eui64 randomName() {
        long value;
        do {
            value = context.secureRandom().nextLong();
        } while (value == 0 || value == -1);
        return new Eui64(value);
    }

    /** Leaves the network the stick is on, if a person said so; refuses if not. */
    private CompletionStage<Void> vacate(Connection connection, Consent consent) {
        return connection
                .coordinator()
                .facts()
                .handle((facts, failure) -> Optional.ofNullable(facts))
                .thenCompose(existing -> {
                    if (existing.isEmpty() || existing.get().networkKey().isBlank()) {
                        return CompletableFuture.completedFuture(null);
                    }
                    if (consent != Consent.LEAVE_EXISTING) {
                        return failed("the stick is on network "
                                + existing.get().parameters().extendedPanId()
                                + "; leaving it loses every device on it. Make a backup, and then say so explicitly");
                    }
                    return leaveNow(connection);
                });
    }

    private CompletionStage<Void> leaveNow(Connection connection) {
        leaving = true;
        return connection.coordinator().leave().whenComplete((v, failure) -> leaving = false);
    }

    private NetworkInfo took(Connection connection, NetworkFacts facts) {
        host.onNetwork(connection, facts);
        return host.info().orElseThrow();
    }

    @Override
    public CompletionStage<Void> permit(Joining joining) {
        return order(() -> withNetwork(connection -> {
            int seconds = (int) joining.duration().toSeconds();
            boolean byCode = joining instanceof Joining.ByInstallCode;
            Eui64 joiner = joining instanceof Joining.ByInstallCode code ? code.device() : Eui64.ANY;
            ZigbeeKey key =
                    joining instanceof Joining.ByInstallCode code ? code.code().linkKey() : ZigbeeKey.WELL_KNOWN;
            if (!byCode) {
                log.warn(
                        "the Zigbee network is open with the well-known key for {} s: whoever listens to the join"
                                + " learns the network key",
                        seconds);
            }
            return connection.coordinator().open(seconds, joiner, key, byCode).thenApply(v -> {
                zdo.announce(ZdoClient.ALL_ROUTERS, new ZdoRequest.MgmtPermitJoining(seconds, 1));
                closeAfterOne = !byCode;
                stopClosing();
                closing = lane.schedule(host.timers(), Duration.ofSeconds(seconds), () -> {
                    closing = null;
                    onExpired();
                });
                return null;
            });
        }));
    }

    private void onExpired() {
        closeAfterOne = false;
        closeJoining().whenComplete((v, failure) -> {
            if (failure != null) {
                log.debug("the network closes by itself: {}", failure.toString());
            }
        });
    }

    private void stopClosing() {
        if (closing != null) {
            closing.cancel();
            closing = null;
        }
    }

    @Override
    public CompletionStage<Void> closeJoining() {
        return order(() -> withNetwork(connection -> {
            stopClosing();
            closeAfterOne = false;
            zdo.announce(ZdoClient.ALL_ROUTERS, new ZdoRequest.MgmtPermitJoining(0, 1));
            return connection.coordinator().close();
        }));
    }

    @Override
    public CompletionStage<Void> remove(Eui64 device) {
        return order(() -> withNetwork(connection -> {
            OptionalInt nodeId = devices.nodeId(device);
            if (nodeId.isEmpty()) {
                return failed("no device " + device + " is known on this network");
            }
            return connection.coordinator().remove(nodeId.getAsInt(), device).thenRun(() -> devices.forget(device));
        }));
    }

    @Override
    public CompletionStage<NetworkBackup> backup() {
        return order(() -> withNetwork(connection -> connection
                .coordinator()
                .facts()
                .thenCompose(facts -> connection.coordinator().keyMaterial().thenApply(keys -> {
                    NetworkParameters p = facts.parameters();
                    var list = devices.nodes().stream()
                            .map(n -> new NetworkBackup.Device(
                                    n.eui64(), n.nodeId().orElse(0xFFFF), n.sleepy()))
                            .toList();
                    return new NetworkBackup(
                            host.timers().now(),
                            OptionalInt.of(connection.session().version().number()),
                            facts.coordinator(),
                            p.panId(),
                            p.extendedPanId(),
                            p.nwkUpdateId(),
                            p.channel(),
                            p.channels(),
                            keys.networkKey(),
                            keys.sequence(),
                            keys.frameCounter(),
                            Optional.of(keys.linkKey()),
                            list);
                }))));
    }

    @Override
    public CompletionStage<NetworkInfo> restore(NetworkBackup backup, Consent consent) {
        return order(() -> withStick(connection -> {
            var parameters = new NetworkParameters(
                    backup.extendedPanId(),
                    backup.panId(),
                    TX_POWER,
                    backup.channel(),
                    0,
                    0,
                    backup.nwkUpdateId(),
                    backup.channels());
            var plan = new Coordinator.Plan(
                    parameters,
                    backup.networkKey(),
                    // Without it the devices' own link keys are lost either way; never derive new ones from what all
                    // know.
                    backup.linkKey().orElseGet(() -> ZigbeeKey.random(context.secureRandom())),
                    backup.keySequence(),
                    Optional.of(Math.min(0xFFFF_FFFFL, backup.frameCounter() + COUNTER_MARGIN)));
            return vacate(connection, consent)
                    .thenCompose(v -> connection.coordinator().form(plan))
                    .thenApply(facts -> {
                        devices.restore(backup.devices());
                        NetworkInfo info = took(connection, facts);
                        if (!facts.coordinator().equals(backup.coordinator())) {
                            log.warn(
                                    "the network {} is now on stick {}, not on {}: devices that insist on the address"
                                            + " of their trust centre must be joined again",
                                    backup.extendedPanId(),
                                    facts.coordinator(),
                                    backup.coordinator());
                        }
                        return info;
                    });
        }));
    }

    @Override
    public CompletionStage<NetworkInfo> adopt() {
        return order(() ->
                withStick(connection -> connection.coordinator().facts().thenApply(facts -> {
                    boolean other = memory.network()
                            .map(n ->
                                    !n.extendedPanId().equals(facts.parameters().extendedPanId()))
                            .orElse(true);
                    if (other) {
                        devices.forgetAll();
                    }
                    return took(connection, facts);
                })));
    }

    @Override
    public CompletionStage<Void> leave(Consent consent) {
        return order(() -> {
            if (consent != Consent.LEAVE_EXISTING) {
                return failed("leaving loses every device of the network; make a backup, and then say so explicitly");
            }
            return withStick(connection -> leaveNow(connection).thenRun(() -> {
                memory.forgetNetwork();
                host.onNoNetwork(connection, noNetwork());
            }));
        });
    }

    // ---- one order at a time

    private interface Work<T> {
        CompletionStage<T> on(Connection connection);
    }

    private <T> CompletionStage<T> order(Supplier<CompletionStage<T>> work) {
        var result = new CompletableFuture<T>();
        lane.execute(() -> {
            CompletionStage<T> mine = tail.handle((v, failure) -> null).thenCompose(v -> work.get());
            tail = mine.whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    Throwable cause = Host.unwrap(failure);
                    result.completeExceptionally(
                            cause instanceof ZigbeeNetworkException
                                    ? cause
                                    : new ZigbeeNetworkException(String.valueOf(cause.getMessage()), cause));
                }
            });
        });
        return result;
    }

    private <T> CompletionStage<T> withStick(Work<T> work) {
        return host.stick()
                .map(work::on)
                .orElseGet(() ->
                        failed("the Zigbee stick is not ready: " + host.health().text()));
    }

    private <T> CompletionStage<T> withNetwork(Work<T> work) {
        return host.up().isPresent()
                ? withStick(work)
                : failed("the Zigbee network is down: " + host.health().text());
    }

    private static <T> CompletionStage<T> failed(String text) {
        return CompletableFuture.failedFuture(new ZigbeeNetworkException(text));
    }
}
