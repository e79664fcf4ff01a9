"""A real LRS on this machine, Ralph, takes our statements and gives them back; its models find nothing wrong with them.

Ralph runs in an environment of its own, `.venv-lrs`, which `make unit` sees to.
"""

import json
import os
import subprocess
import time
from pathlib import Path
from socket import socket
from urllib.parse import urlencode

import httpx
import pytest

from simulator.exports.xapi.naming import registration
from simulator.services.sending.sending import Sending
from simulator.services.sending.settings import Lrs
from simulator.services.sending.wire import Outcome, post
from tests.services.sending.examined import BEST, HOUR

ROOT = Path(__file__).resolve().parents[3]
PYTHON = ROOT / ".venv-lrs" / "bin" / "python"
NOW = "2026-06-01T12:00:00+00:00"

USER = """
import bcrypt, json
agent = {"objectType": "Agent", "account": {"homePage": "https://lrs.example.org", "name": "coach"}}
hash_ = bcrypt.hashpw(b"secret", bcrypt.gensalt(4)).decode()
print(json.dumps([{"agent": agent, "scopes": ["all"], "hash": hash_, "username": "coach"}]))
"""

VALIDATE = """
import json, sys
from pydantic import ValidationError
from ralph.models.xapi.base.statements import BaseXapiStatement
for line in sys.stdin:
    try:
        BaseXapiStatement(**json.loads(line))
        print("fine")
    except ValidationError as error:
        print(" ".join(str(error).split()))
"""


def python(code, given=""):
    assert PYTHON.exists(), "Ralph is not installed; run: make .venv-lrs/.installed"
    ran = subprocess.run([PYTHON, "-c", code], input=given, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def ralph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ralph")
    (folder / "kept").mkdir()
    (folder / "auth.json").write_text(python(USER))
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {
        "RALPH_APP_DIR": folder,
        "RALPH_AUTH_FILE": folder / "auth.json",
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": folder / "kept",
    }
    command = [PYTHON, "-m", "uvicorn", "ralph.api:app", "--host", "127.0.0.1", "--port", str(port)]
    environment = {**os.environ, **{name: str(value) for name, value in told.items()}}
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}/xAPI"
        last = time.monotonic() + 60
        while not _answers(address):
            assert server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < last, "Ralph does not answer"
        yield Lrs(address, "coach", "secret")
    finally:
        server.terminate()
        server.wait(10)


def _answers(address):
    try:
        return httpx.get(f"{address}/statements", timeout=5).status_code == httpx.codes.UNAUTHORIZED
    except httpx.TransportError:
        return False


def ask(lrs, **query):
    address = f"{lrs.address}/statements?{urlencode(query)}"
    answer = httpx.get(address, auth=(lrs.user, lrs.password), headers={"X-Experience-API-Version": "1.0.3"})
    assert answer.status_code == httpx.codes.OK
    return answer.json()["statements"]


def same(given_back, sent):
    """What an LRS adds is its own business."""
    return {key: given_back[key] for key in sent} == sent


@pytest.fixture
def attempt(examined):
    """Marked, released, appealed against and marked again; and cem has practised meanwhile."""
    examined.practised("cem", HOUR, *BEST)
    return examined.everything()


def test_ralphs_models_find_nothing_wrong_with_any_statement(attempt, making):
    documents = [each.document for each in making.all()]
    wrong = {**documents[-1], "result": {"score": {"scaled": 1.7}}}
    said = python(VALIDATE, "\n".join(map(json.dumps, [*documents, wrong]))).splitlines()
    assert said[:-1] == ["fine"] * len(documents)
    assert "less than or equal to 1" in said[-1]


def test_what_is_sent_to_ralph_is_read_back_by_id_and_by_registration(attempt, making, store, ralph):
    new = making.enqueue().new
    sent = Sending(store, ralph, lambda: NOW, lambda: 0.5, post).send()
    assert (sent.arrived, sent.there, sent.refused, sent.stopped) == (new, 0, [], "")
    documents = [each.document for each in making.all()]
    assert len(documents) == new
    one = documents[0]
    (found,) = ask(ralph, statementId=one["id"])
    assert same(found, one)
    theirs = {each["id"]: each for each in documents if each["context"]["registration"] == registration(attempt)}
    back = {each["id"]: each for each in ask(ralph, registration=registration(attempt), limit=1000)}
    assert set(back) == set(theirs)
    assert len(theirs) < new
    assert all(same(back[id_], theirs[id_]) for id_ in theirs)
    # Sent once more, as after a crash, it is nothing; with another text under an id, it is there already.
    again = [json.dumps(each) for each in documents]
    assert post(ralph, again).outcome is Outcome.ARRIVED
    assert len(ask(ralph, registration=registration(attempt), limit=1000)) == len(theirs)
    other = json.dumps({**one, "timestamp": NOW})
    assert post(ralph, [other]).outcome is Outcome.THERE


def test_ralph_does_not_let_everybody_in_and_refuses_what_is_no_statement(ralph):
    answer = post(Lrs(ralph.address, "coach", "guessed"), ['{"id": "x"}'])
    assert (answer.outcome, "HTTP 401" in answer.says) == (Outcome.CLOSED, True)
    assert post(ralph, ['{"id": "x"}']).outcome is Outcome.REFUSED
