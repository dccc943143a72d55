/** Mutable state of the JDK that belongs to the program; {@link dev.sprite.image.carrier.Carriers} lists all of it. */
package dev.sprite.image.carrier;
