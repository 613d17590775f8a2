// SPDX-License-Identifier: Apache-2.0
/**
 * The test kit for drivers and for everything else here. Meant for the class path of a test, where the services in
 * META-INF/services count; the logging provider is declared there alone, as a module that declares it would be pulled onto
 * the module path of every module that logs, out of reach of that module's tests.
 */
module dev.lockcred.testkit {
    requires transitive dev.lockcred.api;
    requires dev.lockcred.fake;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires net.jqwik.api;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.lockcred.testkit;
    exports dev.lockcred.testkit.contract;

    provides org.junit.jupiter.api.extension.Extension with
            dev.lockcred.testkit.internal.JupiterPinScan;
    provides net.jqwik.api.lifecycle.LifecycleHook with
            dev.lockcred.testkit.internal.JqwikPinScan;
}
