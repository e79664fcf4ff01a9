"""The scenario format as authors write it (`format: 1`): which keys there are, and what each may hold.

Only the shape is judged here; what refers to what is judged in `references`, and `build` makes the value. The
published JSON Schema is generated from these classes, so editor and loader cannot disagree.
"""

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints

from simulator.model.alliance import BreachType, Event, Facet, Mode, Mood, Style
from simulator.model.scenario import Form, Result

T = TypeVar("T")

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Brief = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


def _once(values: list[Any]) -> list[Any]:
    twice = next((each for each, count in Counter(values).items() if count > 1), None)
    if twice is not None:
        raise ValueError(f"'{twice}' stands in it twice")
    return values


Once = (AfterValidator(_once), Field(json_schema_extra={"uniqueItems": True}))
"""A list in which nothing stands twice."""
Slugs = Annotated[list[Slug], *Once]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
Reference = Annotated[str, StringConstraints(pattern=r"^[0-9]{3} \S.*$", max_length=60)]
Scalar = str | int | bool


def _as_values(value: Any) -> Any:
    if all(isinstance(each, str | int) for each in (value if isinstance(value, list) else [value])):
        return value
    raise ValueError('one value, a list of values or a range such as "2.." is expected')


Values = Annotated[Any, PlainValidator(_as_values, json_schema_input_type=Scalar | list[Scalar])]
When = Annotated[dict[str, Values], Field(min_length=1)]
"""What must hold: facts and their values (one, a list of, or a range such as `"2.."`)."""


