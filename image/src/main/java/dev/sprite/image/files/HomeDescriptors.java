package dev.sprite.image.files;

import dev.sprite.image.part.Handles;
import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The descriptors that home keeps open for a process. Every file that was open when the process left is still open
 * there, also where another host has it open, too, because it surely is the same file.
 */
public final class HomeDescriptors {
    private static final MethodHandle UNREGISTER =
            Handles.staticMethod(Handles.type("java.io.FileCleanable"), "unregister", void.class, FileDescriptor.class);

    /** In this JVM, by home's numbers. A descriptor that has been closed has another number, and counts no more. */
    private static final Map<FileDescriptor, Integer> NUMBERS = Collections.synchronizedMap(new WeakHashMap<>());

    /** At home: folders that are being listed. */
    private static final Set<Long> DIRECTORIES = ConcurrentHashMap.newKeySet();
    private static final Set<Integer> FOLDERS = ConcurrentHashMap.newKeySet();

    private static volatile boolean served;

    private HomeDescriptors() {}

    /** From now on there is a home that serves what this host has not. */
    public static void serve() {
        served = true;
    }

    static boolean areServed() {
        return served;
    }

    /** {@code descriptor} of this JVM is one that home knows as {@code number}. */
    static void put(FileDescriptor descriptor, int number) {
        NUMBERS.put(descriptor, number);
    }

    /** What home knows {@code descriptor} as; -1 if it does not. */
    static int number(FileDescriptor descriptor) {
        return NUMBERS.getOrDefault(descriptor, -1);
    }

    static void addDirectory(long address) {
        DIRECTORIES.add(address);
    }

    static void addNumber(int number) {
        FOLDERS.add(number);
    }

    /** At home: the addresses of the directory streams that have been captured. */
    public static Set<Long> directories() {
        return DIRECTORIES;
    }

    /** At home: the numbers of what has been captured and is open. */
    public static List<Integer> all() {
        List<Integer> numbers = new ArrayList<>(FOLDERS);
        synchronized (NUMBERS) {
            for (FileDescriptor descriptor : NUMBERS.keySet()) {
                if (descriptor.valid()) {
                    numbers.add(NUMBERS.get(descriptor));
                }
            }
        }
        return numbers;
    }

    /** At home, when the process has left: lets no object that it has left behind close them. */
    public static void detach() {
        synchronized (NUMBERS) {
            NUMBERS.keySet().removeAll(OpenZipFiles.keep()); // others of this JVM may go on reading them
            for (FileDescriptor descriptor : NUMBERS.keySet()) {
                if (descriptor.valid()) {
                    leaveOpen(descriptor);
                    DescriptorPart.setNumber(descriptor, -1);
                }
            }
            NUMBERS.clear();
        }
    }

    /** Nothing closes {@code descriptor} when it has been forgotten. */
    static void leaveOpen(FileDescriptor descriptor) {
        Handles.invoke(UNREGISTER, descriptor);
    }
}
