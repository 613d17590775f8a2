// SPDX-License-Identifier: Apache-2.0
package dev.lockcred.matter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Reads a file of certificates to trust instead of the system's. */
final class TrustStores {

    private static final char[] CONVENTIONAL = "changeit".toCharArray();

    private TrustStores() {}

    /**
     * Sockets that trust exactly the certificates of the file: PEM, or PKCS#12 without a password or with the conventional
     * {@code changeit}.
     *
     * @throws IOException when the file cannot be read or holds no certificate
     */
    static SSLSocketFactory socketFactory(Path file) throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(file);
        KeyStore store = new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")
                ? pem(bytes)
                : pkcs12(bytes);
        if (!trustsSomething(store)) {
            throw new IOException("it holds no certificate that can be read without a password; PEM always can");
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static KeyStore pem(byte[] bytes) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (var certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
            store.setCertificateEntry("trusted-" + number, certificate);
            number++;
        }
        return store;
    }

    private static KeyStore pkcs12(byte[] bytes) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), null);
        if (!trustsSomething(store)) {
            store.load(new ByteArrayInputStream(bytes), CONVENTIONAL);
        }
        return store;
    }

    /** Certificates in an encrypted part are not there without the password, though other entries may be. */
    private static boolean trustsSomething(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                return true;
            }
        }
        return false;
    }
}
