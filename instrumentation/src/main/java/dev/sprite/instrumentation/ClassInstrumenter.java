package dev.sprite.instrumentation;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.commons.JSRInlinerAdapter;
import org.objectweb.asm.tree.MethodNode;

/**
 * Class bytes in, class bytes out. Only method bodies change: no member is added, none is altered, so a loaded class
 * can be instrumented, too, and reflection sees what it always saw.
 */
public final class ClassInstrumenter {
    /** Beyond this size ASM may have to widen jumps, and a site's place is no longer what its label says. */
    private static final int NEAR_JUMPS = 30_000;
    /** Larger methods are left alone: resume code must find room below the JVM's limit of 64 KiB. */
    private static final int LARGEST_CODE = 58_000;
    /** Larger constructors are left alone: their resume code holds a copy of them. */
    private static final int LARGEST_CONSTRUCTOR = 25_000;
    private static final int LARGEST_RESUMED = 64_000;
    /** HotSpot compiles no method larger than this (HugeMethodLimit). */
    private static final int LARGEST_COMPILED = 8_000;

    private final boolean jdk;

    private ClassInstrumenter(boolean jdk) {
        this.jdk = jdk;
    }

    /** For the program's classes. */
    public static ClassInstrumenter ofProgram() {
        return new ClassInstrumenter(false);
    }

    /** For classes of the JDK that call the program back. */
    public static ClassInstrumenter ofJdk() {
        return new ClassInstrumenter(true);
    }

    /** Makes a class capturable; null if it has nothing to capture or is of a kind that is left alone. */
    public Instrumented instrument(byte[] classFile) {
        return rewrite(classFile, Map.of(), false, (a, b) -> Names.OBJECT);
    }

    /**
     * Makes a class capturable and resumable at given sites.
     *
     * @param sites for each method (name and descriptor, run together) the numbers of its sites on captured stacks
     * @param copiesLoops whether resumed frames run copies of the loops around their site before they join them, which
     *     leaves the compiler loops it can optimise
     * @param commonSuperclass for two internal names that of the class both extend; asked for classes without stack maps
     */
    public Instrumented instrumentForResume(byte[] classFile, Map<String, Set<Integer>> sites, boolean copiesLoops,
            BinaryOperator<String> commonSuperclass) {
        return rewrite(classFile, sites, copiesLoops, commonSuperclass);
    }

    /** Makes a class capturable, and resumable at every site: for a class that cannot be changed once it is defined. */
    public Instrumented instrumentOnce(byte[] classFile) {
        return rewrite(classFile, null, false, (a, b) -> Names.OBJECT);
    }

    /**
     * The sites of a class at which threads will probably stop, for each method (name and descriptor, run together).
     *
     * @param seen frames of its methods
     */
    public Map<String, Set<Integer>> likelySites(byte[] classFile, Collection<SeenFrame> seen,
            BinaryOperator<String> commonSuperclass) {
        ClassReader reader = new ClassReader(classFile);
        Weaving weaving = weaving(reader, Map.of(), false, commonSuperclass);
        reader.accept(weaving, ClassReader.EXPAND_FRAMES);
        Map<String, Set<Integer>> likely = new HashMap<>();
        weaving.woven.forEach((method, weaver) -> {
            for (SeenFrame frame : seen) {
                if (method.startsWith(frame.method() + '(')) {
                    likely.computeIfAbsent(method, m -> new HashSet<>()).addAll(weaver.likelySites(frame));
                }
            }
        });
        return likely;
    }

    private Weaving weaving(ClassReader reader, Map<String, Set<Integer>> resumed, boolean copiesLoops,
            BinaryOperator<String> commonSuperclass) {
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        int version = reader.readUnsignedShort(6);
        SitePolicy policy = jdk ? new JdkPolicy(reader) : SitePolicy.PROGRAM;
        return new Weaving(writer, version, reader.getClassName(), policy, resumed, copiesLoops, commonSuperclass);
    }

    private Instrumented rewrite(byte[] classFile, Map<String, Set<Integer>> resumed, boolean copiesLoops,
            BinaryOperator<String> commonSuperclass) {
        ClassReader reader = new ClassReader(classFile);
        Weaving weaving = weaving(reader, resumed, copiesLoops, commonSuperclass);
        LambdaSites lambdas = new LambdaSites(weaving);
        reader.accept(lambdas, ClassReader.EXPAND_FRAMES);
        if (!weaving.changed && !lambdas.found()) {
            return null;
        }
        byte[] bytes = weaving.writer.toByteArray();
        return new Instrumented(bytes, siteTable(weaving, bytes));
    }

