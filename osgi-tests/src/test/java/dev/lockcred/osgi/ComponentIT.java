// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/** The component of {@code examples/embed-osgi}, run by Felix SCR and configured by Felix Configuration Admin. */
@Timeout(120)
final class ComponentIT {
    private static final String MANAGER = "dev.lockcred.core.LockManager";
    private static final long PATIENCE_MILLIS = 30_000;

    @TempDir
    private Path storage;

    @TempDir
    private Path folder;

    @Test
    void withAConfigurationTheEngineIsAService() throws Exception {
        try (var host = host();
                var managers = managers(host)) {
            assertThat(managers.open().getService()).as("without configuration").isNull();

            configure(host, "toy");

            assertThat(lockIds(host, managers.await())).containsExactly("front");
            assertThat(folder.resolve("lockcred/store/store.db")).isRegularFile();
        }
    }

    @Test
    void theEngineIsClosedWithItsComponent() throws Exception {
        try (var host = host();
                var managers = managers(host)) {
            Configuration configuration = configure(host, "toy");
            managers.open().await();

            configuration.delete();
            managers.awaitNone();
            assertThat(engineThreads()).isEmpty();

            configure(host, "toy"); // the store would be refused if it were still held
            assertThat(lockIds(host, managers.await())).containsExactly("front");
            host.example().stop();
            managers.awaitNone();
            assertThat(engineThreads()).isEmpty();
        }
    }

    @Test
    void aDriverThatComesLaterIsTaken() throws Exception {
        try (var host = host();
                var managers = managers(host)) {
            managers.open();
            host.example().stop();
            configure(host, "fake"); // made by lockcred-fake, which nobody registers without a mediator
            host.example().start();
            assertThat(managers.getService()).isNull();

            Bundle fake = host.bundle("lockcred-fake");
            Object provider = fake.loadClass("dev.lockcred.fake.FakeDriverProvider")
                    .getConstructor()
                    .newInstance();
            fake.getBundleContext().registerService("dev.lockcred.spi.DriverProvider", provider, null);

            assertThat(lockIds(host, managers.await())).containsExactly("front");
        }
    }

    @Test
    void aMediatorContributesTheDriversOfThisProject() throws Exception {
        try (var host = Host.startConfigurable(
                        storage, "mediator", "components", "jackson", "needed", "ours", "example");
                var managers = managers(host)) {
            configure(host, "fake");

            assertThat(lockIds(host, managers.open().await())).containsExactly("front");
        }
    }

    private Host host() throws Exception {
        return Host.startConfigurable(storage, "components", "jackson", "needed", "ours", "example");
    }

    private Configuration configure(Host host, String type) throws Exception {
        var reference = host.context().getServiceReference(ConfigurationAdmin.class);
        Configuration configuration = host.context().getService(reference).getConfiguration("dev.lockcred", "?");
        Dictionary<String, Object> values = new Hashtable<>();
        values.put("folder", Files.createDirectories(folder.resolve("lockcred")).toString());
        values.put("keys", folder.resolve("keys").toString());
        values.put("zone", "Europe/Stockholm");
        values.put("driver.hall.type", type);
        values.put("lock.front", "hall 1");
        configuration.update(values);
        return configuration;
    }

    /** Asked by name: the classes are those of the framework's bundles, not ours. */
    private static List<String> lockIds(Host host, Object manager) throws Exception {
        Bundle core = host.bundle("lockcred-core");
        Object locks = core.loadClass(MANAGER).getMethod("locks").invoke(manager);
        List<?> all = (List<?>)
                core.loadClass("dev.lockcred.core.Locks").getMethod("list").invoke(locks);
        Class<?> lock = host.bundle("lockcred-api").loadClass("dev.lockcred.Lock");
        return all.stream()
                .map(one -> {
                    try {
                        return lock.getMethod("id").invoke(one).toString();
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private static List<String> engineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("lockcred"))
                .toList();
    }

    private static Managers managers(Host host) {
        return new Managers(host);
    }

    /** Waits for the service to come and go. */
    private static final class Managers implements AutoCloseable {
        private final ServiceTracker<Object, Object> tracker;

        Managers(Host host) {
            tracker = new ServiceTracker<>(host.context(), MANAGER, null);
        }

        Managers open() {
            tracker.open(true); // services of classes that the test does not share as well
            return this;
        }

        Object getService() {
            return tracker.getService();
        }

        Object await() throws InterruptedException {
            Object service = tracker.waitForService(PATIENCE_MILLIS);
            assertThat(service).as("the service " + MANAGER).isNotNull();
            return service;
        }

        void awaitNone() throws InterruptedException {
            long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
            while (tracker.getService() != null || !engineThreads().isEmpty()) {
                assertThat(System.nanoTime())
                        .as("the service or its threads are still there")
                        .isLessThan(end);
                Thread.sleep(20);
            }
        }

        @Override
        public void close() {
            tracker.close();
        }
    }
}
