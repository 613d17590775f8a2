// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.core;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of an engine whose host lends none; the only place in core where threads are made. */
final class HostThreads {

    private static final Logger LOG = LoggerFactory.getLogger(HostThreads.class);

    private HostThreads() {}

    static ExecutorService pool(String name, int threads) {
        return new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name));
    }

    static ThreadFactory daemons(String name) {
        var count = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(HostThreads::uncaught);
            return thread;
        };
    }

    // What came due while the pool was being closed has nobody else to tell, and is no mistake.
    private static void uncaught(Thread thread, Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            LOG.debug("{}: what was queued ends with its threads", thread.getName());
        } else {
            LOG.error("{} ended by a mistake", thread.getName(), failure);
        }
    }
}
