"""The page of evaluators without a browser: what it lets in, what it draws, what its buttons do."""

from __future__ import annotations

import dataclasses
import json
import string
from collections.abc import Iterator
from dataclasses import astuple, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from assistant.answering.assistant import Assistant
from assistant.errors import Busy, EvaluationError
from assistant.evaluation.runs.causes import Cause
from assistant.evaluation.runs.comparing import Change, Changed, compare_rows
from assistant.evaluation.runs.measuring import begin, carry_on
from assistant.evaluation.runs.process import Progress
from assistant.evaluation.stages import Stage
from assistant.records import LANGUAGES, Language
from assistant.settings import load_settings
from assistant.web.access import IN_SCOPE, role_for
from assistant.web.accounts.accounts import Accounts
from assistant.web.measure.actions import Actions
from assistant.web.measure.editing import Form, form_of, record_of
from assistant.web.measure.page import EVENTS, build_measure_page, is_from_measure_page, measure_head
from assistant.web.measure.place import Bench
from assistant.web.measure.render_comparison import because, render_comparison
from assistant.web.measure.render_questions import ROWS, Wanted, render_list, render_question
from assistant.web.measure.render_run import render_progress
from assistant.web.measure.set_actions import SetActions
from assistant.web.measure.words import MEASURE_STRINGS
from assistant.web.server import create_app
from tests.evaluation.test_comparing import measured, run
from tests.evaluation.test_runs import RECORDS
from tests.web.made import FakeAssistant

HOSTILE = "<img src=x onerror=alert(1)>${x}{{y}}"
MADE = "<img", "${", "{{"


class Idle:
    """Measures nothing, and says what it was asked for."""

    def __init__(self, now: Progress | None = None) -> None:
        self.now = now
        self.asked: list[Any] = []

    def start(self, task: Any) -> Progress:
        self.asked.append(task)
        self.now = Progress(task.set_name, task.who, 0.0, task.resumed)
        return self.now

    def stop(self) -> None:
        self.asked.append("stop")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ours = tmp_path / "eval" / "questions"
    ours.mkdir(parents=True)
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS)
    (ours / "report.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path / "eval"


@pytest.fixture
def bench(folder: Path, small_assistant: Assistant, tmp_path: Path) -> Bench:
    """With two runs of one set, alike."""
    made = Bench(folder, tmp_path / "index", load_settings(), lambda: small_assistant.index, None, cast(Any, Idle()))
    for _ in range(2):
        started = begin(made.runs, small_assistant, folder / "questions" / "report.jsonl", "rita")
        carry_on(made.runs, started, small_assistant, lambda done, total: None)
    return made


@pytest.fixture
def client(bench: Bench) -> TestClient:
    app = create_app(cast(Assistant, FakeAssistant()), bench=bench)
    return TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False)


def last(steps: Iterator[tuple[Any, ...]]) -> tuple[Any, ...]:
    *_, values = steps
    return values


def test_every_event_is_private_and_asks_who_calls(bench: Bench) -> None:
    import gradio as gr

    page = build_measure_page(bench, "fr")
    config = page.get_config_file()
    assert len(config["dependencies"]) == EVENTS
    assert {dependency["api_visibility"] for dependency in config["dependencies"]} == {"private"}
    for component in config["components"]:
        if component["type"] == "html":
            assert component["props"]["html_template"] == "${value}"
            assert not component["props"].get("js_on_load")
        assert component["type"] not in ("file", "uploadbutton", "code", "markdown", "dataframe")
    closed = SimpleNamespace(request=SimpleNamespace(scope={IN_SCOPE: Accounts(closed=True), "headers": []}))
    for function in page.fns.values():
        for request in (closed, None, SimpleNamespace(request=None)):
            with pytest.raises(gr.Error):
                list(function.fn(request))  # type: ignore[misc]  # it has one


