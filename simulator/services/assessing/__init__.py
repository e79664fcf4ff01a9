"""Assessors at work: what is put before them, what they mark, and what comes of it."""
