// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs these peers. Where one cannot run, the test is skipped with the reason, which is also written to
 * {@code target/interop-skips.txt}; with {@code -Dinterop.require=all} it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PeerCondition.class)
public @interface RequiresPeer {
    Peer[] value();
}
