/** Mutable state of the JDK that belongs to the program. The list in {@link dev.sprite.image.carrier.Carriers} is complete. */
package dev.sprite.image.carrier;
