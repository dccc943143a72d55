/** Carries the objects that are the JVM's own rather than the program's. */
package dev.sprite.image.codec;
