package dev.sprite.capture;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The owners of monitors by what each thread says that it has locked: virtual threads can be asked no other way. From
 * JDK 25 on; before, nothing is known.
 */
final class SnapshotOwners implements MonitorOwners {
    private static final Class<?> SNAPSHOT = snapshot();

    private final Map<Object, Thread> owners = new IdentityHashMap<>();

    SnapshotOwners(Iterable<Thread> threads) {
        if (SNAPSHOT == null) {
            return;
        }
        for (Thread thread : threads) {
            Object snapshot = Fields.of(thread);
            Object[] locks = snapshot == null ? null : (Object[]) Raw.UNSAFE.getReference(snapshot, Fields.LOCKS);
            for (int i = 0; locks != null && i < locks.length; i++) {
                if (Raw.UNSAFE.getInt(locks[i], Fields.LOCK_TYPE) == Fields.LOCKED) {
                    owners.put(Raw.UNSAFE.getReference(locks[i], Fields.LOCK_OBJECT), thread);
                }
            }
        }
    }

    private static Class<?> snapshot() {
        try {
            return Class.forName("jdk.internal.vm.ThreadSnapshot");
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    @Override
    public Thread ownerFor(Thread thread) {
        Object snapshot = SNAPSHOT == null ? null : Fields.of(thread);
        return snapshot == null || Raw.UNSAFE.getInt(snapshot, Fields.BLOCKER_TYPE) != Fields.ENTERING
                ? null
                : owners.get(Raw.UNSAFE.getReference(snapshot, Fields.BLOCKER));
    }

    /** What the JVM writes into a snapshot. */
    private static final class Fields {
        static final int LOCKED = 0;
        static final int ENTERING = 1;
        static final long LOCKS = Raw.offset(SNAPSHOT, "locks");
        static final long BLOCKER_TYPE = Raw.offset(SNAPSHOT, "blockerTypeOrdinal");
        static final long BLOCKER = Raw.offset(SNAPSHOT, "blockerObject");
        static final long LOCK_TYPE = Raw.offset(Handles.type(SNAPSHOT.getName() + "$ThreadLock"), "typeOrdinal");
        static final long LOCK_OBJECT = Raw.offset(Handles.type(SNAPSHOT.getName() + "$ThreadLock"), "obj");

        private static final MethodHandle CREATE = Handles.staticMethod(SNAPSHOT, "create", SNAPSHOT, Thread.class);

        /** Null if the thread has ended. */
        static Object of(Thread thread) {
            return Handles.invoke(CREATE, thread);
        }
    }
}
