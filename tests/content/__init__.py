"""Whether the scenarios that ship are fair, complete and free of tells."""
