// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.examples.osgi;

import dev.lockcred.core.LockManager;
import dev.lockcred.core.store.FileKeyPlace;
import dev.lockcred.jdbc.SqliteStore;
import dev.lockcred.spi.DriverProvider;
import dev.lockcred.spi.PortProvider;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Offers one {@link LockManager} as a service for as long as there is a configuration {@code dev.lockcred}. Drivers and ports
 * are contributed as services by whoever has some; when one comes or goes, the engine is closed and opened again with what is
 * there then, which its store is made for.
 */
// docs: component
@Component(configurationPid = "dev.lockcred", configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true)
public final class LockCredComponent {

    private final LockManager locks;
    private final ServiceRegistration<LockManager> service;

    @Activate
    public LockCredComponent(
            BundleContext bundle,
            Map<String, Object> properties,
            @Reference(cardinality = ReferenceCardinality.MULTIPLE, policyOption = ReferencePolicyOption.GREEDY)
                    List<DriverProvider> drivers,
            @Reference(cardinality = ReferenceCardinality.MULTIPLE, policyOption = ReferencePolicyOption.GREEDY)
                    List<PortProvider> ports) {
        Settings settings = Settings.of(properties);
        this.locks = LockManager.create(cfg -> {
            settings.drivers().forEach(wanted -> cfg.driver(wanted.name(), wanted.from(drivers)));
            settings.locks().forEach(cfg::lock);
            ports.forEach(cfg::ports);
            cfg.zone(settings.zone()).keyPlace(FileKeyPlace.in(settings.keys()));
            // Last: the store is held from here on.
            cfg.store(SqliteStore.at(settings.folder().resolve("store"), "the LockCred bundle"));
        });
        this.service = bundle.registerService(LockManager.class, locks, null);
    }

    @Deactivate
    void close() {
        service.unregister(); // first: nobody new comes in while it closes
        locks.close();
    }
}
// docs: end
