"""What things are: frozen values without rules, files or libraries in them."""
