"""From YAML to values: what is refused and where, what is reported, the schema, and the canonical form."""
