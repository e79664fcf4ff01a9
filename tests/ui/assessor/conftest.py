"""The assessor's page on an `Assessing` in memory; what takes long is done at once."""

import pytest
from ipywidgets import VBox

from simulator.ui.assessor import page
from simulator.ui.assessor.agreeing import Agreeing
from simulator.ui.assessor.desk import Desk
from simulator.ui.author.background import at_once
from tests.ui.assessor.fake import NOW, FakeAssessing


@pytest.fixture
def assessing() -> FakeAssessing:
    return FakeAssessing()


@pytest.fixture
def desk(assessing: FakeAssessing) -> Desk:
    return desk_on(assessing)


@pytest.fixture
def root(desk: Desk) -> VBox:
    return page.build(desk, "")


def desk_on(assessing: FakeAssessing) -> Desk:
    """Another tab on the same store."""

    def nothing() -> None:
        raise AssertionError("figures are worked out only for their tab")

    return Desk(assessing, Agreeing(nothing, at_once), lambda script: f"preview of {script}", lambda: NOW, "UTC")
