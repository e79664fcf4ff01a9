"""People and roles, cohorts, assignments, scores, the audit log; attempts say how and for what they are played.

Whoever has attempts or publications already becomes a person with every role: until now there was one person, on
their own machine.
"""

from simulator.store.migrations.statements import run

revision, down_revision = "0003", "0002"

TABLES = (
    "rubric_versions (digest TEXT PRIMARY KEY, rubric TEXT NOT NULL, canonical TEXT NOT NULL)",
    "people (id TEXT PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, email TEXT,"
    " made TEXT NOT NULL, disabled TEXT)",
    "roles (person TEXT NOT NULL REFERENCES people (id), role TEXT NOT NULL, PRIMARY KEY (person, role))",
    "passwords (person TEXT PRIMARY KEY REFERENCES people (id), hash TEXT NOT NULL, changed TEXT NOT NULL)",
    "invitations (token TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people (id), made TEXT NOT NULL,"
    " expires TEXT NOT NULL, used TEXT)",
    "sign_ins (token TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people (id), begun TEXT NOT NULL,"
    " expires TEXT NOT NULL, ended TEXT)",
    "cohorts (id TEXT PRIMARY KEY, name TEXT NOT NULL, made TEXT NOT NULL, archived TEXT)",
    "cohort_members (cohort TEXT NOT NULL REFERENCES cohorts (id), person TEXT NOT NULL REFERENCES people (id),"
    " PRIMARY KEY (cohort, person))",
    "cohort_trainers (cohort TEXT NOT NULL REFERENCES cohorts (id), person TEXT NOT NULL REFERENCES people (id),"
    " PRIMARY KEY (cohort, person))",
    "assignments (id TEXT PRIMARY KEY, title TEXT NOT NULL, mode TEXT NOT NULL, opens TEXT NOT NULL, due TEXT,"
    " zone TEXT NOT NULL, attempts INTEGER, held INTEGER NOT NULL, targets TEXT NOT NULL, note TEXT NOT NULL,"
    " person TEXT NOT NULL REFERENCES people (id), made TEXT NOT NULL, copied TEXT, withdrawn TEXT)",
    "assignment_exercises (assignment TEXT NOT NULL REFERENCES assignments (id), scenario TEXT NOT NULL,"
    " digest TEXT NOT NULL REFERENCES scenario_versions (digest), place INTEGER NOT NULL,"
    " PRIMARY KEY (assignment, scenario))",
    "assignment_cohorts (assignment TEXT NOT NULL REFERENCES assignments (id),"
    " cohort TEXT NOT NULL REFERENCES cohorts (id), PRIMARY KEY (assignment, cohort))",
    "assignment_people (assignment TEXT NOT NULL REFERENCES assignments (id),"
    " person TEXT NOT NULL REFERENCES people (id), PRIMARY KEY (assignment, person))",
    "hints (attempt TEXT NOT NULL REFERENCES attempts (id), turn INTEGER NOT NULL, level INTEGER NOT NULL,"
    " taken TEXT NOT NULL, PRIMARY KEY (attempt, turn, level))",
    "scores (attempt TEXT NOT NULL REFERENCES attempts (id), number INTEGER NOT NULL, made TEXT NOT NULL,"
    " rubric TEXT NOT NULL REFERENCES rubric_versions (digest), engine TEXT NOT NULL, kept REAL NOT NULL,"
    " chance_corrected REAL NOT NULL, result TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (attempt, number))",
    "scored_criteria (attempt TEXT NOT NULL REFERENCES attempts (id), number INTEGER NOT NULL,"
    " criterion TEXT NOT NULL, level INTEGER, m REAL NOT NULL, items INTEGER NOT NULL,"
    " PRIMARY KEY (attempt, number, criterion))",
    "scored_turns (attempt TEXT NOT NULL REFERENCES attempts (id), number INTEGER NOT NULL, turn INTEGER NOT NULL,"
    " beat TEXT NOT NULL, chosen TEXT NOT NULL, quality REAL NOT NULL, loss REAL NOT NULL, seconds INTEGER,"
    " PRIMARY KEY (attempt, number, turn))",
    "releases (id COUNTER, assignment TEXT NOT NULL REFERENCES assignments (id),"
    " attempt TEXT REFERENCES attempts (id), person TEXT NOT NULL, released TEXT NOT NULL)",
    "audit (id COUNTER, at TEXT NOT NULL, person TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL,"
    " detail TEXT NOT NULL)",
)

COLUMNS = (
    "mode TEXT NOT NULL DEFAULT 'practice'",
    "assignment TEXT REFERENCES assignments (id)",
    "number INTEGER",
    "parent TEXT REFERENCES attempts (id)",
    "continued TEXT",
)

INDEXES = (
    "UNIQUE INDEX people_by_account ON people (account)",
    "INDEX invitations_by_person ON invitations (person)",
    "INDEX sign_ins_by_person ON sign_ins (person)",
    "INDEX cohort_members_by_person ON cohort_members (person)",
    "INDEX cohort_trainers_by_person ON cohort_trainers (person)",
    "INDEX assignments_by_person ON assignments (person)",
    "INDEX assignment_cohorts_by_cohort ON assignment_cohorts (cohort)",
    "INDEX assignment_people_by_person ON assignment_people (person)",
    "UNIQUE INDEX attempts_by_assignment ON attempts (assignment, person, scenario, number)",
    "INDEX releases_by_assignment ON releases (assignment)",
    "INDEX audit_by_subject ON audit (subject)",
    "INDEX audit_by_person ON audit (person)",
)


def upgrade() -> None:
    for table in TABLES:
        run(f"CREATE TABLE {table}")
    for column in COLUMNS:
        run(f"ALTER TABLE attempts ADD COLUMN {column}")
    for index in INDEXES:
        run(f"CREATE {index}")
    _people_so_far()


def _people_so_far() -> None:
    known = (
        "SELECT person, min(made) AS made FROM (SELECT person, begun AS made FROM attempts"
        " UNION ALL SELECT person, published AS made FROM publications) AS known GROUP BY person"
    )
    columns = "INSERT INTO people (id, account, name, made)"
    run(f"{columns} SELECT person, person, person, made FROM ({known}) AS one")  # noqa: S608
    for role in ("trainee", "trainer", "assessor", "administrator"):
        run(f"INSERT INTO roles (person, role) SELECT id, '{role}' FROM people")  # noqa: S608
