package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import java.util.function.Predicate;

/** What the program has set on its main thread. */
final class MainThreadCarrier implements Carrier {
    private static final long LOADER = Raw.offset(Thread.class, "contextClassLoader");
    private static final long HANDLER = Raw.offset(Thread.class, "uncaughtExceptionHandler");
    private static final long[] RANDOM = {
        Raw.offset(Thread.class, "threadLocalRandomSeed"),
        Raw.offset(Thread.class, "threadLocalRandomProbe"),
        Raw.offset(Thread.class, "threadLocalRandomSecondarySeed")
    };

    private final Thread main;

    MainThreadCarrier(Thread main) {
        this.main = main;
    }

    @Override
    public String name() {
        return "main thread";
    }

    /** Plain objects of the JDK: a class of ours would not be found at the target. */
    @Override
    public Object take(Predicate<Object> everywhere) {
        return new Object[] {
            main.getName(),
            main.getPriority(),
            Raw.UNSAFE.getReference(main, LOADER),
            Raw.UNSAFE.getReference(main, HANDLER),
            new long[] {
                Raw.UNSAFE.getLong(main, RANDOM[0]),
                Raw.UNSAFE.getInt(main, RANDOM[1]),
                Raw.UNSAFE.getInt(main, RANDOM[2])
            },
            ThreadLocals.ORDINARY.take(main, everywhere),
            ThreadLocals.INHERITABLE.take(main, everywhere),
            SpriteMain.status()
        };
    }

    @Override
    public void put(Object object) {
        Object[] state = (Object[]) object;
        main.setName((String) state[0]);
        main.setPriority((Integer) state[1]);
        Raw.UNSAFE.putReference(main, LOADER, state[2]);
        Raw.UNSAFE.putReference(main, HANDLER, state[3]);
        long[] random = (long[]) state[4];
        Raw.UNSAFE.putLong(main, RANDOM[0], random[0]);
        Raw.UNSAFE.putInt(main, RANDOM[1], (int) random[1]);
        Raw.UNSAFE.putInt(main, RANDOM[2], (int) random[2]);
        ThreadLocals.ORDINARY.put(main, (Object[]) state[5]);
        ThreadLocals.INHERITABLE.put(main, (Object[]) state[6]);
        SpriteMain.ended((Integer) state[7]);
    }
}
