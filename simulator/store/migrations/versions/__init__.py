"""One module a revision, in order; each makes the schema of the one before into its own. Never changed once landed."""
