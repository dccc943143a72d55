package dev.sprite.home.files;

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
