"""From YAML to values: every mistake at once, each at file:line:column, with how to mend it."""
