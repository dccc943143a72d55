package dev.sprite.cli;

import dev.sprite.transport.HostAddress;
import picocli.CommandLine.TypeConversionException;

/** An {@code ADDR:PORT} on the command line. */
record HostAddressOption(HostAddress address) {
    static HostAddressOption valueOf(String text) {
        try {
            return new HostAddressOption(HostAddress.parse(text));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
