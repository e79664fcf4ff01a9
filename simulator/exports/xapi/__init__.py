"""Attempts and what became of them as xAPI 1.0.3 statements: values in, JSON documents out; nothing is sent from here.

Statements have ids made from what they are about (UUIDv5), so making or sending them twice is nothing. Nothing that is
written by hand is in them: no reason, comment or note, and no name or e-mail of anybody.
"""
