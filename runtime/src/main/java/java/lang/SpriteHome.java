package java.lang;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Objects;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;

/**
 * Calls that a foreign process makes at home: standard streams, its end, its identity. In a foreign JVM the JDK's own
 * classes begin these calls here (see {@code HomeCalls} in the instrumentation); nowhere else is this class called.
 *
 * <p>The static methods say by their result whether the call was made at home or is to be made here.
 */
public abstract class SpriteHome {
    /** A result: the call is to be made here. */
    private static final int HERE = -2;

    private static volatile SpriteHome home;
    private static long osPid;

    /** From now on calls go to {@code home}. */
    public static void attach(SpriteHome home) {
        osPid = ProcessHandle.current().pid();
        SpriteHome.home = home;
    }

    /** Makes the JDK's handle of this process that of the home process. To be called once calls on processes go home. */
    public static void identify() {
        ProcessHandle self = ProcessHandle.current();
        Unsafe unsafe = Unsafe.getUnsafe();
        unsafe.putLong(self, unsafe.objectFieldOffset(ProcessHandleImpl.class, "pid"), home.pid());
        unsafe.putLong(self, unsafe.objectFieldOffset(ProcessHandleImpl.class, "startTime"), home.started());
    }

    /** When this process was started, as the JDK's handle of it has it. */
    public static long startTime() {
        Unsafe unsafe = Unsafe.getUnsafe();
        return unsafe.getLong(ProcessHandle.current(), unsafe.objectFieldOffset(ProcessHandleImpl.class, "startTime"));
    }

    /** Writes all of it to descriptor 1 or 2 of the home process. */
    protected abstract void write(int descriptor, byte[] bytes, int offset, int length) throws IOException;

    /** Reads from home's standard input; as {@link java.io.InputStream#read(byte[], int, int)} with a length. */
    protected abstract int read(byte[] bytes, int offset, int length) throws IOException;

    protected abstract int available() throws IOException;

    protected abstract long skip(long count) throws IOException;

    /** Whether home's standard input has something to read, if only its end; {@code wait}: not before it has. */
    protected abstract boolean isReadable(boolean wait) throws IOException;

    /** Closes descriptor 0, 1 or 2 of the home process. */
    protected abstract void close(int descriptor) throws IOException;

    /** The program is about to end with this status; {@code null}: as its {@code main} ended. */
    protected abstract void ending(Integer status);

    /** Home's host; {@code null} if it has no name there. */
    protected abstract InetAddress host();

    /** The logical pid. */
    protected abstract long pid();

    /** The home process's {@link #startTime}. */
    protected abstract long started();

    /** Null unless this is a foreign JVM. */
    static SpriteHome home() {
        return home;
    }

    /** Home, if {@code descriptor} is a standard one of a foreign process. */
    private static SpriteHome of(FileDescriptor descriptor, int least, int most) {
        SpriteHome home = SpriteHome.home;
        if (home == null || descriptor == null) {
            return null;
        }
        int number = number(descriptor);
        return number >= least && number <= most ? home : null;
    }

    private static int number(FileDescriptor descriptor) {
        return SharedSecrets.getJavaIOFileDescriptorAccess().get(descriptor);
    }

    /** {@code FileOutputStream.write(int)}. */
    public static boolean writes(FileDescriptor descriptor, int value) throws IOException {
        return writes(descriptor, new byte[] {(byte) value}, 0, 1);
    }

    /** {@code FileOutputStream.write(byte[])}. */
    public static boolean writes(FileDescriptor descriptor, byte[] bytes) throws IOException {
        return writes(descriptor, bytes, 0, bytes.length);
    }

    /** {@code FileOutputStream.write(byte[], int, int)}. */
    public static boolean writes(FileDescriptor descriptor, byte[] bytes, int offset, int length) throws IOException {
        SpriteHome home = of(descriptor, 1, 2);
        if (home == null) {
            return false;
        }
        Objects.checkFromIndexSize(offset, length, bytes.length);
        home.write(number(descriptor), bytes, offset, length);
        return true;
    }

    /** A channel's write of memory: the number of bytes written. */
    public static int writes(FileDescriptor descriptor, long address, int length) throws IOException {
        SpriteHome home = of(descriptor, 1, 2);
        if (home == null) {
            return HERE;
        }
        byte[] bytes = new byte[length];
        Unsafe.getUnsafe().copyMemory(null, address, bytes, Unsafe.ARRAY_BYTE_BASE_OFFSET, length);
        home.write(number(descriptor), bytes, 0, length);
        return length;
    }

    /** {@code FileInputStream.read()}: the byte, or -1 at the end. */
    public static int reads(FileDescriptor descriptor) throws IOException {
        SpriteHome home = of(descriptor, 0, 0);
        if (home == null) {
            return HERE;
        }
        byte[] one = new byte[1];
        return home.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** {@code FileInputStream.read(byte[])}. */
    public static int reads(FileDescriptor descriptor, byte[] bytes) throws IOException {
        return reads(descriptor, bytes, 0, bytes.length);
    }

    /** {@code FileInputStream.read(byte[], int, int)}. */
    public static int reads(FileDescriptor descriptor, byte[] bytes, int offset, int length) throws IOException {
        SpriteHome home = of(descriptor, 0, 0);
        if (home == null) {
            return HERE;
        }
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return length == 0 ? 0 : home.read(bytes, offset, length);
    }

    /** A channel's read into memory: the number of bytes, or -1 at the end. */
    public static int reads(FileDescriptor descriptor, long address, int length) throws IOException {
        SpriteHome home = of(descriptor, 0, 0);
        if (home == null) {
            return HERE;
        }
        byte[] bytes = new byte[length];
        int count = length == 0 ? 0 : home.read(bytes, 0, length);
        if (count > 0) {
            Unsafe.getUnsafe().copyMemory(bytes, Unsafe.ARRAY_BYTE_BASE_OFFSET, null, address, count);
        }
        return count;
    }

    /** {@code FileInputStream.available()}. */
    public static int available(FileDescriptor descriptor) throws IOException {
        SpriteHome home = of(descriptor, 0, 0);
        return home == null ? HERE : home.available();
    }

    /** {@code FileInputStream.skip(long)}. */
    public static long skips(FileDescriptor descriptor, long count) throws IOException {
        SpriteHome home = of(descriptor, 0, 0);
        return home == null ? Long.MIN_VALUE : home.skip(count);
    }

    /** A stream or channel on {@code descriptor} is about to be closed, here as well as at home. */
    public static void closes(FileDescriptor descriptor) throws IOException {
        SpriteHome home = of(descriptor, 0, 2);
        if (home != null) {
            home.close(number(descriptor));
        }
    }

    /** {@code Shutdown.halt}: nothing of the program runs after it. */
    public static void halts(int status) {
        SpriteHome home = SpriteHome.home;
        if (home != null) {
            home.ending(status);
        }
    }

    /** The end of {@code Shutdown.shutdown}, after the last thread of the program. */
    public static void shutDown() {
        SpriteHome home = SpriteHome.home;
        if (home != null) {
            home.ending(null);
        }
    }

    /** {@code InetAddress.getLocalHost}: home's host, {@code null} to find out here. */
    public static InetAddress localHost() {
        SpriteHome home = SpriteHome.home;
        return home == null ? null : home.host();
    }

    /** The pid to show the program for this JVM's or another process's. */
    public static long pid(long pid) {
        SpriteHome home = SpriteHome.home;
        return home != null && pid == osPid ? home.pid() : pid;
    }

    /** As {@link #pid(long)}, for who keeps pids in an int. */
    public static int pid(int pid) {
        return (int) pid((long) pid);
    }
}
