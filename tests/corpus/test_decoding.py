"""Turns bytes in the encodings of the world into checks that they read as written, or are refused."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.decoding import decode
from assistant.errors import ReadingError

FRENCH = "Les réfugiés déplacés à Gao sont protégés, où l’été arrive enfin.\nDeuxième ligne : « garçons », œuvre, ÇA.\n"
ENGLISH = "Plain text about refugees in Gao.\nSecond line, no accents at all.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("text", [FRENCH, ENGLISH])
def test_usual_encodings_read_as_written(text: str, encoding: str) -> None:
    assert text == decode(text.encode(encoding))


def test_latin_1_french_reads_as_written() -> None:
    text = FRENCH.replace("’", "'").replace("œ", "oe")
    assert text == decode(text.encode("latin-1"))


def test_decomposed_accents_are_kept_as_they_are() -> None:
    text = unicodedata.normalize("NFD", FRENCH)
    assert text == decode(text.encode())


@pytest.mark.parametrize("text", ["été", "à", "« Où ? »", "café\n"])
def test_short_texts_in_utf_8(text: str) -> None:
    assert text == decode(text.encode())


@given(st.text(alphabet="abcdéèàçôœ’«» \n", min_size=20))
def test_utf_8_never_turns_into_mojibake(text: str) -> None:
    if text.strip():
        assert text == decode(text.encode())


def test_line_ends_become_newlines() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\nb\nc\n"


def test_stray_control_characters_are_taken_out() -> None:
    assert decode(("Un été " * 100).encode() + b"\x1b[2J\x00\x07fin") == "Un été " * 100 + "[2Jfin"
    assert decode(("Un été " * 100 + "\u009b2Jfin").encode()) == "Un été " * 100 + "2Jfin"


@pytest.mark.parametrize("data", [b"", b"  \n\t ", b"\xef\xbb\xbf", "\ufeff \n".encode("utf-16-le")])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError, match="empty"):
        decode(data)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n text", b"PK\x03\x04 docx", b"\xd0\xcf\x11\xe0 doc", b"\x89PNG\r\n", bytes(range(256)) * 10]
)
def test_a_binary_file_is_refused_whatever_its_name(data: bytes) -> None:
    with pytest.raises(ReadingError):
        decode(data)


def test_random_bytes_are_refused() -> None:
    with pytest.raises(ReadingError):
        decode(random.Random(7).randbytes(5000))


def test_a_cut_utf_16_file_is_refused() -> None:
    with pytest.raises(ReadingError, match="encoding"):
        decode("\ufeffété".encode("utf-16-le")[:-1])
