"""What one author works with: a desk of drafts, and the way from a draft to everybody's catalogue."""

from dataclasses import dataclass

from simulator.services.author.desk import Desk
from simulator.services.author.publishing import Publishing
from simulator.services.library import Library


@dataclass(frozen=True, slots=True)
class Author:
    """`library` gives the rubric and what every scenario is worth."""

    desk: Desk
    publishing: Publishing
    library: Library
