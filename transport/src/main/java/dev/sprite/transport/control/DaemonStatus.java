package dev.sprite.transport.control;

import java.util.List;

/**
 * What a daemon says of itself.
 *
 * @param osPid its process
 * @param foreign the foreign processes on its host
 */
public record DaemonStatus(String name, String address, long osPid, List<ProcessStatus> foreign) {}
