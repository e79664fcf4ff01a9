"""Where attempts are kept: nothing half-done, nothing lost, nothing overwritten; and a cache that may fail."""
