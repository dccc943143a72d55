package dev.sprite.instrumentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;

/** A frame recorded in code without barriers is understood by code with them, and the other way round. */
class FaultBarriersTest {
    private static final int MOST_SITES = 3_000;

    /** ASM's classes are of a version without stack maps. */
    @ParameterizedTest
    @ValueSource(classes = {ClassReader.class, MethodNode.class, Analyzer.class, ClassInstrumenter.class,
        MethodModel.class, EarlyFields.class, SiteTable.class})
    void leaveSitesAsTheyAre(Class<?> type) throws IOException {
        byte[] original = classFile(type);
        ClassInstrumenter without = ClassInstrumenter.ofProgram();
        Instrumented plain = without.instrumentOnce(original);
        Instrumented touching = without.withBarriers().instrumentOnce(original);
        assertFalse(Arrays.equals(plain.classFile(), touching.classFile()));
        SiteTable expected = SiteTable.decode(plain.sites());
        SiteTable found = SiteTable.decode(touching.sites());
        ClassNode members = new ClassNode();
        new ClassReader(original).accept(members, ClassReader.SKIP_CODE);
        int compared = 0;
        for (MethodNode method : members.methods) {
            String key = method.name + method.desc;
            for (int site = 0; site < MOST_SITES; site++) {
                String shape = expected.shape(key, site);
                assertEquals(shape, found.shape(key, site), key + ", site " + site);
                compared += shape == null ? 0 : 1;
            }
        }
        assertTrue(compared > 10, "only " + compared + " sites");
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(
                type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        }
    }
}
