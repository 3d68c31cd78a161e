"""Turns the fitted decision that ships into checks of what differs between engines.

Knows nothing about how it was fitted.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.judging import load_decision


def test_the_fast_engine_has_a_threshold_of_its_own_and_all_else_in_common() -> None:
    exact, fast = (load_decision(with_reader=True, engine=engine) for engine in ("torch", "int8"))
    assert 0 < fast.threshold < exact.threshold
    assert replace(fast, threshold=exact.threshold) == exact
    assert load_decision(with_reader=False, engine="int8") == load_decision(with_reader=False)
