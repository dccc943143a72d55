package dev.sprite.transport;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The key pair that lets a user's hosts trust each other: whoever holds it is one of them, nobody else is. Kept as one
 * PEM file, readable by its owner alone.
 */
public final class ClusterKey {
    private static final String ALIAS = "sprite";

    private final PrivateKey privateKey;
    private final X509Certificate certificate;
    private final SSLContext tls;

    private ClusterKey(PrivateKey privateKey, X509Certificate certificate) throws GeneralSecurityException {
        this.privateKey = privateKey;
        this.certificate = certificate;
        this.tls = SSLContext.getInstance("TLSv1.3");
        tls.init(new KeyManager[] {new OnlyKey()}, new TrustManager[] {new OnlyPeer()}, null);
    }

    /** {@code $SPRITE_KEY}, else {@code sprite/cluster.pem} in the user's configuration directory. */
    public static Path defaultPath() {
        String given = System.getenv("SPRITE_KEY");
        if (given != null && !given.isEmpty()) {
            return Path.of(given);
        }
        String config = System.getenv("XDG_CONFIG_HOME");
        Path base = config != null && !config.isEmpty()
                ? Path.of(config)
                : Path.of(System.getProperty("user.home"), ".config");
        return base.resolve("sprite").resolve("cluster.pem");
    }

    /** Reads the key, or makes it on first use. */
    public static ClusterKey loadOrCreate(Path path) throws IOException {
        if (Files.notExists(path)) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                KeyPair pair = generator.generateKeyPair();
                ClusterKey made = new ClusterKey(pair.getPrivate(), SelfSignedCertificate.of(pair, "sprite cluster"));
                made.publish(path);
            } catch (GeneralSecurityException e) {
                throw new IOException("cannot make a cluster key: " + e.getMessage(), e);
            }
        }
        return load(path);
    }

    /** Reads a key; refuses one that others than its owner can read. */
    public static ClusterKey load(Path path) throws IOException {
        ClusterKey key = read(path);
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
        if (!Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE).containsAll(mode)) {
            throw new IOException("others can read the cluster key " + path + "; run: chmod 600 " + path);
        }
        return key;
    }

    /** Reads a key another host exported and makes it this user's, in place of one there may be. */
    public static ClusterKey importFrom(Path file, Path path) throws IOException {
        ClusterKey key = read(file);
        Path draft = key.write(path);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return key;
    }

    /** Writes the key to a new file that only its owner can read. */
    public void exportTo(Path file) throws IOException {
        try {
            Path draft = write(file);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            throw new IOException("no directory for " + file, e);
        }
    }

    /** SHA-256 of the certificate: two hosts with the same fingerprint trust each other. */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SSLContext tls() {
        return tls;
    }

    private static ClusterKey read(Path path) throws IOException {
        try {
            String pem = Files.readString(path, StandardCharsets.US_ASCII);
            PrivateKey privateKey = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(section(pem, "PRIVATE KEY")));
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new java.io.ByteArrayInputStream(section(pem, "CERTIFICATE")));
            return new ClusterKey(privateKey, certificate);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no cluster key at " + path, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(path + " is not a cluster key; export one with `sprite key --export FILE`", e);
        }
    }

    private static byte[] section(String pem, String name) {
        String begin = "-----BEGIN " + name + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + name + "-----");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no " + name);
        }
        return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
    }

    /** Puts a new key at {@code path} unless another process was faster. */
    private void publish(Path path) throws IOException {
        Path draft = write(path);
        try {
            Files.createLink(path, draft);
        } catch (FileAlreadyExistsException e) {
            // the other process's key is as good
        } finally {
            Files.delete(draft);
        }
    }

    private Path write(Path beside) throws IOException {
        Path directory = beside.toAbsolutePath().getParent();
        if (Files.notExists(directory)) {
            Files.createDirectories(directory, mode("rwx------"));
        }
        Path draft = directory.resolve(beside.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(draft);
        Files.createFile(draft, mode("rw-------"));
        Files.writeString(draft, toPem(), StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        return draft;
    }

    private String toPem() {
        try {
            return pem("PRIVATE KEY", privateKey.getEncoded()) + pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String name, byte[] der) {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + name + "-----\n" + encoder.encodeToString(der) + "\n-----END " + name + "-----\n";
    }

    private static FileAttribute<?> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    /** Presents the cluster key, whatever the peer asks for. */
    private final class OnlyKey extends X509ExtendedKeyManager {
        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return privateKey;
        }
    }

    /** Trusts the one certificate; TLS itself has the peer prove that it holds the private key. */
    private final class OnlyPeer extends X509ExtendedTrustManager {
        private void check(X509Certificate[] chain) throws WrongKeyException {
            if (chain == null || chain.length != 1 || !chain[0].equals(certificate)) {
                throw new WrongKeyException();
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws WrongKeyException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws WrongKeyException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws WrongKeyException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws WrongKeyException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws WrongKeyException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws WrongKeyException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
