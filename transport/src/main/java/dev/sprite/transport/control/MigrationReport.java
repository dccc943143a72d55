package dev.sprite.transport.control;

import com.google.gson.annotations.SerializedName;

/** The figures of a migration that was done, as the contract names them; null: not known (yet). */
public record MigrationReport(
        long pid,
        String from,
        String to,
        String strategy,
        String result,
        @SerializedName("freeze_ms") Double freezeMillis,
        @SerializedName("total_ms") Double totalMillis,
        Integer threads,
        Integer frames,
        Long objects,
        @SerializedName("bytes_frozen") Long bytesFrozen,
        @SerializedName("bytes_total") Long bytesTotal,
        Long faults,
        @SerializedName("residual_ms") Double residualMillis) {

    /** The value of {@link #result()}. */
    public static final String MIGRATED = "migrated";
}
