"""The author's use cases: drafts that may hold anything, and publishing, which takes only what has no mistakes."""
