"""Accounts: the directory, lists of people, and what is kept about one of them. On both databases."""
