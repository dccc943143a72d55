package dev.sprite.agent;

import java.util.function.BinaryOperator;

/** Finds the common superclass of two classes of the program, which the JVM has loaded to verify their users. */
final class Superclasses implements BinaryOperator<String> {
    private final ClassLoader loader;

    Superclasses(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public String apply(String a, String b) {
        try {
            Class<?> common = load(a);
            Class<?> other = load(b);
            if (common.isInterface() || other.isInterface()) {
                return "java/lang/Object";
            }
            while (!common.isAssignableFrom(other)) {
                common = common.getSuperclass();
            }
            return common.getName().replace('.', '/');
        } catch (ClassNotFoundException | LinkageError e) {
            return "java/lang/Object"; // then the verifier cannot know more either
        }
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name.replace('/', '.'), false, loader);
    }
}
