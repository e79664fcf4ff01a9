"""How well those who assess agree: with one another, with the machine, with what was agreed for benchmarks."""
