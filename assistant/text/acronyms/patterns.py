"""Turns the ways in which a text puts an acronym beside its words into patterns over the plain text of a view.

Knows nothing about letters. Every repetition is bounded, so that no text makes a pattern slow.
"""

from __future__ import annotations

import re

from assistant.records import Language
from assistant.text.acronyms.shapes import SHAPE, STRONG, WEAK

QUOTES = r"[ \"'«»“”*_]{0,6}"
ARTICLE = r"(?:l'|(?:la|le|les|the) )?"
LEAD = re.compile(
    rf"{QUOTES}(?:(?:ou|or|soit|aussi|i\.e\.|ci-apres|hereafter|hereinafter|sigle|acronyme?|abreviation|abbreviation|"
    rf"en abrege|abrege|abbreviated(?: as| to)?|known as|dit|dite|noted?)[ ,:]{{1,3}}){{0,2}}{ARTICLE}{QUOTES}",
    re.IGNORECASE,
)
LABEL = re.compile(
    rf"{QUOTES}(?:(?:en|de l'|du|in|from(?: the)?) ?(?:anglais|francais|english|french)|c'est-a-dire|i\.e\.|soit|pour|"
    rf"stands for|stand for|meaning|signifie|short for)[ :,]{{1,3}}{QUOTES}",
    re.IGNORECASE,
)
BRACKET = re.compile(r"[(\[]([^()\[\]]{2,220})[)\]]")
INSIDE = re.compile(r"[;,/]|\b(?:ou|or|et|and)\b")  # what stands between several acronyms in one bracket
AFTER = re.compile(
    rf"\.?{QUOTES}(?:$|[:–—]|(?:en|in) (?:anglais|francais|english|french)\b| *(?:sigle|acronym)\b)", re.I
)
SHORT = re.compile(rf"{STRONG}|{WEAK}")
SHORT_BEFORE = re.compile(rf"(?:{STRONG}|{WEAK}){QUOTES}$")

CELL = r" {0,4}\t\s{0,4}| {0,4}\| {0,4}| {0,2}; {0,2}[^:;\n]{1,40}: {1,4}"
SEPARATED = re.compile(
    rf"(?P<short>{STRONG})[\"'«»“”*_]{{0,4}}(?:(?P<cell>{CELL})|(?P<line>:? {{0,3}}\n\s{{0,3}})|"
    r"(?P<by> {1,4}[–—-] {0,4}| ?[–—] ?| ?: {1,4}| = |, {1,2}(?:or|ou|soit|i\.e\.|c'est-a-dire|pour|for|en anglais|"
    r"en francais|in English|in French)[ :]{1,3}|"
    rf" {{1,2}}(?:stands for|means|signifie|designe|veut dire) {{1,2}})){ARTICLE}"
)
SEPARATED_BACK = re.compile(
    rf"(?P<by> {{1,4}}[–—-] {{0,4}}| ?[–—] ?| {{0,4}}\| {{0,4}}| = | ?: {{1,4}}|"
    rf", {{1,2}}(?:(?:or|ou|soit|abrege|en abrege|abbreviated) {{1,2}})?){ARTICLE}{QUOTES}(?P<short>{STRONG})"
)
_LANGUAGE = "(?:en|in) (?P<{}>[Aa]nglais|[Ff]rancais|[Ee]nglish|[Ff]rench)"
NAMED_ALIKE = re.compile(
    rf"(?P<short>{STRONG}){QUOTES}[(,] ?(?:(?:ou|or) )?"
    rf"(?:{QUOTES}(?P<other>{SHAPE}){QUOTES},? {_LANGUAGE.format('said')}\b|"
    rf"{_LANGUAGE.format('turned')} ?[:,]?{QUOTES}(?P<after>{SHAPE}))",
)
LANGUAGES: dict[str, Language] = {"anglais": "en", "english": "en", "francais": "fr", "french": "fr"}
