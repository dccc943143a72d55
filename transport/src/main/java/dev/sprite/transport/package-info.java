/**
 * Links between hosts: mutually authenticated TLS from the first byte, length-bounded frames, flow control and
 * heartbeats. Nothing is parsed that did not come from a holder of the user's cluster key.
 */
package dev.sprite.transport;
