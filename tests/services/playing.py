"""Playing through the use cases: options by their ids, though only turn and position are sent."""

from simulator.services.practise import Conversation, Practise


def place_of(practise: Practise, attempt: str, option: str) -> int:
    """Where an option is shown now."""
    _, session = practise.session(attempt)
    return [each.id for each in session.offered].index(option)


def say(practise: Practise, attempt: str, option: str) -> Conversation:
    """Choose an option for the turn that is due, and skip the reason where one is asked for."""
    _, session = practise.session(attempt)
    shown = practise.choose(attempt, session.turn, place_of(practise, attempt, option))
    return practise.give_reason(attempt, shown.reason_for, None) if shown.reason_for else shown


def play(practise: Practise, scenario: str, *options: str) -> Conversation:
    """Begin, or go on with the open attempt, and say these."""
    shown = practise.begin(scenario)
    for option in options:
        shown = say(practise, shown.attempt, option)
    return shown


def text(parts) -> str:
    return " ".join(part.text for part in parts)
