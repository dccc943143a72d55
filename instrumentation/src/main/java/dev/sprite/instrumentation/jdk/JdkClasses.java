package dev.sprite.instrumentation.jdk;

/**
 * The classes of the JDK whose methods call the program back and keep something meanwhile: they are instrumented, so
 * that their frames can be captured like the program's own.
 */
public final class JdkClasses {
    private static final String[] PACKAGES = {"java/util/", "java/util/concurrent/", "java/util/concurrent/atomic/",
        "java/util/concurrent/locks/", "java/util/function/", "java/util/stream/", "java/util/regex/", "java/io/",
        "java/text/"};
    /** Classes of {@code java.lang}, which come with all that is nested in them. */
    private static final String[] LANGUAGE = {"java/lang/String", "java/lang/StringBuilder", "java/lang/StringBuffer",
        "java/lang/AbstractStringBuilder", "java/lang/Iterable", "java/lang/ThreadLocal", "java/lang/Throwable",
        "java/lang/AutoCloseable", "java/lang/Character", "java/lang/Enum"};
    private static final String LANG = "java/lang/";
    /** Files and their descriptors: altered in a foreign JVM by {@link HomeCalls}. They call nobody back. */
    private static final String[] FILES = {"java/io/File", "java/io/RandomAccessFile", "java/io/Console"};
    /** What the runtime parks threads with. */
    private static final String PARKING = "java/util/concurrent/locks/LockSupport";

    private JdkClasses() {}

    /** Whether a class of the boot loader is one of them. */
    public static boolean contain(String name) {
        if (name.startsWith(LANG)) {
            for (String each : LANGUAGE) {
                if (name.startsWith(each) && (name.length() == each.length() || name.charAt(each.length()) == '$')) {
                    return true;
                }
            }
            return false;
        }
        if (name.equals(PARKING)) {
            return false;
        }
        for (String each : FILES) {
            if (name.startsWith(each)) {
                return false;
            }
        }
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        for (String each : PACKAGES) {
            if (folder.equals(each)) {
                return true;
            }
        }
        return false;
    }
}
