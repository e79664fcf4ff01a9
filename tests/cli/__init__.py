"""The command line, by its own function and once as a program."""