    private static byte[] siteTable(Weaving weaving, byte[] classFile) {
        SiteTable.Encoder table = new SiteTable.Encoder();
        Map<String, List<Integer>> read = weaving.large.isEmpty() ? Map.of() : SiteIndexes.of(classFile);
        weaving.woven.forEach((method, weaver) -> table.add(method, weaver, weaving.large.contains(method)
                ? read.get(method).stream().mapToInt(Integer::intValue).toArray()
                : weaver.woven().stream().mapToInt(site -> site.start().getLabel().getOffset()).toArray()));
        return table.toBytes();
    }

    /** Passes the class through, each method with code by way of a tree. */
    private static final class Weaving extends ClassVisitor {
        private final ClassWriter writer;
        private final int version;
        private final String owner;
        private final SitePolicy policy;
        /** Sites that need resume code, by method; null if all do. */
        private final Map<String, Set<Integer>> resumed;
        private final boolean copiesLoops;
        private final BinaryOperator<String> commonSuperclass;
        private final Map<String, MethodWeaver> woven = new LinkedHashMap<>();
        private int nextSite;
        private boolean changed;
        /** Methods in which ASM may have had to widen jumps. */
        private final Set<String> large = new HashSet<>();

        Weaving(
                ClassWriter writer, int version, String owner, SitePolicy policy, Map<String, Set<Integer>> resumed,
                boolean copiesLoops, BinaryOperator<String> commonSuperclass) {
            super(Opcodes.ASM9, writer);
            this.writer = writer;
            this.policy = policy;
            this.version = version;
            this.commonSuperclass = commonSuperclass;
            this.owner = owner;
            this.resumed = resumed;
            this.copiesLoops = copiesLoops;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor out = hooked(access, name, descriptor,
                    super.visitMethod(access, name, descriptor, signature, exceptions));
            if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0
                    || name.equals("<init>") && !policy.constructors()) {
                return out;
            }
            // the tree of a method in which subroutines (jsr and ret, class files up to 49) are written out
            return new JSRInlinerAdapter(Opcodes.ASM9, null, access, name, descriptor, signature, exceptions) {
                @Override
                public void visitEnd() {
                    super.visitEnd();
                    weave(this).accept(out);
                }
            };
        }

        private MethodVisitor hooked(int access, String name, String descriptor, MethodVisitor out) {
            if (!LoaderHook.concerns(access, name, descriptor)) {
                return out;
            }
            changed = true;
            return LoaderHook.around(out, owner, version >= TypeFlow.FIRST_VERSION_WITH_STACK_MAPS);
        }

        /** The method's new form; itself where there is nothing to do, or nothing that can be done. */
        private MethodNode weave(MethodNode method) {
            if (method.name.equals("<clinit>")) {
                if (!policy.polls()) {
                    return method;
                }
                InitialiserGuard.add(method, version >= TypeFlow.FIRST_VERSION_WITH_STACK_MAPS);
                changed = true;
                return method;
            }
            MethodModel model;
            try {
                model = new MethodModel(version, owner, method, nextSite, policy, commonSuperclass);
            } catch (IllegalArgumentException e) {
                return method; // the verifier or the compiler would not like it either
            }
            if (model.sites.isEmpty()) {
                return method;
            }
            nextSite += model.sites.size();
            MethodWeaver plain = new MethodWeaver(model, false, List.of());
            MethodNode woven = plain.weave();
            int size = codeSize(woven);
            if (size > (model.isConstructor() ? LARGEST_CONSTRUCTOR : LARGEST_CODE)) {
                return method;
            }
            changed = true;
            String key = method.name + method.desc;
            List<Site> resumedSites = resumedSites(model, key);
            if (resumedSites.isEmpty()) {
                this.woven.put(key, plain);
                return woven;
            }
            int sizeLimit = size > LARGEST_COMPILED ? LARGEST_RESUMED : LARGEST_COMPILED;
            return weaveForResume(key, model, resumedSites, sizeLimit);
        }

        private List<Site> resumedSites(MethodModel model, String key) {
            if (resumed == null) {
                return model.sites;
            }
            Set<Integer> numbers = resumed.getOrDefault(key, Set.of());
            return model.sites.stream().filter(site -> numbers.contains(site.number())).toList();
        }

        private MethodNode weaveForResume(String key, MethodModel model, List<Site> resumedSites, int sizeLimit) {
            if (copiesLoops) {
                MethodWeaver copying = new MethodWeaver(model, true, resumedSites);
                MethodNode woven = copying.weave();
                if (codeSize(woven) <= sizeLimit) {
                    this.woven.put(key, copying);
                    return woven;
                }
            }
            MethodWeaver joining = new MethodWeaver(model, false, resumedSites);
            MethodNode woven = joining.weave();
            this.woven.put(key, joining);
            return woven;
        }

        private int codeSize(MethodNode method) {
            CodeSizeEvaluator size = new CodeSizeEvaluator(null);
            method.instructions.accept(size);
            if (size.getMaxSize() > NEAR_JUMPS) {
                large.add(method.name + method.desc);
            }
            return size.getMaxSize();
        }
    }
}
