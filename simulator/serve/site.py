"""Which pages there are: at which address, from which notebook. What is not listed here is no page.

An address is compared as it was sent, letter by letter: another spelling of it (percent-encoded, a slash too many) is
another address. What a page shows is no matter of this module.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """`path` begins with a slash; `notebook` is the name of a file in the folder of notebooks.

    `warm`: a kernel waits ready for the next visit. That costs the memory of one kernel all the time.
    """

    path: str
    notebook: str
    title: str
    warm: bool = False


PAGES = (
    Page("/", "practise.ipynb", "coachsim", warm=True),
    Page("/author", "author.ipynb", "Author's desk · coachsim"),
)
