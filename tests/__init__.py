"""The tests; as a package, so that the parts can share what they start and measure."""
