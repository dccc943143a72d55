package dev.sprite.image.codec;

import dev.sprite.image.ClassFiles;
import dev.sprite.image.HiddenClasses;

/**
 * The objects that a process finds on every host rather than carries along.
 *
 * @param main the thread that runs the program's {@code main}
 * @param mainGroup that thread's group, which it forgets when it ends
 * @param application the loader of the class path
 * @param hidden the hidden classes that can be made again
 * @param classFiles the class files of what class loaders of the program have defined
 */
public record Roles(Thread main, ThreadGroup mainGroup, ClassLoader application, HiddenClasses hidden,
        ClassFiles classFiles) {}
