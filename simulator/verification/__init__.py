"""Proof before play: every reachable state of a scenario, the rules it must keep, and the players who would game it."""
