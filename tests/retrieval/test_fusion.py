"""Turns rankings worked by hand into checks of how they become one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.ranks import reciprocal_rank_fusion
from assistant.retrieval.fusion import alternate, merge_in_order


def test_reciprocal_ranks_add_up() -> None:
    fused = reciprocal_rank_fusion({"dense": [1, 2, 3], "lexical": [3, 1]})
    assert [row for row, _ in fused] == [1, 3, 2]
    assert dict(fused) == pytest.approx({1: 1 / 61 + 1 / 62, 3: 1 / 63 + 1 / 61, 2: 1 / 62})


def test_weights() -> None:
    fused = reciprocal_rank_fusion({"dense": [1], "lexical": [2]}, {"lexical": 0.5})
    assert [row for row, _ in fused] == [1, 2]
    assert [score for _, score in fused] == pytest.approx([1 / 61, 0.5 / 61])


def test_ties_by_row() -> None:
    assert [row for row, _ in reciprocal_rank_fusion({"a": [9, 4], "b": [4, 9]})] == [4, 9]
    assert [row for row, _ in reciprocal_rank_fusion({"a": [9], "b": [4]})] == [4, 9]


def test_nothing() -> None:
    assert reciprocal_rank_fusion({}) == []
    assert reciprocal_rank_fusion({"a": [], "b": []}) == []
    assert merge_in_order([], {}) == []
    assert merge_in_order([[], []], {}) == []


def test_the_head_with_the_greatest_merit_goes_next() -> None:
    assert merge_in_order([[1, 2], [3, 4]], {1: 0.9, 2: 0.2, 3: 0.5, 4: 0.4}) == [1, 3, 4, 2]


def test_a_weak_head_does_not_hold_back_the_strong_row_behind_it() -> None:
    assert merge_in_order([[1, 2], [3]], {1: 0.1, 2: 0.9, 3: 0.5}) == [1, 2, 3]


def test_of_five_rows_two_are_of_each_list() -> None:
    strong, weak = [1, 2, 3, 4, 5, 6], [11, 12, 13]
    merit = {row: 1.0 if row < 10 else 0.1 for row in (*strong, *weak)}
    assert merge_in_order([strong, weak], merit, least=2, of=5) == [1, 2, 3, 11, 12, 4, 5, 6, 13]
    assert merge_in_order([strong, []], merit, least=2, of=5) == strong
    assert merge_in_order([strong, weak], merit) == [*strong, *weak]


def test_equal_merits_by_row() -> None:
    assert merge_in_order([[5], [2]], {5: 0.5, 2: 0.5}) == [2, 5]


@given(st.lists(st.lists(st.integers(0, 30), max_size=8), max_size=4))
def test_a_merged_list_holds_every_row_once_and_keeps_each_lists_order(lists: list[list[int]]) -> None:
    seen: set[int] = set()
    apart = []
    for rows in lists:
        apart.append([row for row in dict.fromkeys(rows) if row not in seen])
        seen.update(rows)
    merit = {row: (row * 37 % 11) / 10 for row in seen}
    for least in (0, 1, 2):
        merged = merge_in_order(apart, merit, least=least, of=5)
        assert sorted(seen) == sorted(merged)
        for rows in apart:
            assert rows == [row for row in merged if row in rows]


class TestAlternate:
    def test_one_new_row_of_each_in_turn(self) -> None:
        assert [1, 7, 2, 8, 3] == alternate([1, 2, 3], [7, 8])

    def test_a_row_that_both_hold_costs_no_turn(self) -> None:
        assert [1, 7, 2, 3] == alternate([1, 2, 3], [1, 7])

    def test_an_empty_list_leaves_the_other_as_it_is(self) -> None:
        assert [1, 2] == alternate([1, 2], [])
        assert [1, 2] == alternate([], [1, 2])
        assert [] == alternate([], [])

    def test_nothing_is_lost_and_nothing_comes_twice(self) -> None:
        assert sorted({*range(9), 20, 30}) == sorted(alternate(list(range(9)), [4, 20, 0, 30, 20]))
