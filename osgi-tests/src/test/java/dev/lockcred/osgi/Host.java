// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** A running framework with the bundles of some folders below {@code target/bundles} started in it. */
final class Host implements AutoCloseable {
    private static final Path BUNDLES = Path.of(System.getProperty("bundles"));

    /** Logging as Karaf has it: given by the host, without a mediator. */
    private static final String LOGGING_BY_THE_HOST = Stream.of(
                    "org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi")
            .map(name -> name + ";version=2.0.16")
            .reduce((a, b) -> a + "," + b)
            .orElseThrow();

    /** Shared with the tests, so that they can configure components. */
    private static final String CONFIGURATION = "org.osgi.service.cm;version=1.6.0";

    private final Framework framework;
    private final List<Bundle> ours = new ArrayList<>();

    private Host(Framework framework) {
        this.framework = framework;
    }

    /** A host that brings its own logging. */
    static Host start(Path storage, String... folders) throws Exception {
        return start(storage, Map.of(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, LOGGING_BY_THE_HOST), folders);
    }

    /** A host that has nothing but the given bundles. */
    static Host startBare(Path storage, String... folders) throws Exception {
        return start(storage, Map.of(), folders);
    }

    /** A host that brings its own logging and lets the test configure components. */
    static Host startConfigurable(Path storage, String... folders) throws Exception {
        return start(
                storage,
                Map.of(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, LOGGING_BY_THE_HOST + "," + CONFIGURATION),
                folders);
    }

    private static Host start(Path storage, Map<String, String> more, String... folders) throws Exception {
        var configuration = new java.util.HashMap<>(more);
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(configuration);
        framework.start();
        var host = new Host(framework);
        try {
            host.install(folders);
        } catch (Exception | Error e) {
            host.close();
            throw e;
        }
        return host;
    }

    private void install(String... folders) throws IOException, BundleException {
        List<Bundle> installed = new ArrayList<>();
        for (String folder : folders) {
            for (Path jar : jars(folder)) {
                Bundle bundle =
                        framework.getBundleContext().installBundle(jar.toUri().toString());
                installed.add(bundle);
                if (folder.equals("ours") && !isTestKit(jar)) {
                    ours.add(bundle);
                }
            }
        }
        for (Bundle bundle : installed) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            boolean withoutItsLibraries = bundle.getSymbolicName().endsWith("testkit")
                    && !Arrays.asList(folders).contains("testing");
            if (!fragment && !withoutItsLibraries) {
                bundle.start();
            }
        }
    }

    private static boolean isTestKit(Path jar) {
        return jar.getFileName().toString().startsWith("lockcred-testkit");
    }

    static List<Path> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.list(BUNDLES.resolve(folder))) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new IOException("no bundles in " + folder);
            }
            return jars;
        }
    }

    /** Our bundles, but for the test kit. */
    List<Bundle> ours() {
        return ours;
    }

    Bundle bundle(String artifact) {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> ("dev.lockcred." + artifact).equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    /** The bundle of {@code examples/embed-osgi}. */
    Bundle example() {
        return bundle("lockcred-example-embed-osgi");
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** How many services of a type the mediator has registered. */
    int services(String type) throws Exception {
        var references = framework.getBundleContext().getAllServiceReferences(type, null);
        return references == null ? 0 : references.length;
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
