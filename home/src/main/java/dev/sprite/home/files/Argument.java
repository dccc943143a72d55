package dev.sprite.home.files;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What stands on the way home for an argument that means nothing in another JVM. */
sealed interface Argument {
    /** A descriptor of home's, as a number. */
    record Number(int number) implements Argument {}

    /** A directory stream of home's. */
    record Address(long address) implements Argument {}

    /** A {@link java.io.FileDescriptor} with this number at home. */
    record Descriptor(int number) implements Argument {}

    /** A stream of {@code java.io} on the descriptor of this number; -1: that is to be opened. */
    record Stream(String type, int number) implements Argument {}

    /** The file system of {@code java.io}. */
    record FileSystem() implements Argument {}

    /** A {@link java.io.File}. */
    record Name(String path) implements Argument {}

    /** A network address; the scope is 0 if it has none. */
    record Host(byte[] address, int scope) implements Argument {
        static Host of(InetAddress address) {
            return new Host(address.getAddress(), address instanceof Inet6Address six ? six.getScopeId() : 0);
        }

        InetAddress toAddress() throws UnknownHostException {
            return scope == 0 ? InetAddress.getByAddress(address) : Inet6Address.getByAddress(null, address, scope);
        }
    }

    /** A path of the default file system. */
    record UnixName(byte[] path) implements Argument {}

    /** An object whose fields the call sets. */
    record Attributes(String type) implements Argument {}

    /** The address of memory with these bytes. */
    record Memory(byte[] bytes) implements Argument {}

    /** The address of memory that the call fills. */
    record Room(int length) implements Argument {}

    /** An array that the call fills. */
    record Array(int length) implements Argument {}
}
