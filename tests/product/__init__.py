"""The whole product: a real server, a real kernel and a real browser, played as a person would."""
