"""What cohorts showed, read by a trainer: everything from columns in memory, so that filtering asks no database."""
