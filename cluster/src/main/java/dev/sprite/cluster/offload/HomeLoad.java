package dev.sprite.cluster.offload;

/**
 * How busy the host is whose processes are to be offloaded.
 *
 * @param inUse whether its owner uses it
 * @param load one-minute load average, without what guests contribute; negative if it cannot be told
 * @param guests applications of other hosts that it has taken in
 */
public record HomeLoad(boolean inUse, double load, int processors, int guests) {}
