"""What is shipped, and what a fresh machine finds."""
