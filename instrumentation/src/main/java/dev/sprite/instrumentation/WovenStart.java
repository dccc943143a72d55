package dev.sprite.instrumentation;

import org.objectweb.asm.tree.LabelNode;

/** Where an instruction that may start an initialiser stands in a woven method's code; copies have the same number. */
record WovenStart(int number, LabelNode place) {}
