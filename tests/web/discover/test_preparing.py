"""Turns slow and failing work into checks of what is prepared, once a generation."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Event

import pytest

from assistant.web.discover.preparing import OfNewest, Prepared


@dataclass
class Generation:
    folder: str


def folder(one: Generation) -> str:
    return one.folder


def test_it_is_made_once_for_each_generation() -> None:
    made: list[str] = []

    def make(one: Generation) -> str:
        made.append(one.folder)
        return one.folder.upper()

    prepared: Prepared[Generation, str] = Prepared(make, folder)
    assert ["A", "A", "B"] == [prepared.get(Generation(name), 30) for name in ("a", "a", "b")]
    assert ["a", "b"] == made


def test_nobody_waits_for_what_takes_long() -> None:
    go = Event()
    prepared: Prepared[Generation, str] = Prepared(lambda one: "done" if go.wait(30) else "late", folder)
    assert prepared.get(Generation("a"), 0.01) is None
    go.set()
    assert prepared.get(Generation("a"), 30) == "done"


def test_after_a_failure_the_next_tries_again(caplog: pytest.LogCaptureFixture) -> None:
    tries = iter((ValueError("first"), None))

    def make(one: Generation) -> str:
        problem = next(tries)
        if problem:
            raise problem
        return "done"

    prepared: Prepared[Generation, str] = Prepared(make, folder)
    with caplog.at_level(logging.CRITICAL):
        assert prepared.get(Generation("a"), 30) is None
    assert prepared.get(Generation("a"), 30) == "done"


def test_what_takes_a_moment_is_made_once_for_each_thing_asked_and_let_go_with_its_index() -> None:
    made: list[tuple[str, str]] = []

    def make(one: Generation, what: str) -> str:
        made.append((one.folder, what))
        return one.folder + what

    kept: OfNewest[Generation, str] = OfNewest(make, folder, most=2)
    asked = [("a", "1"), ("a", "2"), ("a", "1"), ("b", "1"), ("b", "1"), ("a", "1")]
    assert [a + b for a, b in asked] == [kept.get(Generation(a), b) for a, b in asked]
    assert made == [("a", "1"), ("a", "2"), ("b", "1"), ("a", "1")]


def test_no_more_is_kept_than_that() -> None:
    made: list[str] = []

    def make(one: Generation, what: str) -> str:
        made.append(what)
        return what

    kept: OfNewest[Generation, str] = OfNewest(make, folder, most=1)
    assert ["1", "2", "2", "1"] == [kept.get(Generation("a"), what) for what in ("1", "2", "2", "1")]
    assert made == ["1", "2", "2"]


def test_what_cannot_be_made_is_told_and_tried_again() -> None:
    kept: OfNewest[Generation, str] = OfNewest(lambda one: {"a": "A"}[one.folder], folder)
    with pytest.raises(KeyError):
        kept.get(Generation("b"))
    assert kept.get(Generation("a")) == "A"
