// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The independent peers, each a folder with its own Node packages. */
public enum Peer {
    /** zwave-js: the emulated controller and locks, and its driver as a host. */
    ZWAVE("zwave", false),
    /** matter.js: door locks and a controller behind a bridge, in a network namespace. */
    MATTER("matter", true),
    /** zigbee-herdsman as the host of a simulated NCP. */
    ZIGBEE("zigbee", false);

    private final String folder;
    private final boolean needsNamespace;

    Peer(String folder, boolean needsNamespace) {
        this.folder = folder;
        this.needsNamespace = needsNamespace;
    }

    /** The folder of this peer's package. */
    public Path folder() {
        return home().resolve(folder);
    }

    /** The folder of the interop module: the build says it, an IDE starts there. */
    static Path home() {
        String said = System.getProperty("interop.home", "");
        if (!said.isEmpty()) {
            return Path.of(said);
        }
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("interop") ? here : here.resolve("interop");
    }

    /** What stands in the way of running this peer here, in words for the person who reads the report. */
    public Optional<String> obstacle() {
        Optional<String> node = NodePackages.obstacle(this);
        if (node.isPresent() || !needsNamespace) {
            return node;
        }
        return namespaceObstacle();
    }

    private static Optional<String> namespaceObstacle() {
        try {
            Process probe = new ProcessBuilder(
                            "unshare", "--net", "ip", "link", "add", "veth0", "type", "veth", "peer", "name", "veth1")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(probe.getInputStream().readAllBytes()).strip();
            return probe.waitFor() == 0
                    ? Optional.empty()
                    : Optional.of("a network namespace with a veth pair cannot be made (root is needed): " + said);
        } catch (IOException e) {
            return Optional.of("the programs unshare and ip are needed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while looking for network namespaces");
        }
    }
}
