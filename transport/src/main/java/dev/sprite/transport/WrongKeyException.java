package dev.sprite.transport;

import java.security.cert.CertificateException;

/** The peer's certificate is not the cluster key's. */
final class WrongKeyException extends CertificateException {
    private static final long serialVersionUID = 1L;

    WrongKeyException() {
        super("another cluster key");
    }
}
