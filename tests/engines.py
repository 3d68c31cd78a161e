"""Turns what the processor can do into a mark for tests that need the fast engine; knows nothing about any test."""

from __future__ import annotations

import pytest

from assistant.index.int8.processor import multiplies_int8

needs_int8 = pytest.mark.skipif(not multiplies_int8(), reason="the processor has no eight-bit dot products")
