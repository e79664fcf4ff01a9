"""Assessment by people: scripts, seats, marks and what is said after them, finals, appeals; and statements on their way
to a learning record store. An assignment says whether assessors mark it.
"""

from simulator.store.migrations.statements import run

revision, down_revision = "0004", "0003"

TABLES = (
    "moderation (number INTEGER PRIMARY KEY, made TEXT NOT NULL, person TEXT NOT NULL, document TEXT NOT NULL)",
    "exclusions (assessor TEXT NOT NULL REFERENCES people (id), person TEXT NOT NULL REFERENCES people (id),"
    " reason TEXT NOT NULL, entered_by TEXT NOT NULL REFERENCES people (id), made TEXT NOT NULL,"
    " PRIMARY KEY (assessor, person))",
    "scripts (id TEXT PRIMARY KEY, attempt TEXT REFERENCES attempts (id), benchmark TEXT, purpose TEXT NOT NULL,"
    " round INTEGER NOT NULL, rubric TEXT NOT NULL REFERENCES rubric_versions (digest), criteria TEXT NOT NULL,"
    " made TEXT NOT NULL, cites TEXT REFERENCES scripts (id))",
    "seats (script TEXT NOT NULL REFERENCES scripts (id), number INTEGER NOT NULL, seat INTEGER NOT NULL,"
    " why TEXT NOT NULL, made TEXT NOT NULL, assessor TEXT REFERENCES people (id), opened TEXT, seen TEXT,"
    " ended TEXT, ended_why TEXT NOT NULL, PRIMARY KEY (script, number))",
    "mark_drafts (script TEXT NOT NULL REFERENCES scripts (id), assessor TEXT NOT NULL REFERENCES people (id),"
    " version INTEGER NOT NULL, document TEXT NOT NULL, saved TEXT NOT NULL, PRIMARY KEY (script, assessor))",
    "marks (script TEXT NOT NULL REFERENCES scripts (id), seat INTEGER NOT NULL,"
    " assessor TEXT NOT NULL REFERENCES people (id), begun TEXT NOT NULL, submitted TEXT NOT NULL,"
    " comment TEXT NOT NULL, PRIMARY KEY (script, seat))",
    "mark_criteria (script TEXT NOT NULL REFERENCES scripts (id), seat INTEGER NOT NULL, criterion TEXT NOT NULL,"
    " level INTEGER, turns TEXT NOT NULL, comment TEXT NOT NULL, PRIMARY KEY (script, seat, criterion))",
    "mark_notes (script TEXT NOT NULL REFERENCES scripts (id), seat INTEGER NOT NULL, turn INTEGER NOT NULL,"
    " note TEXT NOT NULL, PRIMARY KEY (script, seat, turn))",
    "mark_responses (script TEXT NOT NULL REFERENCES scripts (id), seat INTEGER NOT NULL, criterion TEXT NOT NULL,"
    " level INTEGER, reason TEXT NOT NULL, made TEXT NOT NULL, PRIMARY KEY (script, seat, criterion))",
    "flags (script TEXT NOT NULL REFERENCES scripts (id), gate TEXT NOT NULL, turn INTEGER NOT NULL,"
    " assessor TEXT REFERENCES people (id), comment TEXT NOT NULL, made TEXT NOT NULL,"
    " PRIMARY KEY (script, gate, turn))",
    "flag_decisions (script TEXT NOT NULL REFERENCES scripts (id), gate TEXT NOT NULL, turn INTEGER NOT NULL,"
    " assessor TEXT NOT NULL REFERENCES people (id), upheld INTEGER NOT NULL, reason TEXT NOT NULL,"
    " made TEXT NOT NULL, PRIMARY KEY (script, gate, turn))",
    "consensus (script TEXT NOT NULL REFERENCES scripts (id), number INTEGER NOT NULL,"
    " assessor TEXT NOT NULL REFERENCES people (id), levels TEXT NOT NULL, reason TEXT NOT NULL, made TEXT NOT NULL,"
    " agreed_by TEXT REFERENCES people (id), agreed TEXT, PRIMARY KEY (script, number))",
    "finals (script TEXT PRIMARY KEY REFERENCES scripts (id), made TEXT NOT NULL, policy TEXT NOT NULL)",
    "final_criteria (script TEXT NOT NULL REFERENCES scripts (id), criterion TEXT NOT NULL, level REAL,"
    " how TEXT NOT NULL, PRIMARY KEY (script, criterion))",
    "appeals (script TEXT PRIMARY KEY REFERENCES scripts (id), person TEXT NOT NULL REFERENCES people (id),"
    " reason TEXT NOT NULL, made TEXT NOT NULL, decided TEXT, decided_by TEXT REFERENCES people (id),"
    " answer TEXT NOT NULL, reopened TEXT REFERENCES scripts (id))",
    "statements (id TEXT PRIMARY KEY, attempt TEXT REFERENCES attempts (id), person TEXT, made TEXT NOT NULL,"
    " document TEXT NOT NULL, due TEXT NOT NULL, tries INTEGER NOT NULL, error TEXT NOT NULL, sent TEXT)",
)

INDEXES = (
    "INDEX exclusions_by_person ON exclusions (person)",
    "UNIQUE INDEX scripts_by_attempt ON scripts (attempt, round)",
    "INDEX scripts_by_cited ON scripts (cites)",
    "INDEX seats_by_assessor ON seats (assessor)",
    "UNIQUE INDEX seats_taken_once ON seats (script, seat) WHERE ended IS NULL",
    "UNIQUE INDEX marks_by_assessor ON marks (script, assessor)",
    "INDEX appeals_by_reopened ON appeals (reopened)",
    "INDEX statements_by_due ON statements (sent, due)",
    "INDEX statements_by_attempt ON statements (attempt)",
)


def upgrade() -> None:
    for table in TABLES:
        run(f"CREATE TABLE {table}")
    run("ALTER TABLE assignments ADD COLUMN assessed INTEGER NOT NULL DEFAULT 0")
    for index in INDEXES:
        run(f"CREATE {index}")
