/** Where log lines go: to standard error, as {@code sprite: …}. */
package dev.sprite.transport.log;
