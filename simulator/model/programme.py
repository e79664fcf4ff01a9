"""How the library is put together for people: exam forms, a pool to practise on, and learning paths."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A scenario of a path, and why it stands there."""

    scenario: str
    why: str


@dataclass(frozen=True, slots=True)
class LearningPath:
    id: str
    title: str
    about: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ExamForm:
    """Scenarios that together ask for every competency often enough; no two forms share one."""

    id: str
    title: str
    scenarios: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """`pool` is what is kept out of exams, so that it can be practised at any time."""

    forms: tuple[ExamForm, ...] = ()
    pool: tuple[str, ...] = ()
    paths: tuple[LearningPath, ...] = ()

    def form_of(self, scenario: str) -> ExamForm | None:
        return next((each for each in self.forms if scenario in each.scenarios), None)
