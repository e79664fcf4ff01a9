CREATE TABLE scenario_versions (
    digest TEXT PRIMARY KEY,
    scenario TEXT NOT NULL,
    canonical TEXT NOT NULL
);
CREATE TABLE attempts (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    scenario TEXT NOT NULL,
    digest TEXT NOT NULL REFERENCES scenario_versions (digest),
    seed TEXT NOT NULL,
    begun TEXT NOT NULL,
    ending TEXT,
    finished TEXT
);
CREATE INDEX attempts_by_person ON attempts (person, begun);
CREATE TABLE choices (
    attempt TEXT NOT NULL REFERENCES attempts (id),
    turn INTEGER NOT NULL,
    chosen TEXT NOT NULL,
    reason TEXT,
    taken TEXT NOT NULL,
    PRIMARY KEY (attempt, turn)
);
