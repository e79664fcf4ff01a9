"""How the working alliance moves: one `transitions` machine for the rules of alliance and repair.

Grounding: trust as reliability, integrity, competence and confidentiality (000 §2.1); growth by consistency
(000 §2.2, 001 #5); repair by acknowledging, taking responsibility and rebuilding together (000 §2.3, 004 Setbacks).
The table `RULES` is the only statement of the rules; `react` is the only way to apply it. This module does not
know scenarios: which event a move carries is the author's business.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import Lock
from typing import Any

from transitions import Machine

from simulator.model.alliance import Alliance, BreachType, Event, Facet, Ingredient, Mode, Mood, Persona, Style

STRAINED = (Mode.WITHDRAWING, Mode.CONFRONTING, Mode.BREACHED)
WORKING_TRUST = 2

_NEED_SAFEGUARD = (BreachType.CONFIDENTIALITY, BreachType.INTEGRITY)


class _Relationship:
    """The machine's model: holds a scratch copy of one state while one event is applied to it.

    The result is read off as a value, so an exception on the way changes nothing that anyone has seen.
    Compares by identity, because `transitions` silently drops the second of two equal models.
    """

    state: Mode
    trigger: Callable[[str], bool]

    def load(self, persona: Persona, before: Alliance, facet: Facet, breach: BreachType | None) -> None:
        self.state = before.mode
        self.persona = persona
        self.mode_before = before.mode
        self.trust = before.trust
        self.ingredients = frozenset(before.ingredients)
        self.strikes = before.strikes
        self.strain_facet = before.facet
        self.breach = before.breach
        self.watch = before.watch
        self.facet_here = facet
        self.new_breach = breach

    # What may hold: guards, which change nothing.

    def strike_is_last(self) -> bool:
        return self.strikes + 1 >= self.persona.patience

    def strike_ends_it(self) -> bool:
        return self.strike_is_last() and self.trust == 0

    def harm_ends_it(self) -> bool:
        return self.trust == 0 or (self.strike_is_last() and self.trust == 1)

    def push_is_absorbed(self) -> bool:
        return self.trust == 3 and self.strikes == 0

    def client_defers(self) -> bool:
        return self.persona.style is Style.DEFERS

    def is_watched(self) -> bool:
        return self.watch

    def same_breach_again(self) -> bool:
        return self.watch and self.breach is self.new_breach

    def something_is_spoken(self) -> bool:
        return bool(self.ingredients & {Ingredient.NAMED, Ingredient.OWNED})

    def can_be_heard(self) -> bool:
        return self.mode_before is Mode.CONFRONTING or self.something_is_spoken()

    def repair_is_complete(self) -> bool:
        if self.mode_before is not Mode.BREACHED and self.strain_facet is Facet.TASK:
            return bool(self.ingredients)
        return self.required() <= self.ingredients

    def task_can_simply_change(self) -> bool:
        return self.mode_before is Mode.WITHDRAWING and self.strain_facet is Facet.TASK

    def required(self) -> frozenset[Ingredient]:
        """What a strain of the bond, or a breach, needs before a joint renegotiation settles it."""
        if self.mode_before is Mode.WITHDRAWING:
            return frozenset({Ingredient.NAMED, Ingredient.HEARD})
        if self.mode_before is Mode.CONFRONTING:
            return frozenset({Ingredient.OWNED, Ingredient.HEARD})
        needed = {Ingredient.NAMED, Ingredient.OWNED, Ingredient.HEARD}
        return frozenset(needed | {Ingredient.SAFEGUARDED} if self.breach in _NEED_SAFEGUARD else needed)

    # What changes: effects, named as the table names them.

    def grow_to_ceiling(self) -> None:
        self.grow(self.persona.trust_ceiling)

    def grow_to_working(self) -> None:
        self.grow(min(WORKING_TRUST, self.persona.trust_ceiling))

    def grow(self, limit: int) -> None:
        self.trust = max(self.trust, min(self.trust + 1, limit))
        self.strikes = 0

    def forget_strikes(self) -> None:
        self.strikes = 0

    def ease(self) -> None:
        self.strikes = max(0, self.strikes - 1)

    def strike(self) -> None:
        self.strikes += 1

    def strike_hard(self) -> None:
        """A strike while strained: the last one costs trust and starts the count again."""
        self.strikes += 1
        if self.strikes >= self.persona.patience:
            self.strikes = 0
            self.trust -= 1

    def harm(self) -> None:
        self.trust -= 1
        self.ingredients = frozenset()
        self.strike_hard()

    def lose_trust(self) -> None:
        self.trust = max(0, self.trust - 1)

    def strain_here(self) -> None:
        self.strain(self.facet_here)

    def strain_the_bond(self) -> None:
        self.strain(Facet.BOND)

    def strain(self, facet: Facet) -> None:
        self.strain_facet = facet
        self.ingredients = frozenset()
        self.strikes = 0

    def add_named(self) -> None:
        self.add(Ingredient.NAMED)

    def add_owned(self) -> None:
        self.add(Ingredient.NAMED, Ingredient.OWNED)

    def add_heard(self) -> None:
        self.add(Ingredient.HEARD)

    def add_safeguarded(self) -> None:
        self.add(Ingredient.SAFEGUARDED)

    def add(self, *ingredients: Ingredient) -> None:
        self.ingredients |= set(ingredients)
        self.strikes = 0

    def settle(self) -> None:
        """The strain is repaired: trust one higher; a repaired breach stays on watch until it is followed through."""
        if self.mode_before is Mode.BREACHED:
            self.grow_to_working()
            self.watch = True
        else:
            self.grow_to_ceiling()
            self.breach = None
            self.watch = False
        self.close_strain()

    def settle_without_gain(self) -> None:
        self.breach = None
        self.close_strain()

    def close_strain(self) -> None:
        self.ingredients = frozenset()
        self.strikes = 0
        self.strain_facet = None

    def prove(self) -> None:
        self.grow_to_ceiling()
        self.watch = False
        self.breach = None

    def break_trust(self) -> None:
        self.trust = max(0, self.trust - 2)
        self.strain(Facet.BOND)
        self.breach = self.new_breach
        self.watch = False

    def leave(self) -> None:
        self.trust = 0
        self.breach = None
        self.watch = False
        self.close_strain()

    def value(self) -> Alliance:
        ingredients = tuple(sorted(self.ingredients))
        return Alliance(
            Mode(self.state), self.trust, ingredients, self.strikes, self.strain_facet, self.breach, self.watch
        )


def _on(
    events: Iterable[Event],
    source: Mode | tuple[Mode, ...],
    dest: Mode | None,
    do: str | list[str] | None,
    when: str | None = None,
) -> list[dict[str, Any]]:
    """The rows of the table for some events; `dest` None stays in the mode, the first row whose `when` holds counts."""
    return [
        {"trigger": event.value, "source": source, "dest": dest, "after": do, "conditions": when} for event in events
    ]


_E, _M = Event, Mode

RULES: list[dict[str, Any]] = [
    # Settled: warmth and clear terms build trust; lapses count; pressure strains at once.
    *_on([_E.CONNECT], _M.SETTLED, None, "grow_to_ceiling"),
    *_on([_E.EMPOWER, _E.CONTRACT], _M.SETTLED, None, "grow_to_working"),
    *_on([_E.NEUTRAL, _E.NAME, _E.OWN, _E.HEAR, _E.RENEGOTIATE], _M.SETTLED, None, None),
    *_on([_E.MISS, _E.OVERDO, _E.DEFEND], _M.SETTLED, _M.WITHDRAWING, "strain_the_bond", "strike_is_last"),
    *_on([_E.MISS, _E.OVERDO, _E.DEFEND], _M.SETTLED, None, "strike"),
    *_on([_E.PUSH], _M.SETTLED, None, "strike", "push_is_absorbed"),
    *_on([_E.PUSH], _M.SETTLED, _M.WITHDRAWING, ["lose_trust", "strain_here"], "client_defers"),
    *_on([_E.PUSH], _M.SETTLED, _M.CONFRONTING, ["lose_trust", "strain_here"]),
    *_on([_E.FOLLOW], _M.SETTLED, None, "prove", "is_watched"),
    *_on([_E.FOLLOW], _M.SETTLED, None, "forget_strikes"),
    # Strained: ingredients of repair, then a joint new agreement; everything else costs.
    *_on([_E.CONNECT], STRAINED, None, "ease"),
    *_on([_E.NAME], STRAINED, None, "add_named"),
    *_on([_E.OWN], STRAINED, None, "add_owned"),
    *_on([_E.HEAR], STRAINED, None, "add_heard", "can_be_heard"),
    *_on([_E.HEAR], STRAINED, None, "add_named"),
    *_on([_E.CONTRACT], _M.BREACHED, None, "add_safeguarded", "something_is_spoken"),
    *_on([_E.RENEGOTIATE, _E.EMPOWER], STRAINED, _M.SETTLED, "settle", "repair_is_complete"),
    *_on([_E.RENEGOTIATE], STRAINED, _M.SETTLED, "settle_without_gain", "task_can_simply_change"),
    *_on([_E.DEFEND, _E.PUSH], STRAINED, _M.EXIT, "leave", "harm_ends_it"),
    *_on([_E.DEFEND, _E.PUSH], STRAINED, None, "harm"),
    *_on(
        [_E.NEUTRAL, _E.MISS, _E.OVERDO, _E.FOLLOW, _E.CONTRACT, _E.RENEGOTIATE, _E.EMPOWER],
        STRAINED, _M.EXIT, "leave", "strike_ends_it",
    ),
    *_on(
        [_E.NEUTRAL, _E.MISS, _E.OVERDO, _E.FOLLOW, _E.CONTRACT, _E.RENEGOTIATE, _E.EMPOWER],
        STRAINED, None, "strike_hard",
    ),
    # A breach strikes anywhere; the same one again while on watch is the end.
    *_on([_E.BREACH], (_M.SETTLED, *STRAINED), _M.EXIT, "leave", "same_breach_again"),
    *_on([_E.BREACH], (_M.SETTLED, *STRAINED), _M.BREACHED, "break_trust"),
    # Exit absorbs everything.
    *_on(list(_E), _M.EXIT, None, None),
]  # fmt: skip


_relationship = _Relationship()
_one_at_a_time = Lock()

ALLIANCE_MACHINE = Machine(
    model=_relationship, states=list(Mode), transitions=RULES, initial=Mode.SETTLED, auto_transitions=False
)
"""The machine itself; also what pictures of the alliance are drawn from."""


@lru_cache(maxsize=1 << 16)
def react(
    persona: Persona, before: Alliance, event: Event, facet: Facet = Facet.BOND, breach: BreachType | None = None
) -> Alliance:
    """The alliance after one event.

    `facet` is that of the beat (it matters for PUSH), `breach` the type of a BREACH. Pure and memoised:
    what the machine did once for a state it does for ever. Every event is defined in every mode.
    """
    if (event is Event.BREACH) != (breach is not None):
        raise ValueError(f"{event} with breach type {breach}: exactly the event BREACH carries a breach type")
    with _one_at_a_time:
        _relationship.load(persona, before, facet, breach)
        _relationship.trigger(event.value)
        return _relationship.value()


def mood_of(alliance: Alliance, style: Style, *, overdone: bool = False) -> Mood:
    """What the client shows. `overdone`: the option just chosen carried OVERDO (words fine, energy gone)."""
    if alliance.mode is Mode.EXIT:
        return Mood.GONE
    if alliance.mode is Mode.SETTLED:
        return (Mood.CLOSED, Mood.GUARDED, Mood.OPEN, Mood.CANDID)[alliance.trust]
    if alliance.ingredients:
        return Mood.TESTING
    if alliance.mode is Mode.WITHDRAWING:
        return Mood.POLITE if overdone else Mood.CLOSED
    if alliance.mode is Mode.CONFRONTING:
        return Mood.PUSHING_BACK
    return Mood.POLITE if style is Style.DEFERS else Mood.HURT
