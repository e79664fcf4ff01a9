"""Time and memory of the product, printed with the machine named; ratios to a peer or a floor in the same run.

Run with `make bench`. Nothing here is a test: these figures move with the machine and its load.
"""
