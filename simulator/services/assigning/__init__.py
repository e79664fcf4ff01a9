"""Assigning: cohorts, who is in them, what they are to do and how far they have come; for one trainer at a time."""
