"""Reading `rubrics/forms.yaml` and `rubrics/paths.yaml`: as a value, or as every mistake.

Which scenarios there are is not known here: what names one that is not in the library is left out where it is shown,
and a test holds what ships together.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from simulator.authoring.document import Brief, Document, Slug, Slugs, as_format
from simulator.authoring.shape import shape
from simulator.authoring.source import read_source
from simulator.model.diagnostic import Diagnostic
from simulator.model.programme import ExamForm, LearningPath, Programme, Step

FORMS, PATHS = "forms.yaml", "paths.yaml"
Format = Annotated[Literal[1], BeforeValidator(as_format)]


class FormDocument(Document):
    title: Brief
    scenarios: Slugs = Field(min_length=1, max_length=40)


class FormsDocument(Document):
    """The whole of forms.yaml."""

    format: Format
    forms: dict[Slug, FormDocument]
    pool: Slugs = Field(max_length=100)


class StepDocument(Document):
    scenario: Slug
    why: Brief


class PathDocument(Document):
    title: Brief
    about: Brief
    steps: list[StepDocument] = Field(min_length=1, max_length=100)


class PathsDocument(Document):
    """The whole of paths.yaml."""

    format: Format
    paths: dict[Slug, PathDocument]


def programme_files(folder: Path) -> list[Path]:
    """Those of the two that are there."""
    return [each for each in (folder / FORMS, folder / PATHS) if each.is_file()]


def read_programme(folder: Path) -> tuple[Programme, tuple[Diagnostic, ...]]:
    """What the two files of a folder say; of one that is not there, or has mistakes, nothing."""
    found: list[Diagnostic] = []
    forms, paths = None, None
    for path in programme_files(folder):
        source = read_source(path)
        if path.name == FORMS:
            forms = shape(source, FormsDocument)
        else:
            paths = shape(source, PathsDocument)
        found += source.diagnostics
    return Programme(
        forms=tuple(ExamForm(id_, each.title, tuple(each.scenarios)) for id_, each in forms.forms.items())
        if forms
        else (),
        pool=tuple(forms.pool) if forms else (),
        paths=tuple(map(_path, paths.paths, paths.paths.values())) if paths else (),
    ), tuple(found)


def _path(id_: str, path: PathDocument) -> LearningPath:
    return LearningPath(id_, path.title, path.about, tuple(Step(each.scenario, each.why) for each in path.steps))
