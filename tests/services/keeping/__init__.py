"""What is stored is backed up, put back and let go of."""
