"""Turns the name of a role into what it includes: each role may do all that the ones before it may.

Knows nothing about users or pages.
"""

from __future__ import annotations

from typing import Literal, TypeGuard, get_args

Role = Literal["reader", "evaluator", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)  # in order: each includes those before


def is_role(name: str) -> TypeGuard[Role]:
    return name in ROLES


def includes(held: Role, wanted: Role) -> bool:
    return ROLES.index(held) >= ROLES.index(wanted)
