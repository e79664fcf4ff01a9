"""The widgets of our own: script, style and Python side by side. None of them knows a rule of the game."""
