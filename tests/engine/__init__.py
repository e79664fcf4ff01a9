"""How a conversation moves: the alliance machine, the dialogue machine, sessions and whole playthroughs."""