def test_only_events_of_the_page_come_through(client: TestClient) -> None:
    join = "/en/measure/gradio_api/queue/join"
    bodies: list[Any] = [
        {"data": [], "fn_index": EVENTS}, {"data": ["a"] * 40, "fn_index": 0},
        {"data": [{"path": "/etc"}], "fn_index": 0},
        {"data": [1], "fn_index": 0}, {"fn_index": 0}, [], {"data": [["x"]], "fn_index": 2},
        {"data": [], "fn_index": True},
    ]  # fmt: skip
    for body in bodies:
        assert client.post(join, json=body).status_code == 422
    assert is_from_measure_page(json.dumps({"data": ["a", True, None], "fn_index": 8}).encode())
    for way in ("upload", "file=/etc/passwd", "call/look", "run/look", "info"):
        assert client.post(f"/en/measure/gradio_api/{way}", content=b"x").status_code == 404


@pytest.mark.parametrize("path", ["", "/", "/config", "/runs/x/run.json", "/sets", "/sets/report.jsonl",
                                  "/compare/a/b.csv", "/gradio_api/queue/join"])  # fmt: skip
def test_every_address_is_for_evaluators(path: str) -> None:
    assert {role_for(f"/{language}/measure{path}") for language in LANGUAGES} == {"evaluator"}


def test_what_people_and_documents_wrote_is_text() -> None:
    one = measured(HOSTILE)
    one = replace(one, row=replace(one.row, question=HOSTILE, answer=HOSTILE, type=HOSTILE, direction=HOSTILE))
    quoted = replace(one.detail.quoted[0], document=HOSTILE, title=HOSTILE, quote=HOSTILE, passage=HOSTILE)
    one = replace(one, detail=replace(one.detail, quoted=(quoted,)))
    other = replace(one, row=replace(one.row, right=False, answer=f"no {HOSTILE}"))
    compared = compare_rows(run(id="a", model=HOSTILE), [one], run(id="b"), [other])
    drawn = [
        render_list([one], Wanted(), "fr"), render_question(one, None, "en"), render_comparison(compared, "fr"),
        render_progress(Progress(HOSTILE, HOSTILE, 0.0, total=2), "fr"),
    ]  # fmt: skip
    for html in drawn:
        assert "&lt;img" in html
        assert [made for made in MADE if made in html] == []


