"""Turns a language into the style and script that the page of evaluators has beyond those of all pages.

Knows nothing about the page.
"""

from __future__ import annotations

import json
from importlib.resources import files

from assistant.records import Language
from assistant.web.measure.words import MEASURE_STRINGS

SAID = ("sending", "stored", "not_sent")  # by the script


def own_style() -> str:
    return files("assistant.web.measure").joinpath("measure.css").read_text(encoding="utf-8")


def own_script(language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    words = json.dumps({"language": language, **{name: getattr(strings, name) for name in SAID}})
    script = files("assistant.web.measure").joinpath("measure.js").read_text(encoding="utf-8")
    script = script.replace('"WORDS"', words)
    return f"<script>{script}</script>"
