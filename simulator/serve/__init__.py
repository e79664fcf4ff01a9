"""How the product reaches a browser: standalone Voilà on this machine, its door, its page. No use case lives here."""
