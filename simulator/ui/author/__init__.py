"""The author's desk: write a scenario and see beside the text what is wrong with it, what it can do, and play it."""
