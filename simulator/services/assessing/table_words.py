"""What the tables about marking are called, and what stands in each of their columns."""

README = """\
# Marking, as tables

Everything that assessors, trainees and the machine said about attempts that were put before assessors. The files are
CSV (UTF-8, commas, one row of names first) and fit each other by `script`, `attempt` and `criterion`.

- A script is an attempt put before assessors once; looked at again after an appeal it is another script, which cites
  the first. A benchmark put before an assessor is a script too.
- A level is a number from 0 to 4. An empty level with `opportunity` no means that there was nothing to give a level for
  ("no opportunity"); for the machine, that there was too little evidence. That is not level 0.
- Times are UTC, ISO 8601. People stand here by their accounts. A text that a spreadsheet would take for a formula has
  an apostrophe before it.
- `ratings.csv` has one row for each level that anybody gave, in the long form that statistics programs take.

There are people in these files; keep them safe."""

_SCRIPT = {"script": "the script"}
_SEAT = {**_SCRIPT, "seat": "1 first, 2 second, 3 third mark", "assessor": "whose it is"}
_CRITERION = {"criterion": "the criterion of the rubric"}
_LEVEL = {"level": "0 to 4; empty: no level", "opportunity": "whether there was anything to give a level for"}

COLUMNS: dict[str, dict[str, str]] = {
    "scripts": {
        **_SCRIPT,
        "purpose": "live, calibration (to learn the levels) or seeded (to watch for drift)",
        "round": "which assessment of the attempt it is, from 1",
        "cites": "the script of the round before",
        "attempt": "the attempt; empty for a benchmark",
        "benchmark": "the benchmark; empty for an attempt",
        "assignment": "what the attempt was made for",
        "scenario": "what was played",
        "person": "whose attempt it is",
        "finished": "when the attempt ended",
        "released": "when its result was released last; empty: not yet",
        "rubric": "SHA-256 of the rubric it is marked against",
        "criteria": "what is marked, separated by blanks",
        "made": "when it was put before assessors",
        "final": "whether its mark is final",
    },
    "seats": {
        **_SCRIPT,
        "number": "counts all the seats of the script, from 1",
        "seat": "1 first, 2 second, 3 third mark",
        "why": "why a mark is needed",
        "assessor": "who has it; empty: nobody yet",
        "made": "when it was asked for",
        "opened": "when the script was first looked at",
        "seen": "when it was last looked at",
        "ended": "when it was given up or taken away",
        "ended_why": "why",
    },
    "marks": {
        **_SEAT,
        **_CRITERION,
        **_LEVEL,
        "turns": "the turns that are its evidence, separated by blanks",
        "comment": "what the assessor wrote on the criterion",
        "begun": "when the mark was begun",
        "submitted": "when it was submitted; it has stayed as it was since",
    },
    "notes": {**_SEAT, "turn": "the turn it is about; empty: the whole", "note": "what the assessor wrote"},
    "responses": {
        **_SEAT,
        **_CRITERION,
        "level": "what the assessor abides by after seeing the machine's level",
        "opportunity": _LEVEL["opportunity"],
        "reason": "why",
        "made": "when it was said",
    },
    "flags": {
        **_SCRIPT,
        "gate": "the ethical rule that seems to have been crossed",
        "turn": "at which turn",
        "raised_by": "an assessor, or machine",
        "comment": "what was seen",
        "made": "when it was raised",
        "upheld": "whether a second assessor found it crossed; empty: not decided yet",
        "decided_by": "who decided",
        "reason": "why",
        "decided": "when",
    },
    "consensus": {
        **_SCRIPT,
        "number": "counts the proposals on the script, from 1",
        "proposed_by": "who proposed it",
        **_CRITERION,
        **_LEVEL,
        "reason": "why",
        "made": "when it was proposed",
        "agreed_by": "who agreed; empty: nobody",
        "agreed": "when",
    },
    "finals": {
        **_SCRIPT,
        **_CRITERION,
        "level": "what counts, halves where the mean does; empty: no level",
        "opportunity": _LEVEL["opportunity"],
        "how": "what made it final: first, mean, agreed, closest, third, consensus or capped",
        "made": "when it became final",
        "within": "the rule that stood then where marks differ by less: first mark or mean",
        "beyond": "and where they differ by more: third mark or consensus",
        "gap": "from how many levels of difference on",
        "double": "the share of scripts marked twice whatever happened",
        "border": "how near a cut a script was marked twice",
    },
    "machine": {
        "attempt": "the attempt",
        "scoring": "which scoring of the attempt it is, from 1",
        **_CRITERION,
        "level": "0 to 4; empty: too little evidence",
        "mean": "the mean of the evidence, 0 to 1, shrunk towards random play",
        "items": "how many pieces of evidence there are",
        "rubric": "SHA-256 of the rubric it was scored with",
        "engine": "the version of the product",
        "made": "when it was scored",
    },
    "ratings": {
        **_SCRIPT,
        "attempt": "the attempt; empty for a benchmark",
        "benchmark": "the benchmark; empty for an attempt",
        "purpose": "live, calibration or seeded",
        "round": "which assessment of the attempt it is",
        **_CRITERION,
        "rater": "an assessor's account, or machine, or final",
        "kind": "assessor, machine or final",
        "seat": "of an assessor: 1 first, 2 second, 3 third mark",
        **_LEVEL,
        "made": "when the level was given",
    },
    "releases": {
        "assignment": "the assignment",
        "attempt": "the attempt; empty: the whole assignment",
        "released_by": "who released it",
        "released": "when",
    },
    "appeals": {
        "script": "the script whose result it is about",
        "person": "whose result it is",
        "reason": "why they asked",
        "made": "when",
        "decided": "when it was decided; empty: not yet",
        "decided_by": "who decided",
        "answer": "what they were told",
        "reopened": "the script that was made for it; empty: declined, or not decided",
    },
    "exclusions": {
        "assessor": "who never marks anything",
        "person": "of whom",
        "reason": "why",
        "entered_by": "who said so",
        "made": "when",
    },
}
"""By table; the columns in their order, each with what it means."""
