// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link RequiresPeer}: run, skip with a reason, or fail when every peer is required. */
final class PeerCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        RequiresPeer required = context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresPeer.class))
                .orElse(null);
        if (required == null) {
            return ConditionEvaluationResult.enabled("no peer is needed");
        }
        for (Peer peer : required.value()) {
            Optional<String> obstacle = peer.obstacle();
            if (obstacle.isPresent()) {
                String reason = context.getDisplayName() + ": peer " + peer + " cannot run here: " + obstacle.get();
                if (System.getProperty("interop.require", "").equals("all")) {
                    throw new IllegalStateException(reason);
                }
                report(reason);
                return ConditionEvaluationResult.disabled(reason);
            }
        }
        return ConditionEvaluationResult.enabled("all peers can run");
    }

    private static void report(String reason) {
        Path skips = Peer.home().resolve("target").resolve("interop-skips.txt");
        try {
            Files.createDirectories(skips.getParent());
            Files.writeString(skips, reason + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.err.println("SKIPPED " + reason);
    }
}
