"""Which pages there are: at which address, from which notebook, for whom. What is not listed here is no page.

An address is compared as it was sent, letter by letter: another spelling of it (percent-encoded, a slash too many) is
another address. What a page shows is no matter of this module, and whoever opens it is asked again there.
"""

from dataclasses import dataclass

from simulator.model.person import Person
from simulator.services.access import Act, Answer, may


@dataclass(frozen=True, slots=True)
class Page:
    """`path` begins with a slash; `notebook` is the name of a file in the folder of notebooks.

    `act` is what one must be allowed to do for the page to open; without one it opens for nobody.
    `warm`: a kernel waits ready for the next visit. That costs the memory of one kernel all the time.
    """

    path: str
    notebook: str
    title: str
    act: Act | None = None
    warm: bool = False


PAGES = (
    Page("/", "practise.ipynb", "coachsim", Act.PRACTISE, warm=True),
    Page("/assign", "assign.ipynb", "Cohorts and assignments · coachsim", Act.ASSIGN),
    Page("/assess", "assess.ipynb", "Marking · coachsim", Act.ASSESS),
    Page("/author", "author.ipynb", "Author's desk · coachsim", Act.WRITE),
)


def may_open(page: Page, person: Person | None) -> Answer:
    """Whether a page opens for somebody, with the reason where it does not."""
    return Answer(False, "This page is open to nobody yet.") if page.act is None else may(person, page.act)
