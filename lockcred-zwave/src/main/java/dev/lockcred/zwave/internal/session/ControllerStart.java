// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.zwave.internal.session;

import dev.lockcred.spi.Timers;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.zwave.internal.link.SerialApi;
import dev.lockcred.zwave.internal.link.SerialApi.Answer;
import dev.lockcred.zwave.internal.serialapi.ChipMessage;
import dev.lockcred.zwave.internal.serialapi.ChipMessage.ProtocolInfo;
import dev.lockcred.zwave.internal.serialapi.Function;
import dev.lockcred.zwave.internal.serialapi.HostMessage;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the chip who it is and what it knows, before anything goes on the air. A function that the chip does not list is
 * never called, as some chips answer nothing then. Confined to the lane; used once.
 */
final class ControllerStart {

    /** How it ended. */
    sealed interface Ended {
        record Ready(ControllerFacts facts) implements Ended {}

        /**
         * It did not.
         *
         * @param hopeless whether trying again is of no use until a person does something
         */
        record Failed(String why, boolean hopeless) implements Ended {}
    }

    static final Duration RESET_TAKES = Duration.ofMillis(1500);
    static final int DEFAULT_PAYLOAD = 46;

    private final Timers timers;
    private final Lane lane;
    private final SerialApi api;
    private final Consumer<Ended> onEnd;
    private boolean ended;
    private Timers.@Nullable Cancellable resetTimer;
    private ChipMessage.@Nullable LibraryVersion version;
    private ChipMessage.@Nullable ControllerId id;
    private ChipMessage.@Nullable ApiCapabilities capabilities;
    private ChipMessage.@Nullable InitData initData;
    private int maxPayload = DEFAULT_PAYLOAD;
    private final TreeMap<Integer, ProtocolInfo> nodes = new TreeMap<>();

    ControllerStart(Timers timers, Lane lane, SerialApi api, Consumer<Ended> onEnd) {
        this.timers = timers;
        this.lane = lane;
        this.api = api;
        this.onEnd = onEnd;
    }

    void begin(boolean softReset) {
        if (softReset) {
            api.ask(new HostMessage.Ask(Function.SOFT_RESET), a -> {});
            resetTimer = lane.schedule(timers, RESET_TAKES, this::afterReset);
        } else {
            askVersion();
        }
    }

    /** The chip has started: a 700- or 800-series chip says so, others leave us waiting. */
    void onApiStarted() {
        if (resetTimer != null) {
            resetTimer.cancel();
            afterReset();
        }
    }

    /** Nobody is interested any more. */
    void cancel() {
        ended = true;
        if (resetTimer != null) {
            resetTimer.cancel();
            resetTimer = null;
        }
    }

    /** Whether the reset has been asked for and the chip is still at it. */
    boolean resetting() {
        return resetTimer != null;
    }

    private void afterReset() {
        resetTimer = null;
        askVersion();
    }

    private void askVersion() {
        ask(new HostMessage.Ask(Function.LIBRARY_VERSION), ChipMessage.LibraryVersion.class, v -> {
            version = v;
            if (v.libraryType() != 1 && v.libraryType() != 7 && v.libraryType() != 2) {
                end(new Ended.Failed(
                        "the stick runs '" + v.version() + "' as an end device (library type " + v.libraryType()
                                + "), not as a controller: flash controller firmware",
                        true));
                return;
            }
            ask(new HostMessage.Ask(Function.CONTROLLER_ID), ChipMessage.ControllerId.class, i -> {
                id = i;
                ask(new HostMessage.Ask(Function.API_CAPABILITIES), ChipMessage.ApiCapabilities.class, c -> {
                    capabilities = c;
                    ask(new HostMessage.Ask(Function.INIT_DATA), ChipMessage.InitData.class, d -> {
                        initData = d;
                        setUp(c);
                    });
                });
            });
        });
    }

    private void setUp(ChipMessage.ApiCapabilities c) {
        if (!c.supports(Function.SETUP)) {
            askNodes();
            return;
        }
        ask(HostMessage.Setup.supported(), ChipMessage.SetupResult.class, s -> {
            int legacy = s.sub() == HostMessage.Setup.SUPPORTED && !s.data().isEmpty()
                    ? s.data().at(0)
                    : 0;
            Runnable afterReports = () -> {
                if ((legacy & HostMessage.Setup.MAX_PAYLOAD) != 0) {
                    ask(HostMessage.Setup.maxPayload(), ChipMessage.SetupResult.class, p -> {
                        if (p.sub() == HostMessage.Setup.MAX_PAYLOAD
                                && !p.data().isEmpty()) {
                            maxPayload = p.data().at(0);
                        }
                        askNodes();
                    });
                } else {
                    askNodes();
                }
            };
            if ((legacy & HostMessage.Setup.TX_STATUS_REPORT) != 0) {
                ask(HostMessage.Setup.txStatusReport(true), ChipMessage.SetupResult.class, r -> afterReports.run());
            } else {
                afterReports.run();
            }
        });
    }

    private void askNodes() {
        ChipMessage.InitData data = initData;
        List<Integer> ids = data == null ? List.of() : data.nodes();
        askNode(ids.iterator());
    }

    private void askNode(Iterator<Integer> ids) {
        ChipMessage.ControllerId self = id;
        while (ids.hasNext()) {
            int node = ids.next();
            if (self != null && node != self.ownNode()) {
                ask(new HostMessage.AskAboutNode(Function.NODE_PROTOCOL_INFO, node), ProtocolInfo.class, info -> {
                    if (info.exists()) {
                        nodes.put(node, info);
                    }
                    askNode(ids);
                });
                return;
            }
        }
        ready();
    }

    private void ready() {
        if (version == null || id == null || capabilities == null || initData == null) {
            throw new IllegalStateException("the start ended before it had asked everything");
        }
        end(new Ended.Ready(
                new ControllerFacts(version, id.homeId(), id.ownNode(), capabilities, initData, maxPayload, nodes)));
    }

    private <M extends ChipMessage> void ask(HostMessage question, Class<M> type, Consumer<M> then) {
        api.ask(question, answer -> {
            if (ended) {
                return;
            }
            if (answer instanceof Answer.Got got && type.isInstance(got.message())) {
                then.accept(type.cast(got.message()));
            } else if (answer instanceof Answer.Failed failed) {
                end(new Ended.Failed(failed.why(), false));
            } else {
                end(new Ended.Failed("function " + question.function() + " was answered with something else", false));
            }
        });
    }

    private void end(Ended how) {
        if (!ended) {
            cancel();
            onEnd.accept(how);
        }
    }
}
