"""The tables as SQLAlchemy sees them; `migrations` makes them, and a test holds the two together.

Times are text: UTC, ISO 8601 to the second, so that they sort as they are and read the same in both databases. All text
sorts by its code points in both.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem

metadata = MetaData()


def _table(name: str, *columns: SchemaItem) -> Table:
    return Table(name, metadata, *columns)


_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def _text(name: str, *more: ForeignKey, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, _TEXT, *more, primary_key=key, nullable=null)


def _number(name: str, *, key: bool = False, null: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=key, nullable=null, autoincrement=False)


# Content, by digest: an attempt never loses its text.

scenario_versions = _table("scenario_versions", _text("digest", key=True), _text("scenario"), _text("canonical"))

rubric_versions = _table("rubric_versions", _text("digest", key=True), _text("rubric"), _text("canonical"))

publications = _table(
    "publications",
    _text("scenario", key=True),
    _number("number", key=True),
    _text("digest", ForeignKey("scenario_versions.digest")),
    _text("title"),
    _text("source"),
    _text("person"),
    _text("published"),
)

# People, what they may do, and how they come in.

people = _table(
    "people",
    _text("id", key=True),
    _text("account"),
    _text("name"),
    _text("email", null=True),
    _text("made"),
    _text("disabled", null=True),
    Index("people_by_account", "account", unique=True),
)

roles = _table("roles", _text("person", ForeignKey("people.id"), key=True), _text("role", key=True))

passwords = _table("passwords", _text("person", ForeignKey("people.id"), key=True), _text("hash"), _text("changed"))

invitations = _table(
    "invitations",
    _text("token", key=True),
    _text("person", ForeignKey("people.id")),
    _text("made"),
    _text("expires"),
    _text("used", null=True),
    Index("invitations_by_person", "person"),
)

sign_ins = _table(
    "sign_ins",
    _text("token", key=True),
    _text("person", ForeignKey("people.id")),
    _text("begun"),
    _text("expires"),
    _text("ended", null=True),
    Index("sign_ins_by_person", "person"),
)

cohorts = _table("cohorts", _text("id", key=True), _text("name"), _text("made"), _text("archived", null=True))

cohort_members = _table(
    "cohort_members",
    _text("cohort", ForeignKey("cohorts.id"), key=True),
    _text("person", ForeignKey("people.id"), key=True),
    Index("cohort_members_by_person", "person"),
)

cohort_trainers = _table(
    "cohort_trainers",
    _text("cohort", ForeignKey("cohorts.id"), key=True),
    _text("person", ForeignKey("people.id"), key=True),
    Index("cohort_trainers_by_person", "person"),
)

# Assignments.

assignments = _table(
    "assignments",
    _text("id", key=True),
    _text("title"),
    _text("mode"),
    _text("opens"),
    _text("due", null=True),
    _text("zone"),
    _number("attempts", null=True),
    _number("held"),
    _text("targets"),
    _text("note"),
    _text("person", ForeignKey("people.id")),
    _text("made"),
    _text("copied", null=True),
    _text("withdrawn", null=True),
    Column("assessed", Integer, nullable=False, server_default="0"),
    Index("assignments_by_person", "person"),
)

assignment_exercises = _table(
    "assignment_exercises",
    _text("assignment", ForeignKey("assignments.id"), key=True),
    _text("scenario", key=True),
    _text("digest", ForeignKey("scenario_versions.digest")),
    _number("place"),
)

assignment_cohorts = _table(
    "assignment_cohorts",
    _text("assignment", ForeignKey("assignments.id"), key=True),
    _text("cohort", ForeignKey("cohorts.id"), key=True),
    Index("assignment_cohorts_by_cohort", "cohort"),
)

assignment_people = _table(
    "assignment_people",
    _text("assignment", ForeignKey("assignments.id"), key=True),
    _text("person", ForeignKey("people.id"), key=True),
    Index("assignment_people_by_person", "person"),
)

# Attempts: append-only.

attempts = _table(
    "attempts",
    _text("id", key=True),
    _text("person"),
    _text("scenario"),
    _text("digest", ForeignKey("scenario_versions.digest")),
    _text("seed"),
    _text("begun"),
    _text("ending", null=True),
    _text("finished", null=True),
    _text("mode"),
    _text("assignment", ForeignKey("assignments.id"), null=True),
    _number("number", null=True),
    _text("parent", ForeignKey("attempts.id"), null=True),
    _text("continued", null=True),
    Index("attempts_by_person", "person", "begun"),
    Index("attempts_by_scenario", "scenario"),
    Index("attempts_by_assignment", "assignment", "person", "scenario", "number", unique=True),
)

choices = _table(
    "choices",
    _text("attempt", ForeignKey("attempts.id"), key=True),
    _number("turn", key=True),
    _text("chosen"),
    _text("reason", null=True),
    _text("taken"),
)

hints = _table(
    "hints",
    _text("attempt", ForeignKey("attempts.id"), key=True),
    _number("turn", key=True),
    _number("level", key=True),
    _text("taken"),
)

# What was found in them, and when it may be seen.

scores = _table(
    "scores",
    _text("attempt", ForeignKey("attempts.id"), key=True),
    _number("number", key=True),
    _text("made"),
    _text("rubric", ForeignKey("rubric_versions.digest")),
    _text("engine"),
    Column("kept", Float, nullable=False),
    Column("chance_corrected", Float, nullable=False),
    _text("result"),
    _text("document"),
)

scored_criteria = _table(
    "scored_criteria",
    _text("attempt", ForeignKey("attempts.id"), key=True),
    _number("number", key=True),
    _text("criterion", key=True),
    _number("level", null=True),
    Column("m", Float, nullable=False),
    _number("items"),
)

scored_turns = _table(
    "scored_turns",
    _text("attempt", ForeignKey("attempts.id"), key=True),
    _number("number", key=True),
    _number("turn", key=True),
    _text("beat"),
    _text("chosen"),
    Column("quality", Float, nullable=False),
    Column("loss", Float, nullable=False),
    _number("seconds", null=True),
)

releases = _table(
    "releases",
    Column("id", Integer, primary_key=True),
    _text("assignment", ForeignKey("assignments.id")),
    _text("attempt", ForeignKey("attempts.id"), null=True),
    _text("person"),
    _text("released"),
    Index("releases_by_assignment", "assignment"),
)

# What people make of them: scripts put before assessors. Marks and what is said after them only grow.

moderation = _table("moderation", _number("number", key=True), _text("made"), _text("person"), _text("document"))

exclusions = _table(
    "exclusions",
    _text("assessor", ForeignKey("people.id"), key=True),
    _text("person", ForeignKey("people.id"), key=True),
    _text("reason"),
    _text("entered_by", ForeignKey("people.id")),
    _text("made"),
    Index("exclusions_by_person", "person"),
)

scripts = _table(
    "scripts",
    _text("id", key=True),
    _text("attempt", ForeignKey("attempts.id"), null=True),
    _text("benchmark", null=True),
    _text("purpose"),
    _number("round"),
    _text("rubric", ForeignKey("rubric_versions.digest")),
    _text("criteria"),
    _text("made"),
    _text("cites", ForeignKey("scripts.id"), null=True),
    Index("scripts_by_attempt", "attempt", "round", unique=True),
    Index("scripts_by_cited", "cites"),
)

seats = _table(
    "seats",
    _text("script", ForeignKey("scripts.id"), key=True),
    _number("number", key=True),
    _number("seat"),
    _text("why"),
    _text("made"),
    _text("assessor", ForeignKey("people.id"), null=True),
    _text("opened", null=True),
    _text("seen", null=True),
    _text("ended", null=True),
    _text("ended_why"),
    Index("seats_by_assessor", "assessor"),
)
Index(
    "seats_taken_once", seats.c.script, seats.c.seat, unique=True,
    sqlite_where=seats.c.ended.is_(None), postgresql_where=seats.c.ended.is_(None),
)  # fmt: skip

mark_drafts = _table(
    "mark_drafts",
    _text("script", ForeignKey("scripts.id"), key=True),
    _text("assessor", ForeignKey("people.id"), key=True),
    _number("version"),
    _text("document"),
    _text("saved"),
)

marks = _table(
    "marks",
    _text("script", ForeignKey("scripts.id"), key=True),
    _number("seat", key=True),
    _text("assessor", ForeignKey("people.id")),
    _text("begun"),
    _text("submitted"),
    _text("comment"),
    Index("marks_by_assessor", "script", "assessor", unique=True),
)

mark_criteria = _table(
    "mark_criteria",
    _text("script", ForeignKey("scripts.id"), key=True),
    _number("seat", key=True),
    _text("criterion", key=True),
    _number("level", null=True),
    _text("turns"),
    _text("comment"),
)

mark_notes = _table(
    "mark_notes",
    _text("script", ForeignKey("scripts.id"), key=True),
    _number("seat", key=True),
    _number("turn", key=True),
    _text("note"),
)

mark_responses = _table(
    "mark_responses",
    _text("script", ForeignKey("scripts.id"), key=True),
    _number("seat", key=True),
    _text("criterion", key=True),
    _number("level", null=True),
    _text("reason"),
    _text("made"),
)

flags = _table(
    "flags",
    _text("script", ForeignKey("scripts.id"), key=True),
    _text("gate", key=True),
    _number("turn", key=True),
    _text("assessor", ForeignKey("people.id"), null=True),
    _text("comment"),
    _text("made"),
)

flag_decisions = _table(
    "flag_decisions",
    _text("script", ForeignKey("scripts.id"), key=True),
    _text("gate", key=True),
    _number("turn", key=True),
    _text("assessor", ForeignKey("people.id")),
    _number("upheld"),
    _text("reason"),
    _text("made"),
)

consensus = _table(
    "consensus",
    _text("script", ForeignKey("scripts.id"), key=True),
    _number("number", key=True),
    _text("assessor", ForeignKey("people.id")),
    _text("levels"),
    _text("reason"),
    _text("made"),
    _text("agreed_by", ForeignKey("people.id"), null=True),
    _text("agreed", null=True),
)

finals = _table(
    "finals",
    _text("script", ForeignKey("scripts.id"), key=True),
    _text("made"),
    _text("policy"),
)

final_criteria = _table(
    "final_criteria",
    _text("script", ForeignKey("scripts.id"), key=True),
    _text("criterion", key=True),
    Column("level", Float, nullable=True),
    _text("how"),
)

appeals = _table(
    "appeals",
    _text("script", ForeignKey("scripts.id"), key=True),
    _text("person", ForeignKey("people.id")),
    _text("reason"),
    _text("made"),
    _text("decided", null=True),
    _text("decided_by", ForeignKey("people.id"), null=True),
    _text("answer"),
    _text("reopened", ForeignKey("scripts.id"), null=True),
    Index("appeals_by_reopened", "reopened"),
)

# Statements on their way to a learning record store, and how far they have come.

statements = _table(
    "statements",
    _text("id", key=True),
    _text("attempt", ForeignKey("attempts.id"), null=True),
    _text("person", null=True),
    _text("made"),
    _text("document"),
    _text("due"),
    _number("tries"),
    _text("error"),
    _text("sent", null=True),
    Index("statements_by_due", "sent", "due"),
    Index("statements_by_attempt", "attempt"),
)

# Who did what.

audit = _table(
    "audit",
    Column("id", Integer, primary_key=True),
    _text("at"),
    _text("person"),
    _text("act"),
    _text("subject"),
    _text("detail"),
    Index("audit_by_subject", "subject"),
    Index("audit_by_person", "person"),
)
