// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.acme;

import dev.lockcred.AccessOperation;
import dev.lockcred.AccessSource;
import dev.lockcred.spi.CredentialRef;
import dev.lockcred.spi.DiscoveredLock;
import dev.lockcred.spi.DriverContext;
import dev.lockcred.spi.DriverEvent;
import dev.lockcred.spi.DriverLock;
import dev.lockcred.spi.LinkHealth;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.LockOptions;
import dev.lockcred.spi.support.Lane;
import dev.lockcred.spi.support.Turns;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Drives one Acme KeyBox. After the start everything happens on one lane of the host. */
public final class AcmeDriver implements LockDriver {
    private final AcmeBox box;
    private volatile @Nullable AcmeLock lock;
    private volatile @Nullable Turns turns;
    private volatile LinkHealth health = new LinkHealth(LinkHealth.State.STARTING, "not started");

    public AcmeDriver(AcmeBox box) {
        this.box = box;
    }

    @Override
    public String type() {
        return "acme";
    }

    @Override
    public CompletionStage<Void> start(DriverContext context) {
        Lane lane = Lane.of(type(), context);
        var queue = new Turns(lane, context.timers());
        turns = queue;
        lock = new AcmeLock(box, queue);
        box.onOpened(slot -> lane.execute(() -> context.events().accept(opened(slot))));
        health = new LinkHealth(LinkHealth.State.UP, "KeyBox " + box.serial());
        return CompletableFuture.runAsync(() -> {}, lane);
    }

    private static DriverEvent opened(int slot) {
        AccessSource source = slot == 0 ? AccessSource.MANUAL : AccessSource.KEYPAD;
        var who = slot == 0 ? DriverEvent.Who.NOBODY : DriverEvent.Who.slot(CredentialRef.pin(slot));
        return DriverEvent.Operated.success(AcmeLock.ADDRESS, AccessOperation.UNLOCK, source, who);
    }

    @Override
    public LinkHealth health() {
        return health;
    }

    @Override
    public List<DiscoveredLock> discovered() {
        return List.of(new DiscoveredLock(AcmeLock.ADDRESS, "Acme KeyBox " + box.serial()));
    }

    @Override
    public DriverLock lock(String address, LockOptions options) {
        AcmeLock there = lock;
        if (there == null || !address.equals(AcmeLock.ADDRESS)) {
            throw new IllegalArgumentException("a started KeyBox has one lock, and its address is " + AcmeLock.ADDRESS);
        }
        return there;
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        health = new LinkHealth(LinkHealth.State.CLOSED, "closed");
        Turns open = turns;
        return open == null ? CompletableFuture.completedFuture(null) : open.close();
    }
}
