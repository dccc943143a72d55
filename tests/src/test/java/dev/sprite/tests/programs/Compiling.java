package dev.sprite.tests.programs;

import java.net.URI;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Has the JDK's compiler, which is no part of {@code java.base}, read a source that waits at the gate. */
public final class Compiling {
    private Compiling() {}

    /** {@code args}: the gate, a folder for the class. */
    public static void main(String[] args) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        boolean compiled = compiler.getTask(
                        null, null, said, List.of("-d", args[1]), null, List.of(new LateSource(args[0])))
                .call();
        System.out.println(compiled + " " + said.getDiagnostics());
    }

    private static final class LateSource extends SimpleJavaFileObject {
        private final String gate;

        LateSource(String gate) {
            super(URI.create("string:///Late.java"), Kind.SOURCE);
            this.gate = gate;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            try {
                Gate.await(gate);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "class Late { java.util.function.IntSupplier late = () -> 7; }";
        }
    }
}
