"""The trainer's page: desk, screens and results."""
