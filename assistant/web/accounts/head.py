"""Turns a language into what a page's head needs to show who is signed in.

Knows nothing about the page.
"""

from __future__ import annotations

import json
from importlib.resources import files

from assistant.records import Language


def account_head(language: Language) -> str:
    folder = files("assistant.web.accounts")
    style = folder.joinpath("account.css").read_text(encoding="utf-8")
    script = folder.joinpath("account.js").read_text(encoding="utf-8").replace('"LANGUAGE"', json.dumps(language))
    return f"<style>{style}</style><script>{script}</script>"
