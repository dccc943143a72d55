package dev.sprite.image;

/** The hidden classes that can be made again at the target: those behind lambdas and method references. */
public interface HiddenClasses {
    /** Knows none. */
    HiddenClasses NONE = new HiddenClasses() {
        @Override
        public Recipe recipeOf(Class<?> hidden) {
            return null;
        }

        @Override
        public Class<?> classFor(Recipe recipe) {
            return null;
        }
    };

    /**
     * How a hidden class is made again.
     *
     * @param host the class whose code the site is in
     * @param site index of the {@code invokedynamic} instruction in the host's original class file
     */
    record Recipe(Class<?> host, int site) {}

    /** The recipe of {@code hidden}, or {@code null} if it is not known here. */
    Recipe recipeOf(Class<?> hidden);

    /** The class that {@code recipe} describes, made if need be; {@code null} if there is no such site. */
    Class<?> classFor(Recipe recipe);

    /** Offers the one instance of a lambda class that captures nothing, so that its site yields the same object. */
    default void adoptSingleton(Object lambda) {}
}
