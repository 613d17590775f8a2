// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.spring;

import dev.lockcred.Lock;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.store.FileKeyPlace;
import dev.lockcred.jdbc.SqliteStore;
import dev.lockcred.spi.LockDriver;
import dev.lockcred.spi.PortProvider;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The engine as a bean. It takes every {@link LockDriver} bean under its bean's name, every {@link Lock} bean and every
 * {@link PortProvider} bean, and three properties: {@code lockcred.store}, {@code lockcred.keys} and {@code lockcred.zone}.
 */
@Configuration(proxyBeanMethods = false)
public class LockCredConfiguration {

    // docs: manager
    @Bean(destroyMethod = "close") // ends in the middle of anything; the beans it was made of are destroyed after it
    LockManager lockManager(
            Environment environment,
            Map<String, LockDriver> drivers,
            List<Lock> locks,
            ObjectProvider<PortProvider> ports,
            ThreadPoolTaskExecutor lockCredThreads) {
        return LockManager.create(cfg -> {
            drivers.forEach(cfg::driver);
            locks.forEach(cfg::lock);
            ports.orderedStream().forEach(cfg::ports);
            cfg.zone(ZoneId.of(environment.getProperty("lockcred.zone", "UTC")))
                    .executor(lockCredThreads)
                    .keyPlace(FileKeyPlace.in(path(environment, "lockcred.keys"))); // not in the store's backups
            cfg.store(
                    SqliteStore.at(path(environment, "lockcred.store"), "the application")); // last: held from here on
        });
    }

    @Bean
    ThreadPoolTaskExecutor lockCredThreads() {
        var threads = new ThreadPoolTaskExecutor();
        threads.setThreadNamePrefix("lockcred-");
        threads.setCorePoolSize(2);
        threads.setAcceptTasksAfterContextClose(true); // the engine needs them to close, as a bean after many others
        return threads;
    }
    // docs: end

    // docs: events
    @Bean
    LockEvents lockEvents(LockManager locks, ApplicationEventPublisher publisher) {
        return new LockEvents(locks, publisher);
    }
    // docs: end

    private static Path path(Environment environment, String property) {
        return Path.of(environment.getRequiredProperty(property));
    }
}
