"""What people see: pages of ipywidgets over the use cases. No rule of the game, no server and no store in here."""
