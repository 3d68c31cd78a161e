"""Turns a question set and an assistant into a run that is kept, question by question, and can be stopped and gone on.

Knows nothing about pages or processes. One generation of the index from beginning to end: a run that was stopped goes
on only with the generation and settings that it began with.
"""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import __version__
from assistant.errors import EvaluationError
from assistant.evaluation.questions import QUERIES_FILE, Question, read_questions
from assistant.evaluation.run import commit_of, figures_of, row_of
from assistant.evaluation.runs.detail import detail_of
from assistant.evaluation.runs.folder import Runs, hash_of
from assistant.evaluation.runs.record import Measured, Run, State

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

Tell = Callable[[int, int], None]  # done, total


def begin(runs: Runs, assistant: Assistant, path: Path, who: str, name: str | None = None) -> Run:
    """The folder of a new run over the set of a file or benchmark folder. Raises EvaluationError."""
    path = path / QUERIES_FILE if path.is_dir() else path
    questions = read_questions(path)
    lines = path.read_bytes()
    check_once([question.id for question in questions], path.name)
    index = assistant.index
    return runs.create(
        Run(
            id="",
            set_name=name or path.stem,
            set_sha256=hash_of(lines),
            questions=len(questions),
            generation=index.generation,
            documents=dict(index.manifest.documents),
            passage_tokens=index.manifest.passage_tokens,
            model=index.manifest.model.name,
            settings=assistant.settings.model_dump(),
            fingerprint=assistant.settings.fingerprint(),
            version=__version__,
            commit=commit_of(),
            who=who,
            started=_now(),
            machine=platform.machine(),
        ),
        lines,
    )


def check_once(ids: Sequence[str], name: str) -> None:
    """Raises EvaluationError for an id that two questions share: nobody could tell their answers apart."""
    twice = [identifier for identifier, count in Counter(ids).items() if count > 1]
    if twice:
        raise EvaluationError(
            en=f"Two questions of {name!r} have the id {twice[0]!r}: give every question its own.",
            fr=f"Deux questions de {name!r} ont l'identifiant {twice[0]!r} : donnez à chacune le sien.",
        )


def check_same(run: Run, assistant: Assistant) -> None:
    """Raises EvaluationError when the rest of a run would be measured with something else than its beginning."""
    now = (assistant.index.generation, assistant.settings.fingerprint(), __version__)
    if now != (run.generation, run.fingerprint, run.version):
        raise EvaluationError(
            en=f"The run {run.id!r} began with another index, other settings or another version: begin a new one.",
            fr=f"La mesure {run.id!r} a commencé avec un autre index, d'autres réglages ou une autre version : "
            "commencez-en une nouvelle.",
        )


def carry_on(runs: Runs, run: Run, assistant: Assistant, tell: Tell, wanted: Callable[[], bool] = lambda: True) -> Run:
    """Ask what was not asked yet, until all is or nobody wants it any more; how the run stands then."""
    with runs.holding(run.id):
        runs.mend(run.id)
        questions = runs.questions(run.id)
        known = {measured.row.id for measured in runs.rows(run.id)}
        runs.save(replace(run, state=State.RUNNING, ended=None))
        done = len(known)
        tell(done, len(questions))
        state = State.DONE
        try:
            for question in questions:
                if question.id in known:
                    continue
                if not wanted():
                    state = State.STOPPED
                    break
                runs.append(run.id, measure(assistant, question))
                done += 1
                tell(done, len(questions))
        except KeyboardInterrupt:
            state = State.STOPPED
        except BaseException:
            runs.save(replace(run, state=State.FAILED, ended=_now()))
            raise
        ended = replace(run, state=state, ended=_now())
        runs.save(ended)
        return ended


def measure(assistant: Assistant, question: Question) -> Measured:
    """One question asked, scored, and what was seen on the way."""
    row, answer, weighed = row_of(assistant, question)
    return Measured(row, detail_of(answer, weighed))


def figures_of_run(runs: Runs, run: Run) -> dict[str, Any]:
    """What has been measured of a run so far, in figures; they say whether that is all of it."""
    rows = [measured.row for measured in runs.rows(run.id)]
    figures = figures_of(rows) if rows else {"questions": 0, "median_ms": None, "figures": {}, "lost_at": {}}
    return {"asked": len(rows), "of": run.questions, "partial": len(rows) < run.questions, **figures}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
