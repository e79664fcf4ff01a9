"""The rules that each kind of statement follows, and in which order they come: the profile's templates and patterns."""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.exports.xapi.record import Json
from simulator.exports.xapi.words import PROFILE, VERSION, Ext, Kind, Verb


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of statement, told from the others by its verb. `of` is the type of its object where that is an
    activity; `about` the verbs of the statements its object refers to, `beyond` of those its context may refer to.
    `always` are extensions that stand in each; `levels`: it may have a score.
    """

    verb: Verb
    always: tuple[Ext, ...]
    of: Kind | None = None
    about: tuple[Verb, ...] = ()
    beyond: tuple[Verb, ...] = ()
    levels: bool = False
    responds: bool = False


_COMMON = (Ext.MODE, Ext.CONTENT)

TEMPLATES = (
    Template(Verb.RESPONDED, (*_COMMON, Ext.TURN, Ext.ORDER), of=Kind.DECISION, responds=True),
    Template(Verb.REVIEWED, (*_COMMON, Ext.TURN, Ext.BEFORE, Ext.AFTER), about=(Verb.RESPONDED,)),
    Template(
        Verb.SCORED,
        (*_COMMON, Ext.RUBRIC, Ext.SCORING, Ext.OPPORTUNITIES),
        of=Kind.CRITERION,
        beyond=(Verb.SCORED,),
        levels=True,
    ),
    Template(
        Verb.ASSESSED,
        (*_COMMON, Ext.RUBRIC, Ext.ROUND, Ext.SEAT, Ext.OPPORTUNITY, Ext.EVIDENCE),
        about=(Verb.SCORED,),
        levels=True,
    ),
    Template(
        Verb.RECONSIDERED,
        (*_COMMON, Ext.RUBRIC, Ext.ROUND, Ext.SEAT, Ext.OPPORTUNITY),
        about=(Verb.ASSESSED,),
        levels=True,
    ),
    Template(Verb.RULED, (*_COMMON, Ext.RUBRIC, Ext.ROUND, Ext.TURN, Ext.UPHELD), of=Kind.GATE),
    Template(
        Verb.AWARDED,
        (*_COMMON, Ext.RUBRIC, Ext.ROUND, Ext.OPPORTUNITY, Ext.HOW),
        of=Kind.CRITERION,
        beyond=(Verb.SCORED, Verb.AWARDED),
        levels=True,
    ),
)


def template_id(verb: Verb) -> str:
    return f"{PROFILE}:template:{verb.name.lower()}"


def templates() -> list[Json]:
    return [_template(each) for each in TEMPLATES]


def patterns() -> list[Json]:
    """The decisions of an attempt come first; then whatever came of it, as it came."""
    afterwards = [template_id(each.verb) for each in TEMPLATES if each.verb is not Verb.RESPONDED]
    return [
        {
            **_pattern("attempt", sequence=[_pattern_id("decisions"), _pattern_id("results")]),
            "primary": True,
            "prefLabel": {"en": "An attempt"},
            "definition": {"en": "The decisions of one attempt, and then what was found in it, by whomever."},
        },
        _pattern("decisions", oneOrMore=template_id(Verb.RESPONDED)),
        _pattern("results", zeroOrMore=_pattern_id("result")),
        _pattern("result", alternates=afterwards),
    ]


def _template(of: Template) -> Json:
    made: Json = {
        "id": template_id(of.verb),
        "type": "StatementTemplate",
        "inScheme": VERSION,
        "prefLabel": {"en": of.verb.value.label},
        "definition": {"en": of.verb.value.means},
        "verb": of.verb.value.id,
        "contextCategoryActivityType": [Kind.CATEGORY.value.id],
        "contextParentActivityType": [Kind.SCENARIO.value.id],
    }
    if of.of is not None:
        made["objectActivityType"] = of.of.value.id
    if of.about:
        made["objectStatementRefTemplate"] = [template_id(each) for each in of.about]
    if of.beyond:
        made["contextStatementRefTemplate"] = [template_id(each) for each in of.beyond]
    return {**made, "rules": list(_rules(of))}


def _rules(of: Template) -> Iterable[Json]:
    for location in (
        "$.id",
        "$.timestamp",
        "$.context.registration",
        "$.actor.account.homePage",
        "$.actor.account.name",
    ):
        yield {"location": location, "presence": "included"}
    for location in ("$.actor.name", "$.actor.mbox", "$.object.definition.correctResponsesPattern"):
        yield {"location": location, "presence": "excluded"}
    for each in of.always:
        yield {"location": f"$.{each.value.place}.extensions['{each.value.id}']", "presence": "included"}
    if of.responds:
        yield {"location": "$.result.response", "presence": "included"}
        yield {"location": "$.object.definition.interactionType", "presence": "included", "all": ["choice"]}
    if not of.levels:
        yield {"location": "$.result.score", "presence": "excluded"}


def _pattern_id(name: str) -> str:
    return f"{PROFILE}:pattern:{name}"


def _pattern(name: str, **how: object) -> Json:
    return {"id": _pattern_id(name), "type": "Pattern", "inScheme": VERSION, **how}
