package dev.sprite.tests.programs;

/** Makes threads of either kind; virtual ones by reflection, since not all JDKs have them. */
public enum ThreadKind {
    PLATFORM,
    VIRTUAL;

    /** The kind that the argument {@code index} names, or platform threads if there is no such argument. */
    public static ThreadKind named(String[] args, int index) {
        return args.length > index ? valueOf(args[index]) : PLATFORM;
    }

    /** A thread that is to do {@code work}. */
    public Thread unstarted(String name, Runnable work) {
        if (this == PLATFORM) {
            return new Thread(work, name);
        }
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object named = builder.getMethod("name", String.class)
                    .invoke(Thread.class.getMethod("ofVirtual").invoke(null), name);
            return (Thread) builder.getMethod("unstarted", Runnable.class).invoke(named, work);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
