package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final boolean faults;

    private ClassInstrumenter(boolean jdk, boolean faults) {
        this.jdk = jdk;
        this.faults = faults;
    }

    /** For the program's classes. */
    public static ClassInstrumenter ofProgram() {
        return new ClassInstrumenter(false, false);
    }

    /** For classes of the JDK that call the program back. */
    public static ClassInstrumenter ofJdk() {
        return new ClassInstrumenter(true, false);
    }

    /** The same, but what it makes also waits for the content of objects that has not arrived. */
    public ClassInstrumenter withBarriers() {
        return new ClassInstrumenter(jdk, true);
    }

    /** Makes a class capturable; null if it has nothing to capture or is of a kind that is left alone. */
    public Instrumented instrument(byte[] classFile) {
        return rewrite(classFile, ResumeSites.NONE, new HashMap<>(), (a, b) -> Names.OBJECT);
    }

    /**
     * Makes a class capturable and resumable at given sites.
     *
     * @param commonSuperclass for two internal names that of the class both extend; asked for classes without stack maps
     */
    public Resumable instrumentForResume(byte[] classFile, ResumeSites sites, BinaryOperator<String> commonSuperclass) {
        Map<String, Set<Integer>> resumable = new HashMap<>();
        return new Resumable(rewrite(classFile, sites, resumable, commonSuperclass), resumable);
    }

    /** Makes a class capturable, and resumable at every site: for a class that cannot be changed once it is defined. */
    public Instrumented instrumentOnce(byte[] classFile) {
        return rewrite(classFile, null, new HashMap<>(), (a, b) -> Names.OBJECT);
    }

    /**
     * The sites of a class at which threads will probably stop, for each method (name and descriptor, run together).
     *
     * @param seen frames of its methods
     */
    public Map<String, Set<Integer>> likelySites(byte[] classFile, Collection<SeenFrame> seen,
            BinaryOperator<String> commonSuperclass) {
        ClassReader reader = new ClassReader(classFile);
        Weaving weaving = weaving(reader, ResumeSites.NONE, new HashMap<>(), commonSuperclass);
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

    /**
     * Where a frame that stands at a site has the values that a record of it holds.
     *
     * @param method name and descriptor, run together
     * @return as {@link SiteTable.Entry#locals}; null if there is no such site
     */
    public String shape(byte[] classFile, String method, int site, BinaryOperator<String> commonSuperclass) {
        ClassReader reader = new ClassReader(classFile);
        Weaving weaving = weaving(reader, ResumeSites.NONE, new HashMap<>(), commonSuperclass);
        reader.accept(weaving, ClassReader.EXPAND_FRAMES);
        MethodWeaver weaver = weaving.woven.get(method);
        return weaver == null ? null : weaver.shape(site);
    }

    private Weaving weaving(ClassReader reader, ResumeSites resumed, Map<String, Set<Integer>> resumable,
            BinaryOperator<String> commonSuperclass) {
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        int version = reader.readUnsignedShort(6);
        SitePolicy policy = jdk ? new JdkPolicy(reader) : SitePolicy.PROGRAM;
        return new Weaving(
                writer, version, reader.getClassName(), policy, faults, resumed, resumable, commonSuperclass);
    }

    private Instrumented rewrite(byte[] classFile, ResumeSites resumed, Map<String, Set<Integer>> resumable,
            BinaryOperator<String> commonSuperclass) {
        ClassReader reader = new ClassReader(classFile);
        Weaving weaving = weaving(reader, resumed, resumable, commonSuperclass);
        LambdaSites lambdas = new LambdaSites(weaving);
        reader.accept(lambdas, ClassReader.EXPAND_FRAMES);
        if (!weaving.changed && !lambdas.found()) {
            return null;
        }
        byte[] bytes = weaving.writer.toByteArray();
        return new Instrumented(bytes, siteTable(weaving, bytes));
    }

    private static byte[] siteTable(Weaving weaving, byte[] classFile) {
        SiteTable.Encoder table = new SiteTable.Encoder(weaving.resumed == null);
        Map<String, List<Integer>> read = weaving.large.isEmpty() ? Map.of() : SiteIndexes.of(classFile);
        for (Map.Entry<String, MethodWeaver> woven : weaving.woven.entrySet()) {
            String method = woven.getKey();
            MethodWeaver weaver = woven.getValue();
            if (weaving.large.contains(method)) {
                table.add(method, weaver, handled(weaver.woven()), read.getOrDefault(method, List.of()), List.of());
            } else {
                table.add(method, weaver, weaver.woven(), places(weaver.woven()), weaver.starts());
            }
        }
        return table.toBytes();
    }

    private static List<WovenSite> handled(List<WovenSite> sites) {
        List<WovenSite> handled = new ArrayList<>(sites);
        handled.removeIf(site -> !site.isHandled());
        return handled;
    }

    private static List<Integer> places(List<WovenSite> sites) {
        List<Integer> places = new ArrayList<>(sites.size());
        for (WovenSite site : sites) {
            places.add(site.start().getLabel().getOffset());
        }
        return places;
    }

    /** Passes the class through, each method with code by way of a tree. */
    private static final class Weaving extends ClassVisitor {
        private final ClassWriter writer;
        private final int version;
        private final String owner;
        private final SitePolicy policy;
        private final boolean faults;
        /** Null if all sites need resume code. */
        private final ResumeSites resumed;
        /** The sites that have got resume code. */
        private final Map<String, Set<Integer>> resumable;
        private final BinaryOperator<String> commonSuperclass;
        private final Map<String, MethodWeaver> woven = new LinkedHashMap<>();
        private int nextSite;
        private boolean changed;
        /** Methods in which ASM may have had to widen jumps. */
        private final Set<String> large = new HashSet<>();

        Weaving(
                ClassWriter writer, int version, String owner, SitePolicy policy, boolean faults, ResumeSites resumed,
                Map<String, Set<Integer>> resumable, BinaryOperator<String> commonSuperclass) {
            super(Opcodes.ASM9, writer);
            this.writer = writer;
            this.policy = policy;
            this.faults = faults;
            this.version = version;
            this.commonSuperclass = commonSuperclass;
            this.owner = owner;
            this.resumed = resumed;
            this.resumable = resumable;
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
                    if (faults) {
                        changed |= FaultBarriers.add(version, owner, this, commonSuperclass);
                    }
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
            if (!method.name.equals("<clinit>")) {
                return weaveSites(method);
            }
            if (!policy.polls()) {
                return method;
            }
            MethodNode result = weaveSites(method);
            InitialiserGuard.add(result, version >= TypeFlow.FIRST_VERSION_WITH_STACK_MAPS);
            changed = true;
            return result;
        }

        private MethodNode weaveSites(MethodNode method) {
            MethodModel model;
            try {
                model = new MethodModel(version, owner, method, nextSite, policy, commonSuperclass);
            } catch (IllegalArgumentException e) {
                return method; // the verifier or the compiler would not like it either
            }
            if (model.places() == 0) {
                return method;
            }
            nextSite += model.places();
            Woven plain = new Woven(new MethodWeaver(model, false, List.of()));
            if (plain.size > (model.isConstructor() ? LARGEST_CONSTRUCTOR : LARGEST_CODE)) {
                return method;
            }
            changed = true;
            String key = method.name + method.desc;
            Woven result = resumed == null ? new Woven(new MethodWeaver(model, false, model.allPlaces()))
                    : wovenForResume(model, key, plain);
            woven.put(key, result.weaver);
            if (result.size > NEAR_JUMPS) {
                large.add(key);
            }
            return result.code;
        }

        /** Copies of loops are worth a method's being compiled, and few changes of the class are worth copies. */
        private Woven wovenForResume(MethodModel model, String key, Woven plain) {
            Set<Integer> required = resumed.required().getOrDefault(key, Set.of());
            Set<Integer> all = new HashSet<>(resumed.welcome().getOrDefault(key, Set.of()));
            all.addAll(required);
            if (all.isEmpty()) {
                return plain;
            }
            int limit = plain.size > LARGEST_COMPILED ? LARGEST_RESUMED : LARGEST_COMPILED;
            Woven result = wovenWithin(limit, model, true, all);
            if (result == null && all.size() > required.size()) {
                result = wovenWithin(NEAR_JUMPS, model, false, all);
                if (result == null) {
                    all = required;
                    result = wovenWithin(limit, model, true, required);
                }
            }
            resumable.put(key, all);
            return result == null ? new Woven(new MethodWeaver(model, false, sites(model, all))) : result;
        }

        /** Null if that takes more than {@code limit} bytes, or copies that are not wanted. */
        private Woven wovenWithin(int limit, MethodModel model, boolean copiesLoops, Set<Integer> numbers) {
            if (copiesLoops && !resumed.copiesLoops()) {
                return null;
            }
            MethodWeaver weaver = new MethodWeaver(model, copiesLoops, sites(model, numbers));
            Woven result = weaver.leastSize() <= limit ? new Woven(weaver) : null;
            return result == null || result.size > limit ? null : result;
        }

        private static List<Site> sites(MethodModel model, Set<Integer> numbers) {
            return numbers.stream().sorted().map(model::place).filter(Objects::nonNull).toList();
        }
    }

    /** What a method has become. */
    private static final class Woven {
        private final MethodWeaver weaver;
        private final MethodNode code;
        private final int size;

        Woven(MethodWeaver weaver) {
            this.weaver = weaver;
            code = weaver.weave();
            CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
            code.instructions.accept(evaluator);
            size = evaluator.getMaxSize();
        }
    }
}
