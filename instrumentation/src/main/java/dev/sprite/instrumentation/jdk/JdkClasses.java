package dev.sprite.instrumentation.jdk;

/**
 * The classes of the JDK whose methods call the program back and keep something meanwhile: they are instrumented, so
 * that their frames can be captured like the program's own.
 */
public final class JdkClasses {
    private static final String[] PACKAGES = {"java/util/", "java/util/concurrent/", "java/util/concurrent/atomic/",
        "java/util/concurrent/locks/", "java/util/function/", "java/util/jar/", "java/util/logging/",
        "java/util/stream/", "java/util/regex/", "java/util/zip/", "java/io/", "java/nio/file/", "java/text/"};
    /** Parsers and transformers, with all beneath them. */
    private static final String[] XML = {"com/sun/org/apache/", "javax/xml/", "org/xml/sax/"};
    /** Of the platform loader: the server and the client of HTTP, engines of scripts, zip files as file systems. */
    private static final String[] PLATFORM = {"sun/net/httpserver/", "com/sun/net/httpserver/",
        "jdk/internal/net/http/", "javax/script/", "jdk/nio/zipfs/"};
    /** Single classes, which come with all that is nested in them. */
    private static final String[] CLASSES = {"java/lang/String", "java/lang/StringBuilder", "java/lang/StringBuffer",
        "java/lang/AbstractStringBuilder", "java/lang/Iterable", "java/lang/ThreadLocal", "java/lang/Throwable",
        "java/lang/AutoCloseable", "java/lang/Character", "java/lang/Enum", "java/lang/ProcessImpl",
        "java/nio/channels/Channels", "java/security/DigestInputStream", "java/security/DigestOutputStream",
        "javax/crypto/CipherInputStream", "javax/crypto/CipherOutputStream",
        "jdk/internal/util/random/RandomSupport",
        "sun/nio/ch/ChannelInputStream", "sun/nio/ch/ChannelOutputStream", "sun/nio/cs/StreamDecoder",
        "sun/nio/cs/StreamEncoder"};
    /** Threads wait in them, beneath a program's streams. */
    private static final String[] SOCKETS = {"java/net/Socket", "java/net/ServerSocket", "java/net/DelegatingSocketImpl",
        "java/net/SocksSocketImpl", "java/net/HttpConnectSocketImpl", "sun/nio/ch/NioSocketImpl",
        "sun/nio/ch/SelectorImpl", "sun/nio/ch/EPollSelectorImpl"};
    /** The same; the agent has some of its own. */
    private static final String[] CHANNELS = {"sun/nio/ch/SelChImpl", "sun/nio/ch/SocketChannelImpl",
        "sun/nio/ch/ServerSocketChannelImpl", "sun/nio/ch/SocketAdaptor", "sun/nio/ch/ServerSocketAdaptor",
        "sun/nio/ch/SocketInputStream", "sun/nio/ch/SocketOutputStream"};
    /** Files and their descriptors: altered in a foreign JVM by {@link HomeCalls}. They call nobody back. */
    private static final String[] FILES = {"java/io/File", "java/io/RandomAccessFile", "java/io/Console"};
    /** What the runtime parks threads with. */
    private static final String PARKING = "java/util/concurrent/locks/LockSupport";

    private JdkClasses() {}

    /** Whether a class of the boot loader is one of them. */
    public static boolean contain(String name) {
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        for (String each : PACKAGES) {
            if (folder.equals(each)) {
                return !name.equals(PARKING) && !isFile(name);
            }
        }
        return isOneOf(CLASSES, name) || isOneOf(CHANNELS, name) || isOfSockets(name) || isOfXml(name);
    }

    private static boolean isOneOf(String[] classes, String name) {
        for (String each : classes) {
            if (name.startsWith(each) && (name.length() == each.length() || name.charAt(each.length()) == '$')) {
                return true;
            }
        }
        return false;
    }

    /** Whether a class of the platform loader is one of them. They are for programs alone. */
    public static boolean containPlatform(String name) {
        return startsWithOneOf(PLATFORM, name);
    }

    /** Whether a class is one of those of sockets, for programs alone, in which threads wait for as long as it takes. */
    public static boolean isOfSockets(String name) {
        return isOneOf(SOCKETS, name);
    }

    /** Whether a class is one of those that parse and transform XML, for programs alone, and call their handlers. */
    public static boolean isOfXml(String name) {
        return startsWithOneOf(XML, name);
    }

    private static boolean isFile(String name) {
        return startsWithOneOf(FILES, name);
    }

    private static boolean startsWithOneOf(String[] beginnings, String name) {
        for (String each : beginnings) {
            if (name.startsWith(each)) {
                return true;
            }
        }
        return false;
    }
}
