"""The assessor's page: marking blind, what comes after it, releasing results, and the rules of all that."""