class Document(BaseModel):
    """A mapping in the file: unknown keys are mistakes, and nothing is converted behind the author's back."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


class CaseDocument(Document, Generic[T]):
    when: When | None = None
    value: T = Field(alias="is")


class RouteDocument(Document):
    when: When | None = None
    to: Slug


def _as_cases(key: str) -> BeforeValidator:
    def normalise(value: Any) -> Any:
        return value if isinstance(value, list) else [{key: value}]

    return BeforeValidator(normalise)


Quality = Annotated[int, Field(ge=0, le=4)]
Utility = Annotated[float, Field(ge=0, le=1, strict=False)]
"""Whole numbers are welcome too; `"0.5"` in quotes is not (see `_number`)."""


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number from 0 to 1 is expected")
    return float(value)


_Number = BeforeValidator(_number, json_schema_input_type=float)

QualityCases = Annotated[
    list[CaseDocument[Quality]],
    Field(min_length=1),
    BeforeValidator(_as_cases("is").func, json_schema_input_type=Quality | list[CaseDocument[Quality]]),
]
UtilityCases = Annotated[
    list[CaseDocument[Annotated[Utility, _Number]]],
    Field(min_length=1),
    BeforeValidator(_as_cases("is").func, json_schema_input_type=Utility | list[CaseDocument[Utility]]),
]
TextCases = Annotated[
    list[CaseDocument[Text]],
    Field(min_length=1),
    BeforeValidator(_as_cases("is").func, json_schema_input_type=Text | list[CaseDocument[Text]]),
]
Routes = Annotated[
    list[RouteDocument],
    Field(min_length=1),
    BeforeValidator(_as_cases("to").func, json_schema_input_type=Slug | list[RouteDocument]),
]


class BreachDocument(Document):
    breach: BreachType = Field(alias="BREACH", strict=False)


_PLAIN_EVENTS = tuple(event.value for event in Event if event is not Event.BREACH)
_MOODS = (*(mood.value for mood in Mood), "otherwise")

if TYPE_CHECKING:  # a checker cannot read a choice made of an enumeration; pydantic can
    PlainEvent = str
    MoodKey = str
else:
    PlainEvent = Literal[_PLAIN_EVENTS]
    MoodKey = Literal[_MOODS]


class EventDocument(Document):
    """An event after normalising: exactly one of a plain event and a breach with its type."""

    event: PlainEvent | None = None
    breach: BreachType | None = Field(default=None, alias="BREACH", strict=False)


def _as_event(value: Any) -> Any:
    if value in (Event.BREACH.value, {Event.BREACH.value: None}):
        raise ValueError("BREACH needs its type: {BREACH: reliability} (or another type)")
    if isinstance(value, str):
        return {"event": value}
    if not isinstance(value, dict) or set(value) != {Event.BREACH.value}:
        raise ValueError("an event is a name such as CONNECT, or {BREACH: type}")
    return value


EventField = Annotated[EventDocument, BeforeValidator(_as_event, json_schema_input_type=PlainEvent | BreachDocument)]


def as_format(value: Any) -> Any:
    if type(value) is not int:  # for Python `true` and 1.0 equal 1
        raise ValueError("this version reads `format: 1`")
    return value


class OptionDocument(Document):
    """Something the coach can say or do."""

    say: Text
    event: EventField
    quality: QualityCases
    evidence: dict[Slug, Annotated[int, Field(ge=-2, le=2)]] = Field(default_factory=dict, max_length=3)
    form: Form = Field(strict=False)
    why: Text
    misconception: Brief | None = None
    gate: Slug | None = None
    sets: Slugs = Field(default_factory=list, alias="set", max_length=8)
    client: dict[Slug, Annotated[int, Field(ge=-3, le=3)]] = Field(default_factory=dict)
    then: Routes


class BeatDocument(Document):
    """One moment of the conversation."""

    focus: Slugs = Field(min_length=1, max_length=2)
    facet: Facet = Field(strict=False)
    hinge: bool = False
    on_enter: EventField | None = None
    client: dict[MoodKey, TextCases] = Field(min_length=1)
    hints: list[Text] = Field(default_factory=list, max_length=3)
    options: dict[Slug, OptionDocument] = Field(min_length=3, max_length=5)


class EndingDocument(Document):
    """Where a conversation can end."""

    result: Result = Field(strict=False)
    utility: UtilityCases
    text: Text
    reflection: Text


class ClientDocument(Document):
    """The client and how they behave under pressure."""

    name: Brief
    about: Text
    style: Style = Field(strict=False)
    patience: int = Field(default=2, ge=2, le=3)
    trust_ceiling: int = Field(default=3, ge=2, le=3)
    groups: Slugs = Field(default_factory=list, max_length=8)


class StartDocument(Document):
    """The state in which the conversation begins."""

    beat: Slug
    mode: Mode = Field(default=Mode.SETTLED, strict=False)
    trust: int = Field(ge=0, le=3)
    breach: BreachType | None = Field(default=None, strict=False)
    facet: Facet | None = Field(default=None, strict=False)
    flags: Slugs = Field(default_factory=list, max_length=16)


class ScenarioDocument(Document):
    """A whole scenario file."""

    model_config = ConfigDict(title="Coaching scenario, format 1")

    format: Annotated[Literal[1], BeforeValidator(as_format)]
    id: Slug
    title: Brief
    topic: Slug
    summary: Brief
    brief: Text
    client: ClientDocument
    setting: Text
    minutes: int = Field(ge=1, le=120)
    difficulty: int = Field(ge=1, le=3)
    language: Language
    languages: Annotated[list[Language], *Once] = Field(default_factory=list, max_length=20)
    translations: dict[Language, dict[str, Text]] = Field(default_factory=dict, max_length=20)
    rubric: Slug
    targets: Slugs = Field(min_length=1, max_length=6)
    sources: Annotated[list[Reference], *Once] = Field(min_length=1)
    care_note: Text | None = None
    start: StartDocument
    variables: dict[Slug, int] = Field(default_factory=dict)
    exit: Slug
    beats: dict[Slug, BeatDocument] = Field(min_length=1, max_length=2000)
    endings: dict[Slug, EndingDocument] = Field(min_length=1, max_length=40)
