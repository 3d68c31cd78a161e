"""Turns command lines, good and bad, into checks of what is printed where and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from assistant.answering import assistant as answering
from assistant.cli import main
from assistant.errors import ModelError
from assistant.evaluation.feedback import drafts, store
from assistant.index import embedding
from assistant.index.generations import current, writing
from assistant.index.opened import open_index
from assistant.records import Citation, Passage, Span
from assistant.web.export.markdown import to_markdown
from assistant.web.export.record import exported
from tests.evaluation.test_feedback import FEEDBACK
from tests.fake_encoder import IDENTITY, FakeEncoder
from tests.web.made import ANSWER

COMMON = {"--corpus", "--index", "--json"}
FILTER = {"--organisation", "--document-language", "--from", "--to", "--document"}
COMMANDS = {  # as DESIGN.md has them, and --explain
    "index": {"--rebuild", "--ocr", "--ray", "--wait", "--watch", "--store"},
    "ask": {"QUESTION", "--language", "--explain", "--store", "--questions", "--output"} | FILTER,
    "search": {"QUERY", "-k", "--store", "--questions", "--output"} | FILTER,
    "compare": {"LEFT", "RIGHT"},
    "eval": {"SETS", "--output", "--baseline", "--gate", "--save"},
    "forget": {"PATH", "--delete-file", "--wait"},
    "rollback": {"GENERATION", "--wait"},
    "status": {"--store"},
    "verify": {"FILE"},
    "feedback": {"ACTION", "--output"},
    "serve": {"--host", "--port", "--store"},
    "mcp": {"--store"},
}
HEAVY = (
    "torch",
    "gradio",
    "faiss",
    "sentence_transformers",
    "transformers",
    "tantivy",
    "sklearn",
    "lingua",
    "trafilatura",
    "mcp",
    "fastapi",
)
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in a fresh working directory with the fake encoder; never a traceback or an internal error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_EVIDENCE_MODEL", "off")
    for module in (embedding, answering):
        monkeypatch.setattr(module, "load_encoder", lambda settings: FakeEncoder())

    def invoke(*words: str | Path) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], prog_name="assistant")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        assert "[internal]" not in result.stderr
        return result

    return invoke


@pytest.fixture
def indexed(run: Run, corpus_folder: Path) -> Run:
    assert run("index").exit_code == 0
    return run


def one_sentence(result: Result, code: str) -> str:
    """The message of a failure: exit 1, nothing on standard output, one line with its code."""
    assert (1, "") == (result.exit_code, result.stdout)
    [line] = result.stderr.splitlines()
    assert line.endswith(f"[{code}]")
    return line


class TestUsage:
    def test_every_command_of_the_design_with_its_options_and_no_other(self) -> None:
        assert isinstance(main, click.Group)
        found = {}
        for name, command in main.commands.items():
            if isinstance(command, click.Group):
                continue
            names = {p.human_readable_name if p.param_type_name == "argument" else p.opts[0] for p in command.params}
            found[name] = names
        assert found == {name: COMMON | options for name, options in COMMANDS.items()}

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_and_option_has_its_help(self, command: str) -> None:
        result = CliRunner().invoke(main, [command, "--help"])
        assert result.exit_code == 0
        assert isinstance(main, click.Group)
        assert main.commands[command].help
        for parameter in main.commands[command].params:
            if isinstance(parameter, click.Option):
                assert parameter.help, parameter.name

    @pytest.mark.parametrize("word", ["--help", "-h", "--version"])
    def test_help_and_version(self, run: Run, word: str) -> None:
        result = run(word)
        assert result.exit_code == 0
        assert "assistant" in result.stdout

    @pytest.mark.parametrize(
        "words",
        [
            ["--unknown"],
            ["unknown"],
            ["index", "--unknown"],
            ["index", "extra"],
            ["ask"],
            ["ask", "a", "b"],
            ["ask", "a", "--language", "de"],
            ["ask", "a", "--questions", "q.jsonl", "--output", "o.jsonl"],
            ["ask", "--questions", "q.jsonl"],
            ["ask", "--output", "o.jsonl"],
            ["ask", "a", "--output", "o.jsonl"],
            ["search"],
            ["search", "a", "-k", "0"],
            ["search", "a", "-k", "-1"],
            ["search", "a", "-k", "1000000000"],
            ["search", "a", "-k", "nan"],
            ["search", "a", "-k", "5; drop"],
            ["index", "--watch", "--rebuild"],
            ["forget"],
            ["user", "add"],
            ["user", "add", "x"],
            ["user", "add", "x", "--role", "boss"],
            ["user", "role", "x"],
            ["user", "role", "x", "boss"],
            ["user", "remove"],
            ["user", "unknown"],
            ["rollback", "a", "b"],
            ["serve", "--port", "0"],
            ["serve", "--port", "-1"],
            ["serve", "--port", "70000"],
        ],
        ids=" ".join,
    )
    def test_wrong_usage_exits_2_on_standard_error(self, run: Run, words: list[str]) -> None:
        result = run(*words)
        assert (2, "") == (result.exit_code, result.stdout)
        assert "Usage" in result.stderr


class TestIndexCommand:
    def test_the_first_time_and_again_and_after_a_change(self, run: Run, corpus_folder: Path) -> None:
        first = run("index")
        assert first.exit_code == 0
        assert "Index ready: gen-000001, 3 documents" in first.stdout
        again = run("index")
        assert again.exit_code == 0
        assert "Nothing has changed: gen-000001" in again.stdout
        (corpus_folder / "new.txt").write_text("Une phrase nouvelle sur Ménaka.")
        assert "gen-000002, 4 documents" in run("index").stdout
        assert "gen-000003" in run("index", "--rebuild").stdout

    def test_json(self, run: Run, corpus_folder: Path) -> None:
        (corpus_folder / "bad.txt").write_bytes(b"")
        result = run("index", "--json")
        record = json.loads(result.stdout)
        assert set(record) == {
            "generation",
            "changed",
            "documents",
            "passages",
            "embedded",
            "skipped",
            "files",
            "gone_back_from",
        }
        assert (True, 3) == (record["changed"], record["documents"])
        assert record["skipped"] == [{"path": "bad.txt", "reason": "the file is empty"}]
        [bad] = [file for file in record["files"] if file["path"] == "bad.txt"]
        assert ("skipped", ["the file is empty"]) == (bad["outcome"], bad["remarks"])
        [line] = [line for line in result.stderr.split("\n") if "bad.txt" in line]
        assert line.split("  ")[0] == "bad.txt"
        assert "skipped" in line
        assert "the file is empty" in line
        assert "4 files: 3 read, 1 skipped." in result.stderr

    def test_other_folders(self, run: Run, corpus_folder: Path, tmp_path: Path) -> None:
        corpus_folder.rename(tmp_path / "elsewhere")
        result = run("index", "--corpus", tmp_path / "elsewhere", "--index", tmp_path / "deep" / "index")
        assert result.exit_code == 0
        assert current(tmp_path / "deep" / "index").name == "gen-000001"

    def test_a_missing_corpus(self, run: Run) -> None:
        assert "--corpus" in one_sentence(run("index", "--corpus", "missing"), "corpus")

    def test_an_empty_corpus(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        assert "empty" in one_sentence(run("index", "--corpus", "empty"), "corpus")
        assert not (tmp_path / "index" / "CURRENT").exists()

    def test_a_wrong_sources_file(self, run: Run, corpus_folder: Path) -> None:
        (corpus_folder / "sources.toml").write_text("document = 5")
        assert "sources.toml" in one_sentence(run("index"), "corpus")

    def test_another_process_at_work(self, run: Run, corpus_folder: Path, tmp_path: Path) -> None:
        with writing(tmp_path / "index"):
            assert "wait" in one_sentence(run("index"), "index_busy")

    def test_a_wrong_setting(self, run: Run, corpus_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ASSISTANT_PASSAGE_TOKENS", "many")
        assert "'passage_tokens'" in one_sentence(run("index"), "bad_settings")

    def test_a_model_that_is_missing(
        self, run: Run, corpus_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        def missing(settings: object) -> None:
            raise ModelError(en="No model.", fr="Pas de modèle.")

        monkeypatch.setattr(embedding, "load_encoder", missing)
        assert "No model." in one_sentence(run("index"), "model")

    def test_an_interruption(self, run: Run, corpus_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(settings: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(embedding, "load_encoder", interrupt)
        result = run("index")
        assert (130, "", "Interrupted.\n") == (result.exit_code, result.stdout, result.stderr)


class TestAsking:
    def test_the_answer_on_standard_output_and_the_rest_on_standard_error(self, indexed: Run) -> None:
        result = indexed("ask", "Combien de puits Eau Vive a-t-elle forés ?")
        assert result.exit_code == 0
        assert "1 240 puits" in result.stdout
        assert "[1]" in result.stdout
        assert "eau-vive.txt" in result.stdout
        assert "confiance" in result.stderr
        assert "confiance" not in result.stdout

    def test_json(self, indexed: Run) -> None:
        record = json.loads(indexed("ask", "How many doctors does MedAid employ?", "--json").stdout)
        assert ("en", True, None) == (record["language"], record["answered"], record["reason"])
        assert "load" in record["timings_ms"]
        assert record["index"] == {"generation": "gen-000001", "model": "fake"}

    def test_the_language_given(self, indexed: Run) -> None:
        assert json.loads(indexed("ask", "Farchana", "--language", "fr", "--json").stdout)["language"] == "fr"

    @pytest.mark.parametrize("command", ["ask", "search"])
    @pytest.mark.parametrize("question", ["", "   ", "?!", "🙂", "\x1b"])
    def test_an_empty_question(self, indexed: Run, command: str, question: str) -> None:
        assert "empty" in one_sentence(indexed(command, question), "bad_input")

    @pytest.mark.parametrize("command", ["ask", "search"])
    def test_20_000_characters(self, indexed: Run, command: str) -> None:
        assert "20,000" in one_sentence(indexed(command, "mot " * 5000), "bad_input")

    def test_a_third_language_is_an_abstention(self, indexed: Run) -> None:
        result = indexed("ask", "¿Cuántos empleados tiene UNICEF en la ciudad de Gao?")
        assert result.exit_code == 0
        assert "neither French nor English" in result.stdout or "ni en français ni en anglais" in result.stdout

    def test_control_characters(self, indexed: Run) -> None:
        result = indexed("ask", "Combien\x1b[2J de puits\x07 Eau Vive ?\ud800", "--json")
        assert result.exit_code == 0
        assert json.loads(result.stdout)["question"] == "Combien [2J de puits Eau Vive ?"

    @pytest.mark.parametrize("command", [["ask", "Où ?"], ["search", "eau"], ["status"], ["verify"]], ids=" ".join)
    class TestUnusableIndex:
        def test_missing(self, run: Run, command: list[str]) -> None:
            assert "assistant index" in one_sentence(run(*command), "index_missing")

        def test_corrupt(self, indexed: Run, command: list[str], tmp_path: Path) -> None:
            path = current(tmp_path / "index") / "manifest.json"
            path.write_bytes(path.read_bytes()[:-20])
            assert "assistant index --rebuild" in one_sentence(indexed(*command), "index_corrupt")

    @pytest.mark.parametrize("command", [["ask", "Où ?"], ["search", "eau"], ["verify"]], ids=" ".join)
    def test_one_flipped_bit(self, indexed: Run, command: list[str], tmp_path: Path) -> None:
        path = current(tmp_path / "index") / "vectors.faiss"
        data = bytearray(path.read_bytes())
        data[-5] ^= 1
        path.write_bytes(data)
        assert "vectors.faiss" in one_sentence(indexed(*command), "index_corrupt")
        assert indexed("index").exit_code == 0
        assert indexed(*command).exit_code == 0

    @pytest.mark.parametrize("command", ["ask", "search"])
    def test_a_foreign_model(self, indexed: Run, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
        other = FakeEncoder(replace(IDENTITY, name="other"))
        monkeypatch.setattr(answering, "load_encoder", lambda settings: other)
        assert "'other'" in one_sentence(indexed(command, "Où ?"), "index_mismatch")

    def test_an_abstention_shows_what_came_near(self, indexed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ASSISTANT_ANSWER_THRESHOLD", "1")
        result = indexed("ask", "Combien de puits Eau Vive a-t-elle forés ?")
        assert result.exit_code == 0
        assert "Passages les plus proches" in result.stdout


class TestSearching:
    def test_lines_for_people(self, indexed: Run) -> None:
        result = indexed("search", "puits", "-k", "2")
        assert result.exit_code == 0
        assert "eau-vive#" in result.stdout
        assert " 3 " not in result.stdout

    def test_json(self, indexed: Run) -> None:
        hits = json.loads(indexed("search", "hôpital", "-k", "3", "--json").stdout)
        assert len(hits) == 3
        assert {"medaid-en", "medaid-fr"} & {hit["document"]["id"] for hit in hits}


class TestBatches:
    def write(self, path: Path, *records: object) -> Path:
        path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records), encoding="utf-8")
        return path

    def test_one_line_out_for_each_line_in(self, indexed: Run, tmp_path: Path) -> None:
        questions = self.write(
            tmp_path / "in.jsonl",
            {"id": "a", "question": "Combien de puits ?", "more": 1},
            {"id": 7, "question": "How many\u2028doctors?"},
            {"id": "empty", "question": ""},
            {"id": "long", "question": "mot " * 5000},
            {"id": "é", "question": "\x00"},
        )
        result = indexed("ask", "--questions", questions, "--output", tmp_path / "deep" / "out.jsonl")
        assert (0, "") == (result.exit_code, result.stdout)
        lines = [json.loads(line) for line in (tmp_path / "deep" / "out.jsonl").read_text("utf-8").splitlines()]
        assert [line["id"] for line in lines] == ["a", "7", "empty", "long", "é"]
        assert [line.get("answered") for line in lines] == [True, True, False, None, False]
        assert "20,000" in lines[3]["error"]

    def test_an_id_that_cannot_be_written_is_replaced(self, indexed: Run, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_text('{"id": "a\\ud800", "question": "Combien de puits ?"}')
        assert indexed("ask", "--questions", "in.jsonl", "--output", "out.jsonl").exit_code == 0
        assert json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["id"] == "a?"

    def test_searches(self, indexed: Run, tmp_path: Path) -> None:
        questions = self.write(tmp_path / "in.jsonl", {"id": "a", "question": "puits"}, {"id": "b", "question": "?"})
        assert indexed("search", "--questions", questions, "--output", "out.jsonl", "-k", "2").exit_code == 0
        lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
        assert [(line["id"], len(line["hits"])) for line in lines] == [("a", 2), ("b", 0)]

    @pytest.mark.parametrize(
        "line",
        ["{", "[]", "5", "{}", '{"id": 1}', '{"id": null, "question": "x"}', '{"id": 1, "question": 5}', "[" * 100_000],
    )
    def test_a_wrong_line_is_named_and_nothing_is_written(self, indexed: Run, tmp_path: Path, line: str) -> None:
        (tmp_path / "in.jsonl").write_text(f'{{"id": 1, "question": "x"}}\n\n{line}\n')
        result = indexed("ask", "--questions", "in.jsonl", "--output", "out.jsonl")
        assert "Line 3" in one_sentence(result, "bad_input")
        assert not (tmp_path / "out.jsonl").exists()

    def test_a_file_that_cannot_be_read(self, indexed: Run, tmp_path: Path) -> None:
        (tmp_path / "latin.jsonl").write_bytes('{"id": 1, "question": "é"}'.encode("latin-1"))
        for name in ("missing.jsonl", "corpus", "latin.jsonl"):
            one_sentence(indexed("ask", "--questions", name, "--output", "out.jsonl"), "bad_input")

    def test_an_output_that_cannot_be_written(self, indexed: Run, tmp_path: Path) -> None:
        self.write(tmp_path / "in.jsonl", {"id": "a", "question": "puits"})
        (tmp_path / "file").write_text("x")
        for name in ("corpus", "file/out.jsonl", "/dev/full"):
            result = indexed("ask", "--questions", "in.jsonl", "--output", name)
            assert "--output" in one_sentence(result, "bad_input")


class TestState:
    def test_status(self, indexed: Run) -> None:
        assert "3 documents" in indexed("status").stdout
        record = json.loads(indexed("status", "--json").stdout)
        assert ("gen-000001", "fake") == (record["generation"], record["model"]["name"])
        assert {"eau-vive", "medaid-en", "medaid-fr"} == set(record["documents"])

    def test_verify(self, indexed: Run) -> None:
        result = indexed("verify")
        assert (0, True) == (result.exit_code, "0 wrong" in result.stdout)
        assert json.loads(indexed("verify", "--json").stdout)["wrong"] == []

    def test_verify_an_exported_file(self, indexed: Run, tmp_path: Path) -> None:
        document = open_index(tmp_path / "index").store.read_document("eau-vive")
        passage = Passage("eau-vive#0-22", "eau-vive", "fr", (), Span(0, 22), document.text[:22])
        citation = Citation(1, document, passage, document.text[:22], Span(0, 22), 1.0)
        file = tmp_path / "answer.md"
        file.write_text(to_markdown(exported(replace(ANSWER, citations=(citation,)), "Combien ?")), encoding="utf-8")
        result = indexed("verify", file)
        assert (0, "[1] eau-vive: same\n") == (result.exit_code, result.stdout)
        file.write_text(file.read_text(encoding="utf-8").replace("Eau Vive", "Eau Morte"), encoding="utf-8")
        result = indexed("verify", file, "--json")
        assert (1, 1) == (result.exit_code, json.loads(result.stdout)["altered"])
        assert json.loads(result.stdout)["citations"][0]["verdict"] == "altered"
        assert "exported from an answer" in one_sentence(indexed("verify", tmp_path / "none.docx"), "bad_input")


class TestFeedback:
    def test_what_readers_thought_becomes_draft_questions(self, run: Run, tmp_path: Path) -> None:
        store(tmp_path / "eval" / "feedback.sqlite", FEEDBACK)
        assert "1 draft questions" in run("feedback", "export", "--output", "drafts.jsonl").stdout
        assert json.loads((tmp_path / "drafts.jsonl").read_text(encoding="utf-8"))["draft"] is True
        assert json.loads(run("feedback", "export", "--output", "drafts.jsonl", "--json").stdout)["drafts"] == 1
        assert run("feedback", "export").exit_code == 2
        assert run("feedback", "import", "--output", "x").exit_code == 2

    def test_where_nothing_was_stored(self, run: Run, tmp_path: Path) -> None:
        assert "0 draft questions" in run("feedback", "export", "--output", "drafts.jsonl").stdout
        assert (tmp_path / "drafts.jsonl").read_bytes() == b""


class TestFrench:
    @pytest.fixture(autouse=True, params=["LC_ALL", "LC_MESSAGES", "LANG"])
    def french(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(request.param, "fr_FR.UTF-8")

    def test_messages_are_in_french(self, run: Run, corpus_folder: Path) -> None:
        assert "Il n'y a pas encore d'index" in one_sentence(run("ask", "Where?"), "index_missing")
        assert "n'existe pas" in one_sentence(run("index", "--corpus", "missing"), "corpus")
        assert "La question est vide" in one_sentence(run("ask", "?"), "bad_input")
        (corpus_folder / "bad.txt").write_bytes(b"")
        result = run("index")
        assert "Index prêt" in result.stdout
        assert "4 fichiers : 3 lus, 1 ignoré." in result.stderr
        assert "le fichier est vide" in next(line for line in result.stderr.split("\n") if "bad.txt" in line)
        assert "Rien n’a changé" in run("index").stdout

    def test_the_answer_is_in_the_language_of_the_question(self, run: Run, corpus_folder: Path) -> None:
        run("index")
        assert "According to" in run("ask", "How many doctors does MedAid employ?").stdout


class TestProcess:
    """The command as a process of its own."""

    def start(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "assistant.cli", *words]
        return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **settings}, timeout=100)

    def test_help_loads_no_heavy_library(self) -> None:
        code = (
            "import sys\nfrom assistant.cli import main\n"
            "try:\n    main(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
            f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100)
        assert (0, "[]") == (done.returncode, done.stderr.strip())
        assert all(command in done.stdout for command in COMMANDS)

    def test_failures_exit_1_and_wrong_usage_2(self, tmp_path: Path) -> None:
        failed = self.start("ask", "Où ?", "--index", str(tmp_path))
        assert (1, "") == (failed.returncode, failed.stdout)
        assert "[index_missing]" in failed.stderr
        assert self.start("ask", LANG="fr_FR.UTF-8").returncode == 2

    def test_a_reader_that_goes_away_is_no_failure_to_speak_of(self, shared_index: Path) -> None:
        command = [sys.executable, "-m", "assistant.cli", "status", "--json", "--index", str(shared_index)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == ""
        assert process.returncode == 1

    @pytest.mark.real_model
    def test_the_real_thing_from_documents_to_answer(self, corpus_folder: Path, tmp_path: Path) -> None:
        folders = ("--corpus", str(corpus_folder), "--index", str(tmp_path / "index"))
        built = self.start("index", *folders)
        assert (0, True) == (built.returncode, "Index ready" in built.stdout), built.stderr
        asked = self.start("ask", "How many wells did Eau Vive drill in Niger?", "--json", *folders)
        assert asked.returncode == 0, asked.stderr
        record = json.loads(asked.stdout)
        assert ("en", "multilingual-e5-small") == (record["language"], record["index"]["model"])
        assert any("1 240 puits" in citation["quote"] for citation in record["citations"])


class TestFilters:
    @pytest.mark.parametrize(
        "command", [["search", "Farchana"], ["ask", "Combien de médecins à Abéché ?"]], ids=" ".join
    )
    @pytest.mark.parametrize(
        ("options", "left"),
        [
            (["--document-language", "fr"], {"medaid-fr", "eau-vive"}),
            (["--organisation", "medaid"], {"medaid-fr", "medaid-en"}),
            (["--from", "2023", "--to", "2024-12-31"], {"medaid-fr"}),
            (["--document", "medaid-en.md"], {"medaid-en"}),
        ],
        ids=str,
    )
    def test_only_what_the_filter_allows_is_found(
        self, indexed: Run, command: list[str], options: list[str], left: set[str]
    ) -> None:
        record = json.loads(indexed(*command, *options, "--json").stdout)
        found = record if command[0] == "search" else record["citations"]
        assert found
        assert {one["document"]["id"] for one in found} <= left

    @pytest.mark.parametrize("command", ["ask", "search"])
    def test_a_filter_that_leaves_nothing(self, indexed: Run, command: str) -> None:
        assert "'Nobody'" in one_sentence(indexed(command, "Farchana", "--organisation", "Nobody"), "bad_input")


class TestForgetting:
    def test_a_document_goes(self, indexed: Run, corpus_folder: Path) -> None:
        assert "--delete-file" in one_sentence(indexed("forget", "eau-vive.txt"), "bad_input")
        cited = replace(FEEDBACK.cited[0], document="eau-vive", quote="Eau Vive a foré 1 240 puits")
        store(Path("eval/feedback.sqlite"), replace(FEEDBACK, cited=(cited,)))
        assert "Forgotten: eau-vive.txt" in indexed("forget", "eau-vive.txt", "--delete-file").stdout
        assert drafts(Path("eval/feedback.sqlite"))[0]["answered_with"]["citations"] == []
        assert "eau-vive" not in json.loads(indexed("status", "--json").stdout)["documents"]
        assert "No kept generation" in one_sentence(indexed("forget", "eau-vive.txt"), "bad_input")

    def test_no_index_yet(self, run: Run) -> None:
        one_sentence(run("forget", "x"), "index_missing")


def test_a_damaged_generation_is_told_and_the_one_before_answers(
    indexed: Run, corpus_folder: Path, tmp_path: Path
) -> None:
    (corpus_folder / "new.txt").write_text("Une phrase nouvelle sur Ménaka.")
    indexed("index")
    path = current(tmp_path / "index") / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1])
    for words in (["ask", "Combien de puits Eau Vive a-t-elle forés ?"], ["search", "puits"], ["status"]):
        result = indexed(*words)
        assert result.exit_code == 0
        assert "gen-000001, the generation before, answers. [index_corrupt]" in result.stderr
        assert "assistant index --rebuild" in result.stderr
    assert indexed("verify").exit_code == 1
    indexed("index", "--rebuild")
    assert "" == indexed("search", "puits").stderr


class TestUsers:
    PASSWORD = "long-enough-it-is"

    def add(self, name: str, role: str = "reader", password: str = PASSWORD) -> Result:
        words = ["user", "add", name, "--role", role, "--password-stdin"]
        return CliRunner().invoke(main, words, input=f"{password}\n", prog_name="assistant")

    def test_users_are_added_listed_changed_and_removed(self, run: Run, tmp_path: Path) -> None:
        assert "this machine only" in run("user", "list").stderr
        assert self.add("Amélie", "administrator").stdout == "amélie: added (administrator).\n"
        assert self.add("rita").exit_code == 0
        assert run("user", "list").stdout == "amélie\tadministrator\nrita\treader\n"
        assert run("user", "role", "rita", "evaluator").exit_code == 0
        before = (tmp_path / "users.toml").read_bytes()
        changed = ["user", "password", "rita", "--password-stdin"]
        assert CliRunner().invoke(main, changed, input="another-long-one\n").exit_code == 0
        assert (tmp_path / "users.toml").read_bytes() != before
        assert run("user", "remove", "amélie").exit_code == 0
        assert json.loads(run("user", "list", "--json").stdout) == [{"name": "rita", "role": "evaluator"}]
        log = (tmp_path / "audit.jsonl").read_text(encoding="utf-8")
        done = [json.loads(line)["what"] for line in log.splitlines()]
        expected = ["user_added", "user_added", "user_role_changed", "user_password_changed", "user_removed"]
        assert done == expected
        assert self.PASSWORD not in log

    def test_a_changed_log_is_told(self, run: Run, tmp_path: Path) -> None:
        assert "0 lines" in run("user", "audit").stdout
        for name in ("rita", "eva"):
            assert self.add(name).exit_code == 0
        assert (0, "2 lines") == ((told := run("user", "audit")).exit_code, told.stdout[:7])
        log = tmp_path / "audit.jsonl"
        log.write_text(log.read_text().replace("rita", "rosa"))
        told = run("user", "audit")
        assert (1, "") == (told.exit_code, told.stdout)
        assert "line: 2." in told.stderr
        assert {"lines": 2, "wrong": [2]} == json.loads(run("user", "audit", "--json").stdout)

    def test_every_wrong_use_is_one_sentence(self, run: Run, tmp_path: Path) -> None:
        assert self.add("rita").exit_code == 0
        assert "already" in one_sentence(self.add("RITA"), "accounts")
        assert "10 to 256" in one_sentence(self.add("eva", password="short"), "accounts")
        assert "cannot be" in one_sentence(self.add("a b"), "accounts")
        for words in (["remove", "eva"], ["role", "eva", "reader"]):
            assert "user list" in one_sentence(run("user", *words), "accounts")
        assert "--password-stdin" in one_sentence(run("user", "password", "rita"), "bad_input")
        (tmp_path / "users.toml").chmod(0o644)
        assert "chmod 600" in one_sentence(run("user", "list"), "accounts")

    def test_every_command_has_its_help(self) -> None:
        assert isinstance(main, click.Group)
        group = main.commands["user"]
        assert isinstance(group, click.Group)
        assert set(group.commands) == {"add", "audit", "list", "role", "password", "remove"}
        assert all(command.help for command in group.commands.values())


class TestRollback:
    def test_going_back_and_what_a_build_then_says(self, indexed: Run, corpus_folder: Path) -> None:
        (corpus_folder / "new.txt").write_text("The bridge of Zorgland was built in 1987.\n")
        assert indexed("index").exit_code == 0
        assert indexed("rollback").stdout == "gen-000001 is in force in place of gen-000002.\n"
        again = indexed("index")
        assert again.exit_code == 0
        assert "gone back from" in again.stderr
        assert json.loads(indexed("index", "--json").stdout)["gone_back_from"] == "gen-000002"
        assert json.loads(indexed("rollback", "gen-000002", "--json").stdout)["generation"] == "gen-000002"
        one_sentence(indexed("rollback", "gen-000009"), "bad_input")

    def test_there_may_be_nothing_to_go_back_to(self, run: Run, indexed: Run, tmp_path: Path) -> None:
        assert "no generation before" in one_sentence(indexed("rollback"), "bad_input")
        one_sentence(run("rollback", "--index", tmp_path / "none"), "index_missing")
