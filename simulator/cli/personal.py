"""`coachsim people export|erase`: what is kept about one person."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands


def add_to(acts: "Commands") -> None:
    pass
