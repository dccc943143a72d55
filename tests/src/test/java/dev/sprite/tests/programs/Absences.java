package dev.sprite.tests.programs;

import java.util.function.IntUnaryOperator;

/** Runs methods with parameters of a class that is not there. */
public final class Absences {
    private Absences() {}

    static final class Absent {
        private Absent() {}
    }

    public static final class Present implements IntUnaryOperator {
        public Present() {}

        @Override
        public int applyAsInt(int count) {
            int sum = 0;
            for (int i = 0; i < count; i++) {
                sum += ignore(null, i);
            }
            return sum;
        }

        private static int ignore(Absent absent, int number) {
            int sum = 0;
            for (int i = 0; i < number; i++) {
                sum += absent == null ? i : 0;
            }
            return sum;
        }
    }

    private static final class Lacking extends ClassLoader {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Absent.class.getName())) {
                System.out.println("asked for what is absent");
                throw new ClassNotFoundException(name);
            }
            if (!name.equals(Present.class.getName())) {
                return super.loadClass(name, resolve);
            }
            byte[] bytes = Loading.bytesOf(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    public static void main(String[] args) throws ReflectiveOperationException {
        Class<?> present = new Lacking().loadClass(Present.class.getName());
        System.out.println(((IntUnaryOperator) present.getDeclaredConstructor().newInstance()).applyAsInt(100));
    }
}
