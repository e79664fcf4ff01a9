"""The use cases: what the product does for a person, on values and through ports. No widgets, SQL or YAML here."""
