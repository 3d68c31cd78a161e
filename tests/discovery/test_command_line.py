"""Turns `assistant discover` over an index into checks of what it prints, for people and for machines."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from assistant.cli import main
from assistant.corpus.reading import read_folder


def test_organisations_as_json_are_proved_by_slices(real_corpus: Path, real_corpus_index: Path) -> None:
    run = CliRunner().invoke(main, ["discover", "organisations", "--index", str(real_corpus_index), "--json"])
    assert run.exit_code == 0, run.output
    said = json.loads(run.stdout)
    assert ["COOPI", "INTERSOS", "UNICEF"] == [one["name"] for one in said["organisations"]]
    texts = {one.id: one.text for one in read_folder(real_corpus).documents}
    lines = [line for one in said["organisations"] for line in one["lines"]]
    cited = [cited for one in (*lines, *said["marks"]) for cited in one["citations"]]
    assert all(line["citations"] for line in lines)
    assert len(cited) > 150
    assert all(texts[one["document"]][one["start"] : one["end"]] == one["quote"] for one in cited)


def test_organisations_for_people_name_the_place_of_every_quote(real_corpus_index: Path) -> None:
    run = CliRunner().invoke(main, ["discover", "organisations", "--index", str(real_corpus_index)])
    assert run.exit_code == 0, run.output
    assert "  staff: 14 staff (Gao)" in run.stdout
    assert "[unicef-mali-en#" in run.stdout


def test_without_an_index_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    for name in ("organisations", "questions"):
        run = CliRunner().invoke(main, ["discover", name, "--index", str(tmp_path / "none")])
        assert run.exit_code == 1
        assert "assistant index" in run.stderr
        assert "Traceback" not in run.output
