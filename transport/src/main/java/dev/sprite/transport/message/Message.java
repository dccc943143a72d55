package dev.sprite.transport.message;

/**
 * One thing said over a link. Every record that implements it is listed in {@link MessageKind}, with its code on the
 * wire and the largest size a peer may send.
 */
public interface Message {}
