package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * A part of a method of which a resumed frame runs a copy before it may join the original code: a loop, since joining
 * in its midst would give it a second entry and keep the compiler from seeing a loop; or the code between a {@code new}
 * and its constructor, since the object there is known by its {@code new}, and a resumed frame has made another.
 *
 * @param insns the instructions it holds
 * @param header a loop's first instruction, at which the copy is left; -1 for an allocation
 * @param allocation the {@code new} instruction; -1 for a loop
 */
record Region(BitSet insns, int header, int allocation) {
    /** The regions around a site, outermost first; allocations alone if loops are not wanted. */
    static List<Region> around(MethodModel model, Site site, boolean loops) {
        List<Region> regions = new ArrayList<>();
        if (loops) {
            for (Region loop : model.loops().around(site.insn())) {
                regions.add(loop.withAllocations(model));
            }
        }
        BitSet allocations = new BitSet();
        for (int slot = 0; slot < site.beneath(); slot++) {
            addAllocation(model, site.state().stack()[slot], allocations);
        }
        for (int local : site.live()) {
            addAllocation(model, site.state().local(local), allocations);
        }
        if (site.constructed() instanceof Label constructed) {
            allocations.clear(model.types.allocation(constructed)); // resume code calls its constructor itself
        }
        allocations.stream().forEach(allocation -> regions.add(ofAllocation(model, allocation)));
        regions.sort((a, b) -> Integer.compare(b.insns.cardinality(), a.insns.cardinality()));
        return regions;
    }

    /** What lies between a {@code new} of this loop and its constructor belongs to it, even where it leaves the loop. */
    private Region withAllocations(MethodModel model) {
        BitSet all = (BitSet) insns.clone();
        for (int i = insns.nextSetBit(0); i >= 0; i = insns.nextSetBit(i + 1)) {
            if (model.flow.insns[i].getOpcode() == Opcodes.NEW) {
                all.or(ofAllocation(model, i).insns);
            }
        }
        return new Region(all, header, -1);
    }

    private static void addAllocation(MethodModel model, Object type, BitSet allocations) {
        if (type instanceof Label label) {
            allocations.set(model.types.allocation(label));
        }
    }

    private static Region ofAllocation(MethodModel model, int allocation) {
        BitSet insns = new BitSet();
        for (int i = 0; i < model.flow.size(); i++) {
            if (model.types.before(i) != null && holds(model, model.types.before(i), allocation)) {
                insns.set(i);
            }
        }
        return new Region(insns, -1, allocation);
    }

    private static boolean holds(MethodModel model, TypeState state, int allocation) {
        for (Object type : state.stack()) {
            if (type instanceof Label label && model.types.allocation(label) == allocation) {
                return true;
            }
        }
        for (Object type : state.locals()) {
            if (type instanceof Label label && model.types.allocation(label) == allocation) {
                return true;
            }
        }
        return false;
    }
}
