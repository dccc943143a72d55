package dev.sprite.image;

/** The class files of classes that no other JVM can find by their names. */
public interface ClassFiles {
    /** Knows none. */
    ClassFiles NONE = new ClassFiles() {
        @Override
        public byte[] of(Class<?> type) {
            return null;
        }

        @Override
        public void learn(Class<?> type, byte[] classFile) {
            // nobody asks
        }
    };

    /** The bytes that {@code type} was defined from; {@code null} if they cannot be had. */
    byte[] of(Class<?> type);

    /** Says what {@code type} has been defined from here. */
    void learn(Class<?> type, byte[] classFile);
}
