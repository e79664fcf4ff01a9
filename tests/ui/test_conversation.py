"""The conversation widget, without a browser: what it takes from one, and what it passes on."""

from typing import Any

import pytest

from simulator.ui.components.conversation import REASON_LIMIT, Conversation

Calls = list[tuple[object, ...]]


@pytest.fixture
def calls() -> Calls:
    return []


@pytest.fixture
def conversation(calls: Calls) -> Conversation:
    return Conversation(
        on_choose=lambda turn, position: calls.append(("choose", turn, position)),
        on_reason=lambda turn, text: calls.append(("reason", turn, text)),
        on_pause=lambda: calls.append(("pause",)),
        on_resume=lambda: calls.append(("resume",)),
        on_finish=lambda: calls.append(("finish",)),
        on_hint=lambda turn: calls.append(("hint", turn)),
        on_mood=lambda turn: calls.append(("mood", turn)),
        on_take_back=lambda turn: calls.append(("take_back", turn)),
        options=[{"parts": []}, {"parts": []}],
    )


OFFERS = {"hint": {"hint_offer": "A hint"}, "mood": {"mood_offer": True}, "take_back": {"take_back": "Take that back"}}


def receive(conversation: Conversation, message: object) -> None:
    """As ipywidgets does when a custom message comes in."""
    conversation._handle_custom_msg(message, [])


@pytest.mark.parametrize(
    ("message", "call"),
    [
        ({"do": "choose", "turn": 1, "position": 0}, ("choose", 1, 0)),
        ({"do": "choose", "turn": 99, "position": 1}, ("choose", 99, 1)),
        ({"do": "reason", "turn": 2, "text": "Because."}, ("reason", 2, "Because.")),
        ({"do": "reason", "turn": 2, "text": None}, ("reason", 2, None)),
        ({"do": "reason", "turn": 2, "text": "x" * REASON_LIMIT}, ("reason", 2, "x" * REASON_LIMIT)),
        ({"do": "pause"}, ("pause",)),
        ({"do": "resume"}, ("resume",)),
        ({"do": "finish"}, ("finish",)),
    ],
)
def test_what_is_well_formed_is_passed_on(
    conversation: Conversation, calls: Calls, message: object, call: tuple[object, ...]
) -> None:
    receive(conversation, message)
    assert calls == [call]


MALFORMED = [
    None,
    "choose",
    [],
    7,
    {},
    {"do": None},
    {"do": ["pause"]},
    {"do": "on_pause"},
    {"do": "__class__"},
    {"do": "pause", "more": 1},
    {"do": "choose"},
    {"do": "choose", "turn": 1},
    {"do": "choose", "turn": "1", "position": 0},
    {"do": "choose", "turn": True, "position": 0},
    {"do": "choose", "turn": 1, "position": False},
    {"do": "choose", "turn": 1, "position": -1},
    {"do": "choose", "turn": 1, "position": 2},
    {"do": "choose", "turn": 1.0, "position": 0},
    {"do": "choose", "turn": 1, "position": 0, "option": "plain-account"},
    {"do": "choose", "turn": 1, "position": [0]},
    {"do": "reason", "turn": 1},
    {"do": "reason", "turn": 1, "text": 5},
    {"do": "reason", "turn": True, "text": "x"},
    {"do": "reason", "turn": 1, "text": "x" * (REASON_LIMIT + 1)},
    {"do": "reason", "turn": 1, "text": {"html": "x"}},
]


@pytest.mark.parametrize("message", MALFORMED, ids=str)
def test_what_is_malformed_is_ignored(conversation: Conversation, calls: Calls, message: object) -> None:
    receive(conversation, message)
    assert calls == []


@pytest.mark.parametrize("what", OFFERS)
def test_what_a_mode_of_play_offers_can_be_asked_for(conversation: Conversation, calls: Calls, what: str) -> None:
    conversation.show(**OFFERS[what])
    receive(conversation, {"do": what, "turn": 3})
    assert calls == [(what, 3)]


@pytest.mark.parametrize("what", OFFERS)
def test_what_is_not_offered_cannot_be_asked_for(conversation: Conversation, calls: Calls, what: str) -> None:
    for other in OFFERS.keys() - {what}:
        conversation.show(**OFFERS[other])
    receive(conversation, {"do": what, "turn": 1})
    conversation.show(**OFFERS[what])
    conversation.show(hint_offer="", mood_offer=False, take_back="")
    receive(conversation, {"do": what, "turn": 1})
    assert calls == []


@pytest.mark.parametrize("what", OFFERS)
@pytest.mark.parametrize(
    "more", [{}, {"turn": True}, {"turn": "1"}, {"turn": 1.0}, {"turn": None}, {"turn": [1]}, {"turn": 1, "level": 3}],
    ids=str,
)  # fmt: skip
def test_what_is_offered_is_asked_for_in_the_right_way(
    conversation: Conversation, calls: Calls, what: str, more: dict[str, object]
) -> None:
    conversation.show(**OFFERS[what])
    receive(conversation, {"do": what, **more})
    assert calls == []


@pytest.mark.parametrize("what", OFFERS)
def test_a_page_without_modes_need_not_know_them(what: str) -> None:
    def plain(*_: object) -> None:
        """As the pages before the modes of play."""

    conversation = Conversation(on_choose=plain, on_reason=plain, on_pause=plain, on_resume=plain, on_finish=plain)
    receive(conversation, {"do": what, "turn": 1})
    conversation.show(**OFFERS[what])
    receive(conversation, {"do": what, "turn": 1})
    assert conversation.answered == 2


def test_every_message_is_answered_once(conversation: Conversation) -> None:
    for message in ({"do": "pause"}, "nonsense", {"do": "choose", "turn": 1, "position": 0}):
        receive(conversation, message)
    assert conversation.answered == 3


def test_a_message_is_answered_even_if_dealing_with_it_fails(conversation: Conversation) -> None:
    def fail() -> None:
        raise RuntimeError

    conversation._plain["pause"] = fail
    with pytest.raises(RuntimeError):
        conversation._received(conversation, {"do": "pause"}, [])
    assert conversation.answered == 1


@pytest.mark.parametrize(
    "state",
    [
        {"lines": []}, {"turn": 7}, {"_esm": "alert(1)"}, {"options": [{}] * 9}, {"x": 1}, {"hint_offer": "Give"},
        {"mood_offer": True}, {"take_back": "Again"}, {"dimmed": [0]}, {"mood": "Open"}, {"hints": [{"level": 3}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_browser_changes_no_trait(conversation: Conversation, state: dict[str, Any]) -> None:
    before = conversation.get_state()
    conversation.set_state(state)
    assert conversation.get_state() == before


def test_only_traits_can_be_shown(conversation: Conversation) -> None:
    with pytest.raises(TypeError, match="does not show lies"):
        conversation.show(lies=["x"])


def test_what_changes_together_goes_out_together(conversation: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[set[str]] = []
    monkeypatch.setattr(conversation, "send_state", lambda key=None: sent.append(set(key)))
    conversation._plain["finish"] = lambda: conversation.show(turn=2, about=9, notice="x")
    receive(conversation, {"do": "finish"})
    assert sent == [{"turn", "about", "notice", "answered"}]
