"""Turns slow and failing work into checks of what is prepared, once a generation."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Event

import pytest

from assistant.web.discover.preparing import Prepared


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
