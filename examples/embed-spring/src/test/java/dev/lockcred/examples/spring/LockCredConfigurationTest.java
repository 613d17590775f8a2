// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockcred.Lock;
import dev.lockcred.LockId;
import dev.lockcred.User;
import dev.lockcred.UserId;
import dev.lockcred.core.LockManager;
import dev.lockcred.core.ManagerEvent;
import dev.lockcred.core.Pins.Change;
import dev.lockcred.fake.FakeLock;
import dev.lockcred.fake.FakeLockDriver;
import dev.lockcred.fake.FakeModel;
import dev.lockcred.testkit.LeakCheck;
import dev.lockcred.testkit.Pins;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.MapPropertySource;

final class LockCredConfigurationTest {

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.ofThreads();

    @TempDir
    private Path folder;

    @Test
    void whoCameInIsAnApplicationEvent() throws Exception {
        var pin = Pins.pin("918273");
        try (var context = context()) {
            LockManager locks = context.getBean(LockManager.class);
            User anna = locks.users().add("Anna");
            locks.pins().set(anna.id(), pin, Change.ROUTINE);
            locks.grants().add(anna, to -> to.locks("front"));
            assertThat(locks.blocking().apply().isSettled()).isTrue();

            context.getBean(FakeLock.class).type(pin);

            assertThat(context.getBean(Household.class).heard.poll(20, TimeUnit.SECONDS))
                    .isEqualTo("Anna by front");
        }
        Pins.inspectFiles(folder.resolve("store/store.db"));
    }

    @Test
    void theStoreIsFreeAndTheWishesAreThereWhenTheContextIsClosed() {
        try (var context = context()) {
            context.getBean(LockManager.class).users().add("Anna");
        }
        try (var context = context()) {
            assertThat(context.getBean(LockManager.class).users().find(UserId.of("anna")))
                    .isPresent();
        }
    }

    @Test
    void aStoreThatIsHeldStopsTheStartAndNamesTheHolder() {
        try (var context = context()) {
            assertThat(context.isActive()).isTrue();
            assertThatThrownBy(this::context)
                    .isInstanceOf(BeanCreationException.class)
                    .hasStackTraceContaining("the application");
        }
    }

    private AnnotationConfigApplicationContext context() {
        var context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "lockcred.store",
                                folder.resolve("store").toString(),
                                "lockcred.keys",
                                folder.resolve("keys").toString(),
                                "lockcred.zone",
                                "Europe/Stockholm")));
        context.register(LockCredConfiguration.class, Household.class);
        context.refresh();
        return context;
    }

    @Configuration(proxyBeanMethods = false)
    static class Household {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final ObjectProvider<LockManager> locks;

        Household(ObjectProvider<LockManager> locks) {
            this.locks = locks;
        }

        @Bean
        static FakeLock door() {
            return FakeLock.of("1", FakeModel.zwave());
        }

        @Bean
        static FakeLockDriver hall(FakeLock door) {
            return FakeLockDriver.of(door);
        }

        @Bean
        static Lock front() {
            return Lock.of(LockId.of("front"), "hall", "1");
        }

        @EventListener
        void cameIn(ManagerEvent.Access access) {
            access.event()
                    .user()
                    .flatMap(id -> locks.getObject().users().find(id))
                    .ifPresent(user ->
                            heard.add(user.name() + " by " + access.event().lock()));
        }
    }
}
