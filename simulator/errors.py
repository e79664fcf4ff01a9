"""Every error the product raises on purpose: one root, a branch per layer.

The message says what went wrong, where, and what to do; the same facts are attributes for programs.
Authors' mistakes are not exceptions but `simulator.model.diagnostic.Diagnostic` values.
"""


class CoachsimError(Exception):
    """The root: catch this to catch everything the product raises on purpose."""


class ContentError(CoachsimError):
    """Content cannot be used as it stands: see `diagnostics`."""

    def __init__(self, message: str, diagnostics: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics


class UnknownScenario(ContentError):
    def __init__(self, scenario_id: str, nearest: str | None, known: tuple[str, ...]) -> None:
        hint = f"Did you mean '{nearest}'?" if nearest else f"Known scenarios: {', '.join(known) or 'none'}."
        super().__init__(f"There is no scenario '{scenario_id}'. {hint}")
        self.scenario_id, self.nearest, self.known = scenario_id, nearest, known


class UnknownBenchmark(ContentError):
    def __init__(self, benchmark_id: str, nearest: str | None) -> None:
        hint = f"Did you mean '{nearest}'?" if nearest else "Run: coachsim check"
        super().__init__(f"There is no benchmark '{benchmark_id}' that can be marked here. {hint}")
        self.benchmark_id, self.nearest = benchmark_id, nearest


class PlayError(CoachsimError):
    """A choice or a replay that the conversation does not allow."""


class NotOffered(PlayError):
    def __init__(self, beat: str, option_id: str, offered: tuple[str, ...]) -> None:
        super().__init__(f"'{option_id}' is not offered at '{beat}'. Offered: {', '.join(offered)}.")
        self.beat, self.option_id, self.offered = beat, option_id, offered


class WrongTurn(PlayError):
    """The choice belongs to another turn: taken elsewhere already, or not reached yet."""

    def __init__(self, turn: int, current: int) -> None:
        super().__init__(f"That choice was for turn {turn}; the conversation is at turn {current}.")
        self.turn, self.current = turn, current


class ReasonAwaited(PlayError):
    """The last turn was a hinge and nobody has yet written or skipped the reason for it."""

    def __init__(self, turn: int) -> None:
        super().__init__(f"Turn {turn} still waits for your reason. Write a line or skip it, then go on.")
        self.turn = turn


class ConversationOver(PlayError):
    def __init__(self, ending: str) -> None:
        super().__init__(f"The conversation has ended ('{ending}'); nothing more can be said in it.")
        self.ending = ending


class StoreError(CoachsimError):
    """What must be kept could not be kept or found."""


class StoreAway(StoreError):
    """The database does not answer now: busy, restarting or out of reach. The same may be tried again later."""


class StoreFull(StoreError):
    """There is no room left where the database is kept."""


class UnknownAttempt(StoreError):
    def __init__(self, attempt_id: str) -> None:
        super().__init__(f"There is no attempt '{attempt_id}' here. Start the scenario again from the list.")
        self.attempt_id = attempt_id


class TurnTaken(StoreError):
    def __init__(self, attempt_id: str, turn: int) -> None:
        super().__init__(f"Turn {turn} of this attempt has been taken already, perhaps in another tab.")
        self.attempt_id, self.turn = attempt_id, turn


class Overtaken(StoreError):
    """What was to be kept had been kept by somebody else a moment before; look again and go on from there."""


class FolderNotWritable(StoreError):
    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(
            f"Attempts are kept in {folder}, and that folder cannot be written to ({reason}). "
            "Make it writable, or name another with --data DIR or the environment variable COACHSIM_DATA."
        )
        self.folder, self.reason = folder, reason


class ServeError(CoachsimError):
    """The product cannot be served as asked."""


class PortTaken(ServeError):
    def __init__(self, port: int, free: int) -> None:
        super().__init__(
            f"Port {port} is in use by another program on this machine. "
            f"Choose another, for example: coachsim start --port {free}"
        )
        self.port, self.free = port, free
