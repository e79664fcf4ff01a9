"""The trainer's page: cohorts, assignments, and how far people have come."""
