"""Accounts: who is in the directory, how they are invited and come in, and what is kept about them and forgotten."""
