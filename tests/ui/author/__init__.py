"""The author's desk: its values without a browser."""
