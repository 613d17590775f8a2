// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;

final class BundlesIT {
    private static final String PROVIDER = "dev.lockcred.spi.DriverProvider";

    @TempDir
    private Path storage;

    @Test
    void allStartOnAHostWithAMediator() throws Exception {
        try (var host = Host.startBare(storage, "mediator", "logging", "jackson", "needed", "optional", "ours")) {
            assertAllWork(host);
            assertThat(host.services(PROVIDER)).isEqualTo(declaredProviders());
        }
    }

    @Test
    void allStartOnAHostWithoutAMediator() throws Exception {
        try (var host = Host.start(storage, "jackson", "needed", "optional", "ours")) {
            assertAllWork(host);
        }
    }

    @Test
    void allStartOnTheOldestHost() throws Exception {
        try (var host = Host.start(storage, "oldest-jackson", "needed", "ours")) {
            assertAllWork(host);
        }
    }

    @Test
    void driversAreMadeFromTheirProviders() throws Exception {
        try (var host = Host.start(storage, "jackson", "needed", "ours")) {
            for (Bundle bundle : host.ours()) {
                for (String provider : providersIn(bundle.getEntry("META-INF/services/" + PROVIDER))) {
                    Class<?> type = bundle.loadClass(provider);
                    Object made = type.getConstructor().newInstance();
                    assertThat(made).isInstanceOf(host.bundle("lockcred-api").loadClass(PROVIDER));
                }
            }
        }
    }

    @Test
    void tcpNeedsNoSerialLibrary() throws Exception {
        try (var host = Host.start(storage, "jackson", "needed", "ours")) {
            Class<?> ports = host.bundle("lockcred-serial").loadClass("dev.lockcred.serial.TcpPorts");

            assertThat(ports.getConstructor().newInstance()).isNotNull();
        }
    }

    @Test
    void theTestKitStartsBesideItsLibraries() throws Exception {
        try (var host = Host.start(storage, "jackson", "needed", "testing", "ours")) {
            assertThat(host.bundle("lockcred-testkit").getState()).isEqualTo(Bundle.ACTIVE);
        }
    }

    @ParameterizedTest
    @MethodSource("ourJars")
    void bundlesExportWhatModulesExport(Path path) throws Exception {
        try (var jar = new JarFile(path.toFile());
                InputStream in = jar.getInputStream(jar.getEntry("module-info.class"))) {
            Set<String> exported = ModuleDescriptor.read(in).exports().stream()
                    .filter(export -> !export.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toCollection(TreeSet::new));
            var attributes = jar.getManifest().getMainAttributes();

            assertThat(attributes.getValue(Constants.BUNDLE_SYMBOLICNAME)).startsWith("dev.lockcred.");
            Set<String> shown = packagesOf(attributes.getValue(Constants.EXPORT_PACKAGE));
            shown.removeIf(name -> hasOnlyItsDescription(jar, name));
            assertThat(shown).isEqualTo(exported);
        }
    }

    private static boolean hasOnlyItsDescription(JarFile jar, String name) {
        String folder = name.replace('.', '/') + "/";
        return jar.stream()
                .map(JarEntry::getName)
                .filter(entry -> entry.startsWith(folder) && entry.indexOf('/', folder.length()) < 0)
                .filter(entry -> entry.endsWith(".class"))
                .allMatch(entry -> entry.endsWith("/package-info.class"));
    }

    static List<Path> ourJars() throws Exception {
        return Host.jars("ours");
    }

    /** Active, and each class of each exported package can be loaded and linked with what the host has. */
    private static void assertAllWork(Host host) throws Exception {
        assertThat(host.ours()).hasSizeGreaterThanOrEqualTo(8);
        for (Bundle bundle : host.ours()) {
            assertThat(bundle.getState()).as(bundle.getSymbolicName()).isEqualTo(Bundle.ACTIVE);
            for (String exported : packagesOf(bundle.getHeaders().get(Constants.EXPORT_PACKAGE))) {
                String folder = exported.replace('.', '/');
                var names = bundle.adapt(BundleWiring.class)
                        .listResources(folder, "*.class", BundleWiring.LISTRESOURCES_LOCAL);
                assertThat(names).as(exported).isNotEmpty();
                for (String name : names) {
                    Class<?> type = bundle.loadClass(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                    assertThat(type.getDeclaredMethods()).isNotNull(); // links the types of every signature
                }
            }
        }
    }

    private static int declaredProviders() throws Exception {
        int count = 0;
        for (Path path : Host.jars("ours")) {
            try (var jar = new JarFile(path.toFile())) {
                var entry = jar.getEntry("META-INF/services/" + PROVIDER);
                if (entry != null) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        count += lines(in).size();
                    }
                }
            }
        }
        return count;
    }

    private static List<String> providersIn(URL services) throws Exception {
        if (services == null) {
            return List.of();
        }
        try (InputStream in = services.openStream()) {
            return lines(in);
        }
    }

    private static List<String> lines(InputStream in) throws Exception {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static Set<String> packagesOf(String header) {
        if (header == null) {
            return new TreeSet<>();
        }
        return Arrays.stream(header.replaceAll("\"[^\"]*\"", "").split(",")) // the quoted lists hold commas
                .map(clause -> clause.split(";", 2)[0].strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
