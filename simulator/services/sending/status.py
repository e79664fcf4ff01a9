"""How the queue of statements stands, in words and as a document."""

from dataclasses import dataclass
from typing import Any

from simulator.services.ports import Attempts
from simulator.store.learning import Learning
from simulator.store.statements import Counts

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Failing:
    """A statement that could not be sent so far, after so many `tries`; it is `due` again then."""

    id: str
    attempt: str | None
    tries: int
    error: str
    due: str


@dataclass(frozen=True, slots=True)
class Status:
    """`failing` are some of those that `counts` counts as failing, those that wait longest first."""

    counts: Counts
    failing: tuple[Failing, ...]

    def text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        counts = self.counts
        lines = [f"{_counted(counts.sent)} arrived, {counts.waiting:,} waiting."]
        if counts.waiting and counts.due:
            lines[0] += f" The next is due at {counts.due} (UTC)."
        if counts.failing:
            lines.append(f"{_counted(counts.failing)} could not be sent so far:")
            lines += [_line(each) for each in self.failing]
            if (more := counts.failing - len(self.failing)) > 0:
                lines.append(f"  … and {more:,} more")
        return lines

    def document(self) -> dict[str, Any]:
        of = self.counts
        names = ("id", "attempt", "tries", "error", "due")
        failing = [{name: getattr(each, name) for name in names} for each in self.failing]
        return {"sent": of.sent, "waiting": of.waiting, "failing": of.failing, "due": of.due, "failures": failing}


def status(store: Attempts) -> Status:
    """Raises `StoreError`."""
    with store.reading() as work:
        counts = work.statements.counts()
        kept = Learning(work.connection).failing(SHOWN)
    return Status(counts, tuple(Failing(each.id, each.attempt, each.tries, each.error, each.due) for each in kept))


def _counted(number: int) -> str:
    return f"{number:,} statement{'' if number == 1 else 's'}"


def _line(each: Failing) -> str:
    about = f", of attempt {each.attempt}" if each.attempt else ""
    tries = "once" if each.tries == 1 else f"{each.tries} times"
    return f"  {each.id}{about}: {each.error} (tried {tries}, again at {each.due})"
