"""Checks what of a sent file is kept: its name, its content, and nothing of one that is refused."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from assistant.corpus import receiving as receiving_module
from assistant.corpus.holding import held_files, remove_file
from assistant.corpus.limits import Limits
from assistant.corpus.names import LONGEST_BYTES, safe_name
from assistant.corpus.reading import read_folder
from assistant.corpus.receiving import INCOMING, Receiving, clear_incoming
from assistant.errors import CorpusError, NameTaken, ReadingError


def send(folder: Path, name: str, data: bytes, *, replace: bool = False, limits: Limits | None = None) -> str:
    with Receiving(folder, name, limits or Limits(), replace=replace) as receiving:
        for start in range(0, len(data), 1000):
            receiving.write(data[start : start + 1000])
        return receiving.place().name


def packed(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("note.md", "note.md"), ("../../etc/cron.d/x.txt", "x.txt"), ("..\\..\\x.txt", "x.txt"),
        ("/etc/x.TXT", "x.TXT"),
        ("C:\\docs\\Été 2024.md", "Été 2024.md"),
        ("e\u0301te\u0301.md", "été.md"), ("x.php%00.pdf", "x.php_00.pdf"),
        ("a\x00b.pdf", "ab.pdf"), ("-rf.txt", "rf.txt"), (".hidden.txt", "hidden.txt"), ("a\u202efdp.txt", "afdp.txt"),
        ("CON.txt", "_CON.txt"), ("com1.a.txt", "_com1.a.txt"), ("<img src=x>.txt", "_img src=x_.txt"),
        ("😀.txt", "_.txt"),
        ("a\nb.txt", "ab.txt"), ("  a   b .txt", "a b.txt"), ("rapport (v2), l’été.pdf", "rapport (v2), l’été.pdf"),
    ],
)  # fmt: skip
def test_a_name_becomes_safe(given: str, kept: str) -> None:
    assert kept == safe_name(given)


@pytest.mark.parametrize(
    "given",
    ["", ".", "..", "x", "evil.pdf.exe", "x.pdf/", "sources.toml", "README.md", "readme.MD", "x.pdf%00.sh", ".txt"],
)
def test_a_name_that_is_no_documents_is_refused(given: str) -> None:
    with pytest.raises(ReadingError):
        safe_name(given)


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    name = safe_name("é" * 300 + ".docx")
    assert name.endswith("é.docx")
    assert len(name.encode()) <= LONGEST_BYTES


def test_a_file_is_stored_whole_and_read_like_any_other(tmp_path: Path) -> None:
    data = b"# Zorgland\n\nLe pont date de 1987.\n" * 100
    assert send(tmp_path, "pont.md", data) == "pont.md"
    assert (tmp_path / "pont.md").read_bytes() == data
    assert list((tmp_path / INCOMING).iterdir()) == []
    assert [document.path for document in read_folder(tmp_path).documents] == ["pont.md"]
    assert set(held_files(tmp_path)) == {"pont.md"}


@pytest.mark.parametrize("again", ["pont.md", "PONT.md", "Pont.MD"])
def test_a_file_is_never_replaced_unasked(tmp_path: Path, again: str) -> None:
    send(tmp_path, "pont.md", b"old")
    with pytest.raises(NameTaken) as raised:
        send(tmp_path, again, b"new")
    assert raised.value.name == "pont.md"
    assert (tmp_path / "pont.md").read_bytes() == b"old"
    assert send(tmp_path, again, b"new", replace=True) == "pont.md"
    assert (tmp_path / "pont.md").read_bytes() == b"new"
    assert set(held_files(tmp_path)) == {"pont.md"}


def test_whoever_is_quicker_keeps_the_name(tmp_path: Path) -> None:
    with Receiving(tmp_path, "pont.md", Limits()) as receiving:
        receiving.write(b"slow")
        (tmp_path / "pont.md").write_bytes(b"quick")
        with pytest.raises(NameTaken):
            receiving.place()
    assert (tmp_path / "pont.md").read_bytes() == b"quick"


def test_a_link_or_folder_of_that_name_is_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("kept")
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "link.txt").symlink_to(outside)
    (folder / "folder.txt").mkdir()
    for name in ("link.txt", "folder.txt"):
        with pytest.raises(NameTaken):
            send(folder, name, b"new", replace=True)
    assert outside.read_text() == "kept"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "empty"), ("a.pdf", b"<html><script>1</script>", "no PDF"), ("a.txt", b"%PDF-1.7", "PDF"),
        ("a.docx", b"PK\x03\x04 broken", "damaged"), ("a.txt", b"MZ\x90", "EXE"), ("a.md", b"\x7fELF", "ELF"),
        ("a.docx", b"\xd0\xcf\x11\xe0", "password"), ("a.html", b"PK\x03\x04", "ZIP"),
        ("a.docx", packed({"../../x": b"1"}), "leave"),
        ("bomb.docx", packed({"word/document.xml": b"\x00" * 60_000_000}), "unpacked"),
        ("many.epub", packed({f"{n}": b"" for n in range(10_001)}), "too many"),
    ],
)  # fmt: skip
def test_what_is_not_what_its_name_says_is_refused_and_nothing_of_it_stays(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    with pytest.raises(ReadingError, match=said):
        send(tmp_path, name, data)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_too_much_is_cut_while_it_comes(tmp_path: Path) -> None:
    limits = Limits(max_file_mb=1)
    assert send(tmp_path, "fits.txt", b"x" * 1_000_000, limits=limits)
    with pytest.raises(ReadingError, match="larger than 1 MB"):
        send(tmp_path, "more.txt", b"x" * 1_000_001, limits=limits)
    assert set(held_files(tmp_path)) == {"fits.txt"}
    assert list((tmp_path / INCOMING).iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(receiving_module, "SPARE_BYTES", 1 << 62)
        with pytest.raises(ReadingError, match="could not be stored"):
            send(tmp_path, "a.txt", b"x")

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("assistant.corpus.receiving.os.fsync", full)
    with pytest.raises(ReadingError, match="No space left"):
        send(tmp_path, "a.txt", b"x")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_a_crash_left_is_cleared_and_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / INCOMING).mkdir()
    (tmp_path / INCOMING / "half").write_bytes(b"x")
    clear_incoming(tmp_path)
    assert not (tmp_path / INCOMING).exists()
    with pytest.raises(CorpusError, match="--corpus"):
        Receiving(tmp_path / "none", "a.txt", Limits())


def test_only_a_file_of_the_folder_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    for path in (tmp_path / "outside.txt", folder / "a.txt", folder / "sub" / "b.txt", folder / "sources.toml"):
        path.write_text("x")
    for name in ("../outside.txt", "sources.toml", "", ".", "none.txt", str(tmp_path / "outside.txt")):
        with pytest.raises(CorpusError):
            remove_file(folder, name)
    remove_file(folder, "sub/b.txt")
    assert set(held_files(folder)) == {"a.txt"}
    assert (tmp_path / "outside.txt").exists()
