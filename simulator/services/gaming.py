"""The gaming report: what a player gains who looks at options and never at the client."""

from collections.abc import Callable, Sequence
from pathlib import Path

from simulator.authoring.load import scenario_or_error
from simulator.errors import ContentError
from simulator.services.checking import read_all
from simulator.services.local import local_library
from simulator.verification.strategies import Report, report
from simulator.verification.subject import Subject


def strategies(paths: Sequence[Path], *, progress: Callable[[str], None] = lambda _: None) -> Report:
    """Every strategy on the scenarios of files and folders; none means those that ship.

    Raises `ContentError` for content that cannot be played, or is too large to be explored to its end.
    """
    rubric = local_library().rubric
    loaded, others = read_all(paths, rubric)
    if others:
        raise ContentError("\n".join(str(each) for each in others), tuple(others))
    subjects = []
    for each in loaded:
        progress(each.file)
        subject = Subject.of(scenario_or_error(each), rubric)
        if subject.product.stopped:
            raise ContentError(f"{each.file} cannot be explored to its end: {subject.product.stopped}.")
        if not subject.beats:
            raise ContentError(f"{each.file} cannot be played: the client has left before the first line.")
        subjects.append(subject)
    progress("")
    return report(subjects)
