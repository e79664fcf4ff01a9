"""One request to an LRS and what came of it; the one door to httpx. Nothing is tried twice here, and nothing kept.

An answer is waited for so long and no longer, however slowly it comes, and no more of it is read than is needed. Nobody
is followed elsewhere with our credentials, and these stand in no message.
"""

import asyncio
import json
import logging
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from functools import cache
from pathlib import Path

import httpx

from simulator.services.sending.settings import Lrs

MOST_OF_AN_ANSWER = 1 << 20
SHOWN = 300
VERSION = "1.0.3"

for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)  # they would tell of every request, headers included


class Outcome(Enum):
    """What an answer means for what was sent."""

    ARRIVED = "arrived"
    THERE = "there"
    """Something of it is there already under the same id, and says something else (409)."""
    REFUSED = "refused"
    """Something of it is not accepted as it is; the rest may be."""
    LARGE = "large"
    """It is too much at once."""
    LATER = "later"
    """Nothing can be said about it now: try again."""
    CLOSED = "closed"
    """Nothing will be accepted before somebody changes the settings, here or there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`says` is what happened, in words; `after` is how many seconds the LRS asks to be left alone, if it does."""

    outcome: Outcome
    says: str = ""
    after: float | None = None


def post(lrs: Lrs, documents: list[str]) -> Answer:
    """Send statements, each encoded JSON, in one request. Call it where no event loop runs. Never raises for what the
    other side does.
    """
    body = f"[{','.join(documents)}]".encode()
    try:
        with ThreadPoolExecutor(1) as thread:  # whoever calls may have a loop of their own
            answer = thread.submit(lambda: asyncio.run(_within(lrs, body))).result()
    except TimeoutError:
        answer = Answer(Outcome.LATER, f"it did not answer within {lrs.seconds:g} seconds")
    except (httpx.HTTPError, OSError) as error:
        answer = Answer(Outcome.LATER, _trouble(error))
    return Answer(answer.outcome, _without(lrs, answer.says), answer.after)


async def _within(lrs: Lrs, body: bytes) -> Answer:
    async with asyncio.timeout(lrs.seconds):
        return await _asked(lrs, body)


async def _asked(lrs: Lrs, body: bytes) -> Answer:
    headers = {"Content-Type": "application/json", "X-Experience-API-Version": VERSION, "User-Agent": "coachsim"}
    if lrs.token:
        headers["Authorization"] = f"Bearer {lrs.token}"
    auth = (lrs.user, lrs.password) if lrs.user else None
    async with (
        httpx.AsyncClient(timeout=lrs.seconds, verify=_trust(lrs.ca), follow_redirects=False) as client,
        client.stream("POST", f"{lrs.address}/statements", content=body, headers=headers, auth=auth) as response,
    ):
        return _read(response, await _some_of(response))


@cache
def _trust(ca: Path | None) -> ssl.SSLContext:
    """Read once, for it takes longer than the request."""
    return ssl.create_default_context(cafile=str(ca)) if ca else httpx.create_ssl_context()


async def _some_of(response: httpx.Response) -> bytes:
    read = b""
    async for part in response.aiter_bytes():
        read += part
        if len(read) > MOST_OF_AN_ANSWER:
            break
    return read


def _read(response: httpx.Response, body: bytes) -> Answer:
    status = response.status_code
    says = f"HTTP {status} {response.reason_phrase}".strip()
    if status == httpx.codes.NO_CONTENT:
        return Answer(Outcome.ARRIVED)
    if status == httpx.codes.OK:
        return _accepted(body)
    if detail := _detail(body):
        says = f"{says}: {detail}"
    if response.is_redirect:
        return Answer(Outcome.CLOSED, f"it sends us on to another address ({says}); correct the address")
    if status in (401, 403):
        return Answer(Outcome.CLOSED, f"it does not let us in ({says}); check user and password, or token")
    if status in (404, 405, 501):
        return Answer(Outcome.CLOSED, f"there is no LRS at that address ({says})")
    if status == httpx.codes.CONFLICT:
        return Answer(Outcome.THERE, says)
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        return Answer(Outcome.LARGE, says)
    if status in (408, 425, 429) or status >= 500 or status < 400:
        return Answer(Outcome.LATER, f"it asks to be tried later ({says})", _after(response))
    return Answer(Outcome.REFUSED, says)


def _accepted(body: bytes) -> Answer:
    """An LRS answers with the ids it has stored, of which some may have been there already; a page says 200 too."""
    try:
        ids = json.loads(body)
    except ValueError:
        ids = None
    if isinstance(ids, list) and all(isinstance(each, str) for each in ids):
        return Answer(Outcome.ARRIVED)
    return Answer(Outcome.CLOSED, "what answers there is no LRS: it says HTTP 200 without ids of statements")


def _after(response: httpx.Response) -> float | None:
    """`Retry-After`, in seconds or as a date; None where there is none that can be read."""
    given = response.headers.get("Retry-After", "").strip()
    if given.isdecimal() and len(given) < 10:
        return float(given)
    try:
        at = parsedate_to_datetime(given)
    except ValueError:
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())


def _detail(body: bytes) -> str:
    """The beginning of what it says, on one line."""
    words = " ".join(body[: 4 * SHOWN].decode(errors="replace").split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def _trouble(error: Exception) -> str:
    if isinstance(error, httpx.ConnectError):
        cause: BaseException = error
        while cause.__cause__ or cause.__context__:
            cause = cause.__cause__ or cause.__context__ or cause
            if isinstance(cause, ssl.SSLError):
                return f"its certificate is not trusted, or it does not speak TLS ({cause.reason or cause})"
        return f"there is no connection ({cause})"
    if isinstance(error, httpx.TimeoutException):
        return "it did not answer in time"
    if isinstance(error, httpx.TransportError):
        return f"its answer broke off ({error or type(error).__name__})"
    return f"it could not be asked ({error or type(error).__name__})"


def _without(lrs: Lrs, says: str) -> str:
    """An answer may hold what was sent."""
    for secret in lrs.secrets():
        says = says.replace(secret, "…")
    return says
