"""Does one beat, one line or one id give the best option away by itself? No statistics; those are in `tells`.

The rules L.. are those of the content specification (3c.2).
"""

import re
from collections.abc import Iterator

import numpy as np

from simulator.model.scenario import Beat
from simulator.verification.finding import Finding, beat_path, option_path
from simulator.verification.rules.wording import counted
from simulator.verification.subject import Subject
from simulator.verification.surface.duplicates import near_duplicates
from simulator.verification.surface.features import measure
from simulator.verification.surface.lists import PLEASANT
from simulator.verification.surface.words import straight

MOST_RATIO = 1.6
MOST_FROM_MEAN = 0.2
MOST_GRADES = 3.0
TOO_ALIKE = 0.85
PRAISING_IDS = (
    "best",
    "correct",
    "optimal",
    "ideal-answer",
    "right-answer",
    "best-option",
    "good-option",
    "right-option",
)
DAMNING_IDS = (
    *("worst", "incorrect", "suboptimal", "wrong-answer", "bad-answer", "bad-option", "wrong-option", "poor-option"),
    *("distractor", "decoy", "trap"),
)
"""What an id says of an option if it is this, or ends in it after a hyphen; `bad-news-first` says nothing of it."""
_PRAISE = r"(?:good|great|excellent|nice|lovely|clever|fine|brilliant|better|interesting)"
_BLAME = r"(?:leading|loaded|bad|odd|strange|terrible|funny)"
_VERY = r"(?:(?:very|really|such|quite|rather|pretty)\ )?"
_WELL = r"(?:well|nicely|badly|beautifully|poorly|neatly|perfectly|clumsily)"
_WORDED = r"(?:put|asked|said|phrased|worded|framed)"
VERDICT = re.compile(
    rf"""
      (?: (?: ^ | [.!?…;:)] ) \s* (?:(?:oh|well|hm+|ah|wow|ooh|now)[,.…]*\ )? (?:a\ )? {_VERY} (?:{_PRAISE}|{_BLAME})
        | (?: \b(?: that's | that\ is | that\ was | this\ is | it's | it\ is | what )\ (?:such\ )?an?\ {_VERY}
            | \byou\ ask\ (?:me\ )?(?:such\ )?(?:an?\ )? )
          (?:{_PRAISE}|{_BLAME}|wrong|stupid|silly) )  # "Silly question" alone is of one's own
      \ (?: questions?
          | choice\ of\ words | wording
          | way\ (?:of\ (?:asking|putting|saying) | to\ (?:ask|put|say))\ (?:it|that|this)\b (?!\ to) )\b
    | \b I\ (?:really\ |do\ )? (?:don't\ |do\ not\ |didn't\ )? (?:like|love|hate|dislike|appreciate)
      \ (?:how|the\ way)\ you\ (?:just\ )?(?:ask(?:ed)?|put|said|say|phrased?|worded?|framed?)\b
      (?!\ (?:her|him|them|my|our)\b)
    | (?: ^ | [.!?…;:)]\ * | \b(?:that's|that\ was|that\ is|it's)\ ) {_VERY} {_WELL}\ {_WORDED}\b
    | \b you\ (?:asked|said|put|phrased|worded)\ (?:that|it|this)\ (?:so\ |very\ |really\ )?{_WELL}\b
    | \b (?:that's|that\ is)\ (?:just\ |exactly\ )?the\ (?:right|wrong)\ (?:question | thing\ to\ (?:ask|say))\b
      (?!\ (?:to|for)\b)
    | \b (?:that's|that\ is|that\ was|what)\ (?:such\ )?an?\ {_VERY}
      (?: (?:coach|therapist|counsellor|counselor)(?:-?y|-?like)? | textbook )
      \ (?:question | answer | line | phrase | thing\ to\ (?:ask|say))\b
    | \b you\ sound\ (?:just\ )?like\ (?:a|my|some)\ (?:coach|therapist|counsellor|textbook|manual|leaflet)\b
    | \b you(?:'re|\ are)\ (?:very\ |so\ |really\ )?(?:good|bad)\ at\ (?:this|asking|questions)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What a client says of the coach's own wording, and not of anybody else's."""


def lengths_at_a_beat(subject: Subject) -> Iterator[Finding]:
    """L01: options of much the same length, and the best one no exception."""
    for beat, _ in subject.beats:
        words = np.array([measure(option.say)["words"] for option in beat.options])
        longest, shortest = int(np.argmax(words)), int(np.argmin(words))
        if words[longest] > MOST_RATIO * words[shortest]:
            fault = f"the longest option has {counted(words[longest], 'word')} and the shortest {words[shortest]:g}"
            bounds = f"{words[longest] / max(1.0, words[shortest]):.2f} times as many, at most {MOST_RATIO:g} is fair"
            yield _at(beat, longest, "L01", fault, bounds)
        best = int(np.argmax(subject.node_quality[beat.id]))
        off = words[best] / words.mean() - 1
        if abs(off) > MOST_FROM_MEAN:
            fault = f"the best option has {counted(words[best], 'word')} where the mean is {words.mean():.1f}"
            yield _at(beat, best, "L01", fault, f"{off:+.0%}, at most {MOST_FROM_MEAN:.0%} either way is fair")


def _at(beat: Beat, column: int, code: str, fault: str, figures: str) -> Finding:
    values = {"beat": beat.id, "fault": fault, "figures": figures}
    return Finding(code, option_path(beat.id, beat.options[column].id, "say"), values)


def nothing_warm_is_wrong(subject: Subject) -> Iterator[Finding]:
    """L11 at a beat: where no wrong option sounds warm, warmth decides."""
    for beat, _ in subject.beats:
        best = subject.best_at(beat)
        if not any(_is_warm(option.say) for option in beat.options if option is not best):
            tell, figures = "no wrong option sounds warm", f"0 of {len(beat.options) - 1} wrong options"
            values = {"scope": f"at '{beat.id}'", "tell": tell, "figures": figures}
            yield Finding("L11", beat_path(beat.id, "options"), values)


def _is_warm(say: str) -> bool:
    return bool(PLEASANT.search(say.lower())) or measure(say)["empathic"] > 0 or measure(say)["agreement"] > 0


def grades_at_a_beat(subject: Subject) -> Iterator[Finding]:
    """L12 at a beat: no option is much harder to read than another."""
    for beat, _ in subject.beats:
        grades = [measure(option.say)["grade"] for option in beat.options]
        spread, hardest = max(grades) - min(grades), int(np.argmax(grades))
        if spread > MOST_GRADES:
            fault = f"the options at '{beat.id}' differ by {spread:.1f} reading grades"
            figures = f"{min(grades):.1f} to {max(grades):.1f}, at most {MOST_GRADES:g} apart is fair"
            values = {"fault": fault, "figures": figures}
            yield Finding("L12", option_path(beat.id, beat.options[hardest].id, "say"), values)


def near_copies_at_a_beat(subject: Subject) -> Iterator[Finding]:
    """L14 at a beat: two options that say nearly the same are no choice."""
    for beat, _ in subject.beats:
        for first, second, likeness in near_duplicates([option.say for option in beat.options], TOO_ALIKE):
            values = {
                "option": beat.options[second].id,
                "other": beat.options[first].id,
                "where": "the same beat",
                "likeness": f"{likeness:.2f}",
                "most": f"{TOO_ALIKE:g}",
            }
            yield Finding("L14", option_path(beat.id, beat.options[second].id, "say"), values)


def ids_that_tell(subject: Subject) -> Iterator[Finding]:
    """L16: ids stand in links, exports and reports, so they say what an option does and not how good it is."""
    for beat, _ in subject.beats:
        best = subject.best_at(beat)
        for option in beat.options:
            words = PRAISING_IDS if option is best else DAMNING_IDS
            if told := [word for word in words if _says(option.id, word)]:
                values = {
                    "scope": f"at '{beat.id}'",
                    "tell": f"the id '{option.id}' says how good the option is",
                    "figures": f"the word '{told[0]}'",
                }
                yield Finding("L16", option_path(beat.id, option.id), values)


def _says(option_id: str, word: str) -> bool:
    """Whether an id is a word or ends in it; a number that tells it from others of its kind is left aside."""
    return f"-{option_id.rstrip('-0123456789')}".endswith(f"-{word}")


def client_judges_the_wording(subject: Subject) -> Iterator[Finding]:
    """L19: the client reacts to what was meant, and never marks how it was said."""
    for beat in subject.scenario.beats:
        for line in beat.lines:
            for i, case in enumerate(line.text):
                if found := VERDICT.search(" ".join(straight(case.value).split())):
                    path = beat_path(beat.id, "client", line.mood or "otherwise", *([i] if len(line.text) > 1 else []))
                    yield Finding("L19", path, {"beat": beat.id, "words": found[0].strip(' .,;:!?…)"')})


RULES = (
    lengths_at_a_beat,
    nothing_warm_is_wrong,
    grades_at_a_beat,
    near_copies_at_a_beat,
    ids_that_tell,
    client_judges_the_wording,
)
