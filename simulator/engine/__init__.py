"""How a conversation moves: the alliance machine, the dialogue machine, and the session that joins them."""
