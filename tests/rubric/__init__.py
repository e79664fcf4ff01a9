"""The rubric that ships: complete, sourced, in the wording of its files, and refused with every mistake when broken."""
