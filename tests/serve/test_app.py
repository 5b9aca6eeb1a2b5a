"""The application in this process, with real children that misbehave on demand."""

from __future__ import annotations

import json
import logging
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from starlette.testclient import TestClient

from ingest import errors
from ingest.batch.engine import Failure
from ingest.options import Limits, Options
from ingest.plan import schema
from ingest.serve import intake
from ingest.serve import store as store_module
from ingest.serve.app import create_app
from ingest.serve.problems import MEDIA_TYPE, PROBLEMS, Problem, of_failure
from ingest.serve.runner import Runner
from ingest.serve.settings import Settings
from ingest.serve.store import Store
from tests import faults

OPTIONS = Options(limits=Limits(wall_seconds=20, cpu_seconds=30, memory_bytes=400 * 2**20))
SETTINGS = Settings(options=OPTIONS, body_bytes=10_000, hosts=("testserver",))
Serve = Callable[..., TestClient]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a server with other settings; it ends with the test."""
    with ExitStack() as stack:
        yield lambda work=faults.work, **changes: stack.enter_context(
            TestClient(create_app(replace(SETTINGS, **changes), work))
        )


def limits(**changes: Any) -> Options:
    return replace(OPTIONS, limits=replace(OPTIONS.limits, **changes))


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == MEDIA_TYPE
    value: dict[str, Any] = response.json()
    assert (value["status"], value["code"]) == (status, code)
    assert value["title"] == PROBLEMS[code].title
    assert value["remedy"].endswith(".")
    assert value["detail"].endswith(".")
    return value


def post(client: TestClient, text: str, **more: Any) -> httpx.Response:
    response: httpx.Response = client.post("/plans", content=text.encode(), **more)
    return response


def job(client: TestClient, text: str) -> str:
    response = post(client, text, headers={"Prefer": "respond-async"})
    assert response.status_code == 202, response.text
    return str(response.headers["location"])


def until(what: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def state(client: TestClient, address: str) -> str:
    return str(client.get(address).json()["state"])


def test_a_document_gives_its_plan_and_leaves_nothing(serve: Serve) -> None:
    client = serve()
    for response in (
        post(client, "good å", params={"filename": "mapp/plan å.txt"}),
        client.post("/plans", files={"file": ("mapp/plan å.txt", "good å".encode())}),
        client.post("/plans", files={"file": ("x.doc", "good å".encode())}, params={"filename": "mapp/plan å.txt"}),
    ):
        assert response.status_code == 200, response.text
        assert response.headers["cache-control"] == "no-store"
        plan = response.json()
        jsonschema.validate(plan, dict(schema()))
        assert (plan["document"]["source"], plan["document"]["title"]) == ("mapp/plan å.txt", "good å")
    store: Store = client.app.state.store  # type: ignore[attr-defined]
    assert store._home is not None
    assert [p.name for p in store._home.path.iterdir()] == ["lock"]
    assert store.counts() == (0, 0)


def test_names_cannot_leave_the_folder(serve: Serve) -> None:
    plan = post(serve(), "good", params={"filename": "../../etc/passwd\x00"}).json()
    assert plan["document"]["source"] == "etc/passwd_"


def test_a_job_from_beginning_to_end(serve: Serve) -> None:
    client = serve()
    address = job(client, "slow")
    assert state(client, address) in ("waiting", "running")
    early = problem(client.get(f"{address}/plan"), 409, "unfinished")
    assert early["type"] == "/docs#unfinished"
    until(lambda: state(client, address) == "done")
    status = client.get(address).json()
    for _ in range(2):
        plan = client.get(status["plan"])
        assert plan.status_code == 200
        assert len(plan.content) == status["plan_bytes"]
    assert plan.json()["document"]["title"] == "slow"
    assert client.delete(address).status_code == 204
    problem(client.get(address), 404, "not-found")
    problem(client.get(f"{address}/plan"), 404, "not-found")
    problem(client.delete(address), 404, "not-found")


def test_large_documents_become_jobs_and_so_do_slow_ones(serve: Serve) -> None:
    assert post(serve(async_bytes=10), "good " * 10).status_code == 202
    client = serve(wait_seconds=0.2)
    response = post(client, "hang")
    assert response.status_code == 202
    assert response.headers["retry-after"] == "1"
    assert client.delete(response.headers["location"]).status_code == 204
    until(lambda: client.get("/health").json()["running"] == 0)


@pytest.mark.parametrize(
    ("text", "status", "code", "changes"),
    [
        ("hang", 504, "timeout", {"wall_seconds": 0.5}),
        pytest.param("spin", 504, "timeout", {"cpu_seconds": 1}, marks=pytest.mark.slow),
        ("eat", 422, "limit", {}),
        ("alloc", 422, "limit", {}),
        ("die", 500, "crashed", {}),
        ("bad", 422, "encrypted", {}),
    ],
)
def test_what_goes_wrong_in_a_child_is_told_and_harms_nobody(
    serve: Serve, text: str, status: int, code: str, changes: dict[str, Any]
) -> None:
    client = serve(options=limits(**changes))
    problem(post(client, text), status, code)
    assert post(client, "good").status_code == 200
    address = job(client, text)
    until(lambda: state(client, address) == "failed")
    assert client.get(address).json()["problem"]["code"] == code
    problem(client.get(f"{address}/plan"), status, code)


def test_real_documents_that_cannot_be_converted(serve: Serve, samples: Path) -> None:
    from ingest.serve.runner import convert_in_folder

    client = serve(convert_in_folder, options=Options(), body_bytes=10**6)

    def send(data: bytes) -> httpx.Response:
        response: httpx.Response = client.post("/plans", files={"file": ("x.docx", data)})
        return response

    problem(send(b"\x00\x01\x02 rubbish \x00" * 50), 415, "unsupported")
    problem(send(b" \n \n"), 422, "empty")
    problem(send((samples / "bjorkeby-tabeller.docx").read_bytes()[:3000]), 422, "truncated")
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    problem(send(locked), 422, "encrypted")


def test_the_plan_is_byte_for_byte_what_the_command_writes(serve: Serve, samples: Path) -> None:
    from ingest import convert
    from ingest.serve.runner import convert_in_folder
    from ingest.write.plan_json import dumps

    client = serve(convert_in_folder, options=Options(), body_bytes=10**6)
    path = samples / "ekdalen-flikar.txt"
    with path.open("rb") as handle:
        response = client.post("/plans", files={"file": (path.name, handle)})
    assert response.content == dumps(convert(path))
    text = "Åtgärd\tVem\nRing 070-123 45 67 om klotter\tPolisen\n"
    assert "070-123 45 67" in post(client, text).text
    assert "070-123 45 67" not in post(client, text, params={"mask": "true"}).text
    # The same child serves both: one choice must not stick.
    assert "070-123 45 67" in post(client, text).text
    always = serve(convert_in_folder, options=Options(mask_personal_data=True))
    assert "070-123 45 67" not in post(always, text, params={"mask": "false"}).text


def test_too_large_is_noticed_before_and_while_it_arrives(serve: Serve) -> None:
    client = serve()
    problem(post(client, "x" * 10_001), 413, "too-large")
    problem(client.post("/plans", files={"file": ("a.txt", b"x" * 10_001)}), 413, "too-large")
    problem(client.post("/plans", headers={"Content-Length": "9999999"}, content=b"x"), 413, "too-large")
    store: Store = client.app.state.store  # type: ignore[attr-defined]
    assert store.counts() == (0, 0)


def asgi(client: TestClient, messages: list[dict[str, Any]], headers: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    """A request given message by message: status and how many messages were taken."""
    import asyncio

    taken, status = 0, 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        if taken == len(messages):
            await asyncio.sleep(3600)
        taken += 1
        return messages[taken - 1]

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/plans",
        "raw_path": b"/plans",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"testserver"), *headers],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    asyncio.run(client.app(scope, receive, send))  # type: ignore[arg-type]
    return status, taken


def chunk(body: bytes, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_of_unknown_length_is_cut_off_at_the_limit(serve: Serve) -> None:
    client = serve()
    many = [chunk(b"x" * 4_000) for _ in range(100)]
    status, taken = asgi(client, many, [])
    assert (status, taken) == (413, 3)
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    status, taken = asgi(client, [chunk(head), *many], [(b"content-type", b"multipart/form-data; boundary=b")])
    assert status == 413
    assert taken < 25


def test_a_body_that_does_not_arrive_or_breaks_off(serve: Serve) -> None:
    client = serve(upload_seconds=0.2)
    assert asgi(client, [chunk(b"x")], [])[0] == 408
    assert asgi(client, [chunk(b"x"), {"type": "http.disconnect"}], [])[0] == 400
    store: Store = client.app.state.store  # type: ignore[attr-defined]
    assert store.counts() == (0, 0)


def test_a_client_that_leaves_takes_its_document_along(serve: Serve) -> None:
    client = serve()
    asgi(client, [chunk(b"hang", more=False), {"type": "http.disconnect"}], [])
    until(lambda: client.get("/health").json() == {"status": "ok", "running": 0, "waiting": 0})
    assert post(client, "good").status_code == 200


def test_bodies_that_hold_no_document(serve: Serve) -> None:
    client = serve()
    problem(client.post("/plans"), 422, "empty")
    problem(client.post("/plans", files={"other": ("a", b"x")}), 400, "bad-request")
    problem(client.post("/plans", files={"file": (None, b"x")}), 400, "bad-request")
    problem(
        client.post("/plans", content=b"rubbish", headers={"Content-Type": "multipart/form-data"}), 400, "bad-request"
    )
    problem(client.post("/plans", content=b"x", params={"ocr": "maybe"}), 422, "invalid-parameter")
    problem(client.get("/nowhere"), 404, "not-found")
    problem(client.put("/plans"), 405, "method")


def test_the_queue_is_bounded(serve: Serve) -> None:
    client = serve(waiting=2, workers=1)
    first = job(client, "hang")
    until(lambda: state(client, first) == "running")
    waiting = [job(client, "good"), job(client, "good")]
    refused = post(client, "good")
    problem(refused, 429, "busy")
    assert int(refused.headers["retry-after"]) >= 1
    assert client.get("/health").json() == {"status": "ok", "running": 1, "waiting": 2}
    client.delete(waiting[0])
    waiting[0] = job(client, "good")
    client.delete(first)
    for address in waiting:
        until(lambda address=address: state(client, address) == "done")  # type: ignore[misc]


def test_results_are_bounded_in_number_age_and_bytes(serve: Serve) -> None:
    def finish(client: TestClient) -> str:
        address = job(client, "good")
        until(lambda: client.get(address).status_code == 404 or state(client, address) == "done")
        return address

    few = serve(kept=2)
    addresses = [finish(few) for _ in range(4)]
    assert [few.get(a).status_code for a in addresses] == [404, 404, 200, 200]
    brief = serve(keep_seconds=0.3)
    address = finish(brief)
    until(lambda: brief.get(address).status_code == 404)
    small = serve(store_bytes=800)
    addresses = [finish(small) for _ in range(3)]
    assert [small.get(a).status_code for a in addresses] == [404, 404, 200]
    problem(post(small, "x" * 801), 503, "no-room")
    store: Store = few.app.state.store  # type: ignore[attr-defined]
    assert store._home is not None
    assert len(list(store._home.path.iterdir())) == 3


def test_a_result_that_somebody_waits_for_is_not_forgotten(tmp_path: Path) -> None:
    """Nor when nothing may be kept: it was forgotten between its end and the answer, which then was 503."""
    store = Store(replace(SETTINGS, kept=0, keep_seconds=0.0, store_bytes=1000), faults.work)
    try:
        entry = store.admit(10)
        entry.held = True
        entry.document.write_text("good")
        store.submit(entry, "plan.txt", 4, "0" * 64, "auto", False)
        entry.finished.result(60)
        for _ in range(3):
            store._expire()
        with pytest.raises(Problem):
            store.admit(1000)
        assert entry.plan.is_file()
        entry.held = False
        store._expire()
        assert not entry.folder.exists()
    finally:
        store.close()


def test_nothing_is_taken_in_that_nobody_will_convert(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    client = serve()
    assert post(client, "good").status_code == 200
    monkeypatch.setattr(Runner, "alive", False)
    problem(post(client, "good"), 503, "stopping")
    problem(client.get("/health"), 503, "stopping")


def test_many_clients_at_once(serve: Serve) -> None:
    client = serve(workers=2)
    titles: list[str] = []

    def ask(n: int) -> None:
        titles.append(post(client, f"good {n}").json()["document"]["title"])

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(titles) == sorted(f"good {n}" for n in range(12))


def test_a_token_is_asked_for_where_documents_are(serve: Serve) -> None:
    client = serve(token="hemlig å")
    refused = post(client, "good")
    problem(refused, 401, "unauthorized")
    assert refused.headers["www-authenticate"] == "Bearer"
    for wrong in ("Bearer hemlig", "Basic hemlig å", "Bearer"):
        problem(post(client, "good", headers={"Authorization": wrong.encode()}), 401, "unauthorized")
    right = {"Authorization": "Bearer hemlig å".encode()}
    assert post(client, "good", headers=right).status_code == 200
    problem(client.get("/jobs/x"), 401, "unauthorized")
    problem(client.get("/jobs/x", headers=right), 404, "not-found")
    assert client.get("/health").status_code == 200
    assert "securitySchemes" in client.get("/openapi.json").json()["components"]


def test_other_names_and_other_sites_are_refused(serve: Serve) -> None:
    client = serve()
    problem(client.get("/health", headers={"Host": "rebound.example"}), 421, "wrong-host")
    problem(post(client, "good", headers={"Sec-Fetch-Site": "cross-site"}), 403, "forbidden")
    assert post(client, "good", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://evil.example", False),
        ("null", False),
        ("http://localhost:9", False),
        ("http://localhost", True),
        ("https://plan.example", True),
        ("https://plan.example:8443", True),
        ("https://plan.example.evil.example", False),
        (None, True),
    ],
)
def test_pages_of_other_sites_are_told_by_their_origin(serve: Serve, origin: str | None, allowed: bool) -> None:
    client = serve(hosts=("localhost", "127.0.0.1", "plan.example"))
    headers = {"Host": "localhost"} | ({"Origin": origin} if origin else {})
    answer = post(client, "good", headers=headers)
    if allowed:
        assert answer.status_code == 200
    else:
        problem(answer, 403, "forbidden")
    assert client.get("/health", headers=headers).status_code == 200


def test_bodies_on_their_way_take_no_place_in_the_queue(serve: Serve) -> None:
    client = serve(waiting=2)
    store: Store = client.app.state.store  # type: ignore[attr-defined]
    slow = [store.admit(10) for _ in range(store_module.RECEIVING * 2)]
    problem(post(client, "good"), 429, "busy")
    store.forget(slow.pop())
    assert post(client, "good").status_code == 200
    for entry in slow:
        store.forget(entry)


def test_a_body_that_stands_still_is_given_up(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "STILL_SECONDS", 0.05)
    assert asgi(serve(), [chunk(b"x")], []) == (408, 1)


def test_a_document_whose_worker_was_lost_gets_another(serve: Serve) -> None:
    client = serve()
    assert post(client, "once killed").status_code == 200
    problem(post(client, "die"), 500, "crashed")
    assert post(client, "good").status_code == 200


def test_metrics_and_health_for_machines(serve: Serve) -> None:
    client = serve()
    assert post(client, "good").status_code == 200
    assert post(client, "bad").status_code == 422
    assert client.get("/healthz").text == "ok\n"
    shown = client.get("/metrics")
    assert shown.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = shown.text.splitlines()
    assert 'ingest_documents_total{outcome="done"} 1' in lines
    assert 'ingest_document_seconds_count{kind="other"} 2' in lines
    assert "ingest_documents_running 0" in lines
    assert "# TYPE ingest_step_seconds summary" in lines
    for line in lines:
        assert re.fullmatch(r'# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [\d.e+-]+', line), line


def test_the_log_tells_no_text_no_name_no_id(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("ingest.serve")
    logger.addHandler(caplog.handler)
    logger.setLevel(logging.INFO)
    try:
        client = serve()
        post(client, "good hemligheter", params={"filename": "anna-andersson.txt"})
        address = job(client, "bad hemligheter")
        until(lambda: state(client, address) == "failed")
    finally:
        logger.removeHandler(caplog.handler)
    said = caplog.text + json.dumps([r.__dict__ for r in caplog.records], default=str)
    assert "/jobs/{id}" in said
    assert "encrypted" in said
    for secret in ("hemligheter", "anna-andersson", address.removeprefix("/jobs/")):
        assert secret not in said


def test_a_fault_of_ours_is_a_problem_without_its_message(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    client = serve()

    def broken(*_: object) -> None:
        raise RuntimeError("hemligheter")

    monkeypatch.setattr(Store, "submit", broken)
    answer = problem(post(client, "good"), 500, "internal")
    assert "app.py" in answer["detail"]
    assert "hemligheter" not in json.dumps(answer)


def test_the_end_removes_everything_even_what_still_runs() -> None:
    with TestClient(create_app(SETTINGS, faults.work)) as client:
        store: Store = client.app.state.store  # type: ignore[attr-defined]
        address = job(client, "hang")
        until(lambda: state(client, address) == "running")
        assert store._home is not None
        folder = store._home.path
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()
    problem(post(TestClient(client.app), "good"), 503, "stopping")


def test_what_a_killed_server_left_is_removed_and_what_a_living_one_has_is_not(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = tmp_path / "ingest-serve-dead"
    dead.mkdir()
    (dead / "lock").write_text("")
    foreign = tmp_path / "ingest-serve-being-made"
    foreign.mkdir()
    first, second = serve(), serve()
    assert not dead.exists()
    assert foreign.exists()
    for client in (first, second):
        assert post(client, "good").status_code == 200


def test_what_the_server_says_of_itself(serve: Serve) -> None:
    client = serve()
    assert client.get("/schema").json() == schema()
    assert client.get("/version").json()["schema_version"] == "1.0"
    page = client.get("/docs")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for foreign in ("http://", "https://", "<script", "//cdn"):
        assert foreign not in page.text
    for code in PROBLEMS:
        assert f'id="{code}"' in page.text
    for path in ("/plans", "/jobs/{id}", "/jobs/{id}/plan"):
        assert path in page.text


def test_every_error_that_a_document_can_meet_is_a_problem_of_its_own() -> None:
    def below(kind: type[errors.IngestError]) -> Iterator[type[errors.IngestError]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    for kind in (*below(errors.InputError), errors.InputError, errors.MissingTool, errors.LimitExceeded):
        told = of_failure(Failure.of(kind("says why.")))
        assert told.code == kind.code, kind
        assert told.remedy
        assert told.detail == "The document says why."
        # Options of the command line are no help to a client.
        assert "--" not in told.remedy
