"""Turns what an evaluator does with a question set into values for the page: checking, changing, adding, deleting.

Knows nothing about layout. See actions.py for the form of an action.
"""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from assistant.errors import AssistantError
from assistant.evaluation.sets.form import Record
from assistant.records import Language
from assistant.web.documents_rendering import render_error, render_told
from assistant.web.measure.actions import text
from assistant.web.measure.editing import LONGEST, Form, form_of, record_of, with_exact
from assistant.web.measure.place import Bench
from assistant.web.measure.render_people import render_check, render_problems
from assistant.web.measure.words import MEASURE_STRINGS
from assistant.web.page_actions import Steps

ANSWERABLE = 5  # place of the tick among the fields of the form
LABEL = 70  # characters of a question in the list of them


class SetActions:
    """`seen`, the hash of the file when it was read, goes through the page, so that nobody's change is lost."""

    def __init__(self, bench: Bench, language: Language) -> None:
        self._bench, self._language = bench, language
        self._strings = MEASURE_STRINGS[language]

    def choose(self, who: str, name: object) -> Steps:
        """The check of a set, its questions to choose from, an empty form."""
        import gradio as gr

        if not text(name):
            yield "", gr.update(choices=[], value=None), "", "", *_closed()
            return
        try:
            records, seen = self._bench.sets.read(text(name))
        except AssistantError as error:
            yield render_error(error, self._language), gr.update(choices=[], value=None), "", "", *_closed()
            return
        yield (
            self._checked(text(name), records),
            gr.update(choices=_named(records), value=None),
            seen,
            "",
            *_closed(),
        )

    def fill(self, who: str, name: object, identifier: object) -> Steps:
        """The form with a question of the set in it."""
        record = self._find(text(name), text(identifier))
        yield "", *(_opened(form_of(record)) if record else _closed())

    def blank(self, who: str) -> Steps:
        """The form for a question that is not there yet."""
        yield None, "", *_opened(Form())

    def check(self, who: str, name: object, identifier: object, *fields: object) -> Steps:
        record = record_of(_form(fields), self._find(text(name), text(identifier)))
        yield (self._told_check(record),)

    def make_exact(self, who: str, name: object, identifier: object, *fields: object) -> Steps:
        """The quotes in the documents' own words, wherever they were nearly that."""
        before = self._find(text(name), text(identifier))
        record = record_of(_form(fields), before)
        record = with_exact(record, self._bench.check([record]))
        yield self._told_check(record), form_of(record).gold

    def save(self, who: str, name: object, identifier: object, seen: object, *fields: object) -> Steps:
        """Put the question in the set, in its place or at the end; of a set of ours, in a copy."""
        set_name, chosen = text(name), text(identifier)
        records, _ = self._bench.sets.read(set_name)
        place = next((at for at, one in enumerate(records) if one["id"] == chosen), None)
        record = record_of(_form(fields), None if place is None else records[place])
        if any(one["id"] == record["id"] for at, one in enumerate(records) if at != place):
            yield render_told(self._strings.id_taken.format(id=record["id"]), bad=True), *_kept(5)
            return
        if place is None:
            records.append(record)
        else:
            records[place] = record
        yield from self._saved(set_name, records, text(seen), record["id"], self._strings.saved)

    def delete(self, who: str, name: object, identifier: object, seen: object) -> Steps:
        set_name, chosen = text(name), text(identifier)
        records, _ = self._bench.sets.read(set_name)
        left = [one for one in records if one["id"] != chosen]
        if not chosen or len(left) == len(records):
            yield render_told(self._strings.choose_first, bad=True), *_kept(5)
            return
        if not left:
            yield render_told(self._strings.last_question, bad=True), *_kept(5)
            return
        yield from self._saved(set_name, left, text(seen), chosen, self._strings.deleted)

    def _saved(self, name: str, records: list[Record], seen: str, identifier: str, said: str) -> Steps:
        """What is told, the check, the questions, the hash, and the lists of sets, where a copy may be new."""
        import gradio as gr

        kept, now = self._bench.sets.save(name, records, seen)
        sets = [one.name for one in self._bench.sets.all()]
        there = identifier if any(one["id"] == identifier for one in records) else None
        told = render_told(said.format(id=identifier, set=kept.name))
        yield (
            told, self._checked(kept.name, records), gr.update(choices=_named(records), value=there), now,
            gr.update(choices=sets, value=kept.name), gr.update(choices=sets),
        )  # fmt: skip

    def _checked(self, name: str, records: list[Record]) -> str:
        problems = self._bench.check(records)
        ours = self._bench.sets.get(name).ours
        return render_check(problems, len(records), name, ours, self._language)

    def _told_check(self, record: Record) -> str:
        problems = self._bench.check([record])
        return render_problems(problems, self._language) if problems else render_told(self._strings.question_good)

    def _find(self, name: str, identifier: str) -> Record | None:
        if not name or not identifier:
            return None
        records, _ = self._bench.sets.read(name)
        return next((one for one in records if one["id"] == identifier), None)


def _named(records: list[Record]) -> list[tuple[str, str]]:
    return [(f"{one['id']} · {one['question'][:LABEL]}", one["id"]) for one in records]


def _form(fields: tuple[object, ...]) -> Form:
    """What came of the form, whatever it was."""
    answerable = len(fields) > ANSWERABLE and fields[ANSWERABLE] is True
    words = [value[:LONGEST] if isinstance(value, str) else "" for value in (*fields, *[""] * 9)]
    identifier, question, language, direction, kind, _, facts, gold, note = words[:9]
    return Form(identifier, question, language, direction, kind, answerable, facts, gold, note)


def _opened(form: Form) -> tuple[Any, ...]:
    """The fields, there to be seen, with what is in them."""
    import gradio as gr

    return (gr.update(visible=True), *astuple(form))


def _closed() -> tuple[Any, ...]:
    import gradio as gr

    return (gr.update(visible=False), *astuple(Form()))


def _kept(count: int) -> tuple[Any, ...]:
    import gradio as gr

    return (gr.skip(),) * count