def test_the_list_is_narrowed_and_cut() -> None:
    rows = [measured(f"q{n}", right=n % 2 == 0) for n in range(ROWS + 20)]
    assert render_list(rows, Wanted(), "en").count("<tr") == ROWS + 1
    assert "and 20 more" in render_list(rows, Wanted(), "en")
    assert render_list(rows, Wanted(outcome="wrong", words="Q31"), "en").count("<tr") == 6 + 1  # q31, q311, … q319
    assert "No question fits" in render_list(rows, Wanted(stage="wording"), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_runs_are_read_compared_and_labelled(bench: Bench, language: Language) -> None:
    strings, actions = MEASURE_STRINGS[language], Actions(bench, language)
    second, first = (one.id for one in bench.runs.all())
    sets, _, after, before, chosen, who = last(actions.look("-"))
    assert (sets["value"], after["value"], before["value"], chosen["value"]) == ("report", second, first, second)
    assert who["visible"] is True
    assert last(actions.look("rita"))[5]["visible"] is False
    results, plots, listed, *_ = last(actions.read("rita", second))
    assert strings.figures in results
    assert plots.count("<img") == plots.count("<table") == 3
    assert "MedAid employ" in listed
    assert last(actions.filter("rita", second, "fr-fr", "", "", "", ""))[0].count("<tr") == 2
    opened, verdict, _ = last(actions.open("rita", second, "a"))
    assert (verdict, "42" in opened, strings.gold in opened) == (None, True, True)
    assert strings.no_question.split("«")[0].split("“")[0] in last(actions.open("rita", second, "zz"))[0]
    assert last(actions.step("rita", 1, second, "a")) == ("b",)
    assert last(actions.step("rita", -1, second, "a")) == ("a",)
    assert strings.choose_verdict in last(actions.judge("rita", second, "a", "", "", ""))[0]
    told, following, agreement = last(actions.judge("rita", second, "a", "", "right", "well"))
    assert (strings.right in told, following, "rita" in agreement) == (True, "b", True)
    assert last(actions.open("rita", second, "a"))[1:] == ("right", "well")
    assert last(actions.open("amélie", second, "a"))[1:] == (None, "")
    *_, agreement = last(actions.judge("amélie", second, "a", "", "wrong", ""))
    assert "amélie / rita" in agreement
    with pytest.raises(EvaluationError):
        last(actions.judge("-", second, "a", " ", "right", ""))
    [compared] = last(actions.compare("rita", first, second))
    assert strings.no_difference.format(count=3) in compared
    for value in (None, {"a": 1}, ["x"]):
        assert strings.choose_first in last(actions.compare("rita", value, second))[0]


def test_every_cause_has_words_in_both_languages() -> None:
    source = (Path(__file__).parents[3] / "assistant" / "evaluation" / "runs" / "causes.py").read_text()
    names = {name.removeprefix("because_") for name in (f.name for f in dataclasses.fields(MEASURE_STRINGS["en"]))
             if name.startswith("because_")}  # fmt: skip
    assert {name for name in names if f'"{name}"' not in source} == set()
    for name in names:
        assert "<b>" not in because(Cause(Stage.READING, name, "<b>"), "fr")
    assert Changed(measured(), measured(), Change.OTHER, Cause(Stage.READING, "cut_otherwise")).change == "other"


def test_a_run_is_started_watched_stopped_and_gone_on_with(bench: Bench) -> None:
    actions, idle = Actions(bench, "en"), cast(Any, bench.measuring)
    assert "Choose from the list" in last(actions.start("rita", ""))[0]
    assert "Loading the models" in last(actions.start("rita", "report"))[0]
    task = idle.asked[0]
    assert (task.set_name, task.who, task.resumed, Path(task.set_file).is_absolute()) == ("report", "rita", "", True)
    watching = actions.watch("amélie")
    first = next(watching)
    assert "started by rita" in first[0]
    assert first[4]["interactive"] is True
    run_id = bench.runs.all()[0].id
    idle.now = replace(idle.now, run=run_id, done=2, total=3, going=False, took_s=1.0, state="stopped")
    told, *_, stop = last(watching)
    assert "stopped after 2 of 3" in told
    assert stop["interactive"] is False
    last(actions.stop("rita"))
    last(actions.resume("rita", run_id))
    assert (idle.asked[1], idle.asked[2].resumed) == ("stop", run_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_set_is_checked_changed_and_mended(bench: Bench, language: Language) -> None:
    strings, actions = MEASURE_STRINGS[language], SetActions(bench, language)
    checked, questions, seen, *rest = last(actions.choose("rita", "report"))
    assert len(rest) == 1 + 1 + len(astuple(Form()))
    assert strings.check_good.format(count=3) in checked
    assert [value for _, value in questions["choices"]] == ["a", "b", "c"]
    _, shown, *fields = last(actions.fill("rita", "report", "a"))
    assert shown["visible"] is True
    assert fields == list(astuple(form_of(RECORDS[0])))
    assert strings.question_good in last(actions.check("rita", "report", "a", *fields))[0]
    fields[7] = "medaid-en.md | it EMPLOYS 42 doctors"
    said, mended = last(actions.make_exact("rita", "report", "a", *fields))
    assert strings.question_good in said
    assert mended == "medaid-en.md | It employs 42 doctors"
    fields[7] = mended
    told, *_, chosen, _ = last(actions.save("rita", "report", "a", seen, *fields))
    assert "report-edited" in told
    assert chosen["value"] == "report-edited"
    _, seen = bench.sets.read("report-edited")
    told, *_ = last(actions.delete("rita", "report-edited", "c", seen))
    assert strings.deleted.split("{")[0].strip("«“ \u00a0") in told
    assert [one["id"] for one in bench.sets.read("report-edited")[0]] == ["a", "b"]
    fields[0] = "b"
    _, seen = bench.sets.read("report-edited")
    assert strings.id_taken.split("{")[0][:6] in last(actions.save("rita", "report-edited", "a", seen, *fields))[0]
    fields[7] = "no separator"
    with pytest.raises(EvaluationError, match=r"document \| quote"):
        last(actions.check("rita", "report", "a", *fields))


def test_what_the_form_does_not_show_of_a_question_is_kept() -> None:
    record = {**RECORDS[0], "near_miss": True, "gold": [{"document": "d", "quote": "two\nlines"}], "values": [["1"]]}
    back = record_of(form_of(record), record)
    assert {name: back[name] for name in record} == record
    with pytest.raises(EvaluationError):
        record_of(Form(), None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_there_in_both_languages(language: Language) -> None:
    same = {
        "questions",
        "direction",
        "type",
        "question",
        "p",
        "total",
        "kappa",
        "took",
        "seconds",
        "about_cited_well",
        "note",
    }
    for field in dataclasses.fields(MEASURE_STRINGS["fr"]):
        french, english = (getattr(MEASURE_STRINGS[one], field.name) for one in ("fr", "en"))
        assert french.strip()
        assert english.strip()
        assert field.name in same or french != english or field.name.startswith("download")
        names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (french, english)]
        assert names[0] == names[1], field.name
    head = measure_head(language)
    assert "http" not in head
    assert '"WORDS"' not in head
    assert head.count("</script>") == head.count("</style>") == 1


def upload(client: TestClient, name: str, data: Any) -> tuple[int, Any]:
    response = client.post("/en/measure/sets", params={"name": name}, content=data)
    return response.status_code, response.json()


def test_a_set_is_sent_or_refused_in_one_sentence(client: TestClient, bench: Bench) -> None:
    good = json.dumps(RECORDS[0]).encode()
    assert upload(client, "mine.jsonl", good) == (201, {"name": "mine", "questions": 1})
    refused: dict[Any, str] = {
        b"not json": "Line 1", good + b"\n" + good: "Line 2", b'{"id": "\xff': "Line 1 is no question: it is not UTF-8",
        good.replace(b'"en"', b'"de"'): "'de'", b"": "0 questions",
    }  # fmt: skip
    for data, said in refused.items():
        status, told = upload(client, "other.jsonl", data)
        assert (status, told["code"], said in told["message"]) == (422, "evaluation", True), data
    assert upload(client, "../evil.jsonl", good)[0] == 422

    def huge() -> Iterator[bytes]:
        for _ in range(10_000):
            yield b"x" * 10_000

    for large in (huge(), b"x" * 6_000_000):
        status, told = upload(client, "huge.jsonl", large)
        assert (status, "5 MB" in told["message"]) == (413, True)
    assert [one.name for one in bench.sets.all()] == ["report", "mine"]


def test_everything_is_there_to_download(client: TestClient, bench: Bench) -> None:
    second, first = (one.id for one in bench.runs.all())
    for name in ("questions.csv", "figures.csv", "run.json", "set.jsonl", "labels.csv", "labels.json"):
        answer = client.get(f"/fr/measure/runs/{second}/{name}")
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
    assert json.loads(client.get(f"/fr/measure/runs/{second}/run.json").content)["run"]["set_name"] == "report"
    assert client.get(f"/fr/measure/runs/{second}/risk.svg").headers["content-type"].startswith("image/svg+xml")
    assert "couverture" in client.get(f"/fr/measure/runs/{second}/risk.svg").text
    assert client.get(f"/fr/measure/compare/{first}/{second}.csv").text.count("\r\n") == 1
    assert client.get(f"/fr/measure/compare/{first}/{second}.json").json()["changed"] == 0
    assert client.get("/fr/measure/sets/report.jsonl").content == bench.sets.bytes_of("report")
    for path in ("runs/x/run.json", f"runs/{second}/evil.json", f"compare/{first}/x.csv", "sets/none.jsonl",
                 f"compare/{first}/{second}.svg", f"runs/{second}/..%2frun.json"):  # fmt: skip
        assert client.get(f"/fr/measure/{path}").status_code == 404, path


def test_one_run_at_a_time(bench: Bench) -> None:
    from assistant.evaluation.runs.process import Measuring

    measuring = Measuring(bench.runs, lambda: ["sleep", "60"])
    bench.measuring = measuring
    bench.start("rita", "report")
    with pytest.raises(Busy):
        bench.start("amélie", "report")
    measuring.stop()
    while measuring.now and measuring.now.going:
        pass
    assert measuring.now is not None
    assert (measuring.now.state, measuring.now.error) == ("stopped", None)
