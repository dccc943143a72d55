/** The command {@code sprite}. */
package dev.sprite.cli;
