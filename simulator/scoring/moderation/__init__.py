"""How marking is moderated: which marks a script needs and why, what is still waited for, and what counts in the end.

The rules of specification 2.5 ("Moderation practice", after src R43), each number of them a setting. Pure: what is
known of a script goes in, values come out, and the order in which anything arrived makes no difference. Blind marks
decide whether somebody else is asked; what counts are the levels that assessors abide by once they have seen the
machine's. Who may mark, and what is kept, is said elsewhere.
"""

from simulator.scoring.moderation.assessed import Assessed, Level, Machine, abides, differ, disputed, owed, own
from simulator.scoring.moderation.counting import settle, to_agree, waits
from simulator.scoring.moderation.needed import borderline, lot, may_decide, needed

__all__ = [
    "Assessed", "Level", "Machine", "abides", "borderline", "differ", "disputed", "lot", "may_decide", "needed", "owed",
    "own", "settle", "to_agree", "waits",
]  # fmt: skip
