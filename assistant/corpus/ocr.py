"""Turns the image of a page into words with their places, by Tesseract in French and English.

Knows nothing about PDF. Only caller of the `tesseract` program; an image that lies on its side or upside down is
turned first.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.corpus.extract import Options

PROGRAM = "tesseract"
LANGUAGES = ("fra", "eng")
MIN_CONFIDENCE = 30.0
SURE_TURN = 1.0  # Tesseract's confidence in an orientation from which on the image is turned


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """A word in pixels from the top left corner; `line` numbers the line that it stands on."""

    text: str
    left: int
    top: int
    width: int
    height: int
    line: int


def ocr_languages() -> tuple[str, ...]:
    """Those of French and English that the installed Tesseract reads; none where it is missing."""
    return _languages()


def recognise(image: Any, options: Options) -> tuple[list[RecognisedWord], int, int]:
    """The words of a Pillow image and its width and height as it was read; no words without Tesseract."""
    languages = _languages()
    if not languages:
        return [], image.width, image.height
    turn = _turn(image, options)
    if turn:
        image = image.rotate(-turn, expand=True, fillcolor=255)
    output = _run(image, ["-l", "+".join(languages), "--psm", "3", "tsv"], options)
    words = []
    lines: dict[tuple[str, ...], int] = {}
    for row in csv.DictReader(io.StringIO(output), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or not text or float(row["conf"]) < MIN_CONFIDENCE:
            continue
        key = tuple(row[name] for name in ("block_num", "par_num", "line_num"))
        number = lines.setdefault(key, len(lines))
        left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
        words.append(RecognisedWord(text, left, top, width, height, number))
    return words, image.width, image.height


def _turn(image: Any, options: Options) -> int:
    """Degrees with the clock by which the image must be turned to stand upright."""
    if "osd" not in _installed():
        return 0
    said = _run(image, ["--psm", "0", "-l", "osd"], options)
    turn, sure = re.search(r"Rotate: (\d+)", said), re.search(r"Orientation confidence: ([\d.]+)", said)
    return int(turn[1]) if turn and sure and float(sure[1]) >= SURE_TURN else 0


def _run(image: Any, arguments: list[str], options: Options) -> str:
    """What Tesseract says about the image; nothing where it fails or takes too long."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1, dpi=(options.ocr_dots_per_inch, options.ocr_dots_per_inch))
    command = [PROGRAM, "stdin", "stdout", "--dpi", str(options.ocr_dots_per_inch), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 (a fixed program and arguments of ours; the image comes by its input)
            command, input=buffer.getvalue(), capture_output=True, timeout=options.ocr_page_timeout_s, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _languages() -> tuple[str, ...]:
    return tuple(language for language in LANGUAGES if language in _installed())


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    if shutil.which(PROGRAM) is None:
        return frozenset()
    done = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603 (fixed)
    return frozenset(done.stdout.split("\n")[1:])
