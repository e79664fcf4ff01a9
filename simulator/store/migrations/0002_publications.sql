CREATE TABLE publications (
    scenario TEXT NOT NULL,
    number INTEGER NOT NULL,
    digest TEXT NOT NULL REFERENCES scenario_versions (digest),
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    person TEXT NOT NULL,
    published TEXT NOT NULL,
    PRIMARY KEY (scenario, number)
);
CREATE INDEX attempts_by_scenario ON attempts (scenario);
