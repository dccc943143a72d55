package dev.sprite.tests.programs;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Runs static initialisers within each other, each started in another way, and one more on a second thread. At the
 * gates in the properties {@code inmost} and {@code half} it can be moved.
 */
public final class Starting {
    private static final Object MONITOR = new Object();
    private static final StringBuffer NOTES = new StringBuffer();

    private Starting() {}

    public static void main(String[] args) throws Throwable {
        Thread second = new Thread(() -> System.setProperty("second", Second.text()), "second");
        second.start();
        String text = "four";
        long large = 1L << 40;
        synchronized (MONITOR) {
            Object[] made = {text, new ByNew(text.length(), large), 0.5};
            System.out.println(made[1] + " " + made[2] + " " + Thread.holdsLock(MONITOR));
        }
        second.join();
        System.out.println(NOTES);
        System.out.println(ByWrite.value + " " + ByFailure.message + " " + System.getProperty("second"));
    }

    private static int note(String text, int value) {
        NOTES.append(text).append(' ').append(value).append('\n');
        return value;
    }

    private static void await(String gate) {
        try {
            Gate.await(System.getProperty(gate));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Second {
        static final int value;

        static {
            int sum = 1;
            for (int i = 0; i < 3; i++) {
                sum = sum * 7 + SecondBeneath.value;
            }
            value = sum;
        }

        static String text() {
            return "second " + value;
        }
    }

    private static final class SecondBeneath {
        static int value = 3;

        static {
            await("inmost");
            value += 2;
        }
    }

    private static final class ByNew {
        private static final long SUM;
        private final String text;

        static {
            int five = 5;
            SUM = five + 10_000_000_000L * ByRead.value + five;
        }

        ByNew(int length, long large) {
            text = length + " " + large + " " + SUM;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class ByRead {
        static final int value;

        static {
            float half = 0.5f;
            ByWrite.value = 7L + (long) (half * 4);
            value = note("read", (int) ByWrite.value);
        }
    }

    private static final class ByWrite {
        static long value = note("write", ByCall.sum(1, 2L, 3.5, "four", null));
    }

    private static final class ByCall {
        private static final int BASE;

        static {
            try {
                BASE = Class.forName("dev.sprite.tests.programs.Starting$ByName").getSimpleName().length();
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        static int sum(int a, long b, double c, String d, Object e) {
            return note("call", BASE + a + (int) b + (int) (c * 2) + d.length() + (e == null ? 0 : 100));
        }
    }

    private static final class ByName {
        static {
            try {
                note("name", (int) ByReflection.class.getDeclaredMethod("twice", int.class).invoke(null, 4));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class ByReflection {
        private static final int BASE;

        static {
            try {
                BASE = ByConstructor.class.getDeclaredConstructor(int.class).newInstance(3).value;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        static int twice(int value) {
            return note("reflection", BASE + 2 * value);
        }
    }

    private static final class ByConstructor {
        private static final int BASE;
        private final int value;

        static {
            try {
                BASE = (int) ByField.class.getDeclaredField("value").get(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        ByConstructor(int value) {
            this.value = note("constructor", BASE + value);
        }
    }

    private static final class ByField {
        static int value;

        static {
            try {
                MethodHandle handle = MethodHandles.lookup()
                        .findStatic(ByHandle.class, "twice", MethodType.methodType(int.class, int.class));
                value = note("field", (int) handle.invokeExact(20));
                await("half");
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class ByHandle {
        private static final Class<?> INITIALISED;

        static {
            try {
                INITIALISED = MethodHandles.lookup().ensureInitialized(ByLookup.class);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        static int twice(int value) {
            return note(INITIALISED.getSimpleName(), 2 * value);
        }
    }

    private static final class ByLookup {
        static {
            note("subclass", new BySubclass(BySubclass.LENGTH + 1).value);
        }
    }

    private static final class BySubclass extends Parent implements Face {
        static final int LENGTH = "length".length();

        BySubclass(int value) {
            super(value + base);
        }
    }

    private interface Face {
        int FACE = note("face", ByFailure.message.length());

        default int face() {
            return FACE;
        }
    }

    private static class Parent {
        static int base = 1;
        final int value;

        static {
            base += descend(2);
        }

        Parent(int value) {
            this.value = value;
        }

        private static synchronized int descend(int depth) {
            synchronized (NOTES) {
                if (depth > 0) {
                    return descend(depth - 1) + 1;
                }
            }
            await("inmost");
            return note("parent", base);
        }
    }

    private static final class ByFailure {
        static String message;

        static {
            try {
                message = "never " + Failing.value;
            } catch (ExceptionInInitializerError e) {
                message = e.getCause() + " once";
            }
        }
    }

    private static final class Failing {
        static int value = 1;

        static {
            if (note("failing", value) > 0) {
                throw new IllegalStateException("failed");
            }
        }
    }
}
