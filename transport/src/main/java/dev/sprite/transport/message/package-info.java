/** What hosts say to each other; one sealed interface per conversation. */
package dev.sprite.transport.message;
