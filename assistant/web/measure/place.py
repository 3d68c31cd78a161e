"""Turns the evaluation folder and the index in force into what the page of evaluators works with.

Knows nothing about pages or HTTP. Figures of a run are made once for so many rows of it, and kept in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import NotFound
from assistant.evaluation.labels import Labels
from assistant.evaluation.runs.comparing import Comparison, compare
from assistant.evaluation.runs.curves import PLOTS, Curve, Plot, curves_of
from assistant.evaluation.runs.folder import Runs
from assistant.evaluation.runs.measuring import figures_of_run
from assistant.evaluation.runs.process import Measuring, Progress
from assistant.evaluation.runs.record import Measured, Run
from assistant.evaluation.runs.worker import Task
from assistant.evaluation.sets.checking import Problem, check_set
from assistant.evaluation.sets.folder import QuestionSets
from assistant.evaluation.sets.form import Record
from assistant.settings import Settings
from assistant.web.audit import AuditLog

if TYPE_CHECKING:
    from assistant.evaluation.questions import Question
    from assistant.index.opened import OpenedIndex

KEPT = 8  # runs whose rows and figures stay in memory


@dataclass(frozen=True, slots=True)
class Read:
    """All that is shown of one run."""

    run: Run
    rows: tuple[Measured, ...]
    questions: dict[str, Question]
    figures: dict[str, Any]
    curves: dict[Plot, list[Curve]]


class Bench:
    """Where evaluators work. `opened` gives the index that answers now; safe to use from several threads."""

    def __init__(
        self,
        folder: Path,
        index_folder: Path,
        settings: Settings,
        opened: Callable[[], OpenedIndex],
        audit: AuditLog | None = None,
        measuring: Measuring | None = None,
    ) -> None:
        self._index, self._settings, self._opened = index_folder, settings, opened
        self._audit = audit or AuditLog(None)
        self.runs = Runs(folder / "runs")
        self.sets = QuestionSets(folder)
        self.labels = Labels(folder / "labels.sqlite")
        self.measuring = measuring or Measuring(self.runs)
        self._read = lru_cache(KEPT)(self._read_anew)

    def start(self, who: str, set_name: str) -> Progress:
        """Raises NotFound, Busy."""
        one = self.sets.get(set_name)
        self._audit.note(who, "run_begun", file=one.name)
        return self.measuring.start(self._task(who, str(one.path.resolve()), one.name, ""))

    def resume(self, who: str, run: str) -> Progress:
        """Raises NotFound, Busy."""
        known = self.runs.get(run)
        self._audit.note(who, "run_resumed", file=known.id)
        return self.measuring.start(self._task(who, "", known.set_name, known.id))

    def read(self, name: str) -> Read:
        """A run as it stands now. Raises NotFound."""
        run = self.runs.get(name)
        return self._read(run.id, self.runs.count(run.id), run.state)

    def question(self, name: str, identifier: str) -> tuple[Measured, Question | None]:
        """Raises NotFound."""
        found = self.read(name)
        for measured in found.rows:
            if measured.row.id == identifier:
                return measured, found.questions.get(identifier)
        raise NotFound(
            en=f"There is no question {identifier[:100]!r} in this run.",
            fr=f"Il n'y a pas de question {identifier[:100]!r} dans cette mesure.",
        )

    def compare(self, first: str, second: str) -> Comparison:
        return compare(self.runs, first, second)

    def check(self, records: list[Record]) -> list[Problem]:
        """Raises StoredIndexError where there is no index."""
        return check_set(records, self._opened().store)

    def _task(self, who: str, set_file: str, set_name: str, resumed: str) -> Task:
        runs, index = str(self.runs.folder.resolve()), str(self._index.resolve())
        return Task(set_file, set_name, resumed, runs, index, who, self._settings.model_dump())

    def _read_anew(self, name: str, count: int, state: str) -> Read:
        """`count` and `state` tell one reading of a run from the next."""
        run = self.runs.get(name)
        rows = tuple(self.runs.rows(name))
        questions = {question.id: question for question in self.runs.questions(name)}
        curves = {plot: curves_of(plot, [one.row for one in rows]) if rows else [] for plot in PLOTS}
        return Read(run, rows, questions, figures_of_run(self.runs, run), curves)
