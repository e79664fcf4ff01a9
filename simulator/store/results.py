"""What came of a script in the end, and what a trainee asked for then: finals and appeals. Finals only grow."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from simulator.errors import Overtaken
from simulator.model.assessment import Appeal, Final, FinalCriterion, Moderation
from simulator.model.codec import decode, encode
from simulator.store.rows import batches, by_script, insert_new
from simulator.store.tables import appeals, final_criteria, finals


class Results:
    """A part of `Scripts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def settle(self, final: Final) -> None:
        """Keep what counts of a script. Raises `Overtaken` where it has a final already."""
        row = {"script": final.script, "made": final.made, "policy": encode(final.policy).decode()}
        if not insert_new(self._connection, finals, row):
            raise Overtaken("The mark of this script is final already.")
        rows = [
            {"script": final.script, "criterion": each.criterion, "level": each.level, "how": each.how}
            for each in final.criteria
        ]
        if rows:
            self._connection.execute(insert(final_criteria), rows)

    def finals(self, ids: Iterable[str]) -> dict[str, Final]:
        """The finals of those of these scripts that have one, by script; criteria by id."""
        ids = list(ids)
        criteria = by_script(self._connection, final_criteria, ids, "criterion")
        return {
            script: Final(
                script,
                row.made,
                decode(row.policy, Moderation),
                tuple(FinalCriterion(each.criterion, each.level, each.how) for each in criteria[script]),
            )
            for script, rows in by_script(self._connection, finals, ids).items()
            for row in rows
        }

    def appeal(self, appeal: Appeal) -> None:
        """Keep an appeal. Raises `Overtaken` where the script has one already."""
        if not insert_new(self._connection, appeals, {name: getattr(appeal, name) for name in Appeal.__slots__}):
            raise Overtaken("An appeal against this result has been sent already, perhaps in another tab.")

    def decide_appeal(
        self, script: str, decided: str, decided_by: str, answer: str, reopened: str | None = None
    ) -> None:
        """What is done about it: `reopened` is the script made for it, None where it is declined.

        Raises `Overtaken` where it has been decided already.
        """
        row = {"decided": decided, "decided_by": decided_by, "answer": answer, "reopened": reopened}
        waiting = (appeals.c.script == script) & appeals.c.decided.is_(None)
        if self._connection.execute(update(appeals).where(waiting).values(row)).rowcount != 1:
            raise Overtaken("This appeal has been decided already, perhaps in another tab.")

    def appeals(self, ids: Iterable[str] | None = None) -> dict[str, Appeal]:
        """The appeals against these scripts, or with None all there are, by script; the earliest first."""
        found: dict[str, Appeal] = {}
        query = select(appeals).order_by(appeals.c.made, appeals.c.script)
        asked = [query] if ids is None else [query.where(appeals.c.script.in_(some)) for some in batches(ids)]
        for each in asked:
            found |= {row.script: Appeal(**row._mapping) for row in self._connection.execute(each)}
        return found
