"""Turns pyproject.toml into checks that what ships is whole and that its layers hold; builds nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

import pytest

import assistant

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = sorted((ROOT / "assistant").rglob("*.py"))
ONE_IMPORTER = {  # the heavy libraries, each with the only modules that may import it
    "faiss": {
        "index/vectors/flat.py",
        "index/vectors/building.py",
        "index/vectors/codes.py",
        "index/vectors/compressed.py",
        "index/vectors/pairing.py",
        "index/vectors/selecting.py",
    },
    "tantivy": {"index/term_index.py"},
    "sqlite3": {
        "index/store.py",
        "index/storing.py",
        "index/tails.py",
        "index/cache.py",
        "index/build.py",
        "evaluation/feedback.py",
        "evaluation/labels.py",
    },
    "pymilvus": {"index/milvus/client.py"},
    "reportlab": {"evaluation/runs/plots.py"},
    "watchfiles": {"index/watch.py"},
    "lingua": {"text/language.py"},
    "trafilatura": {"corpus/html.py"},
    "markdown_it": {"corpus/markdown.py"},
    "langchain_text_splitters": {"corpus/splitting.py"},
    "sentencex": {"text/sentences.py"},
    "Stemmer": {"text/terms.py"},
    "charset_normalizer": {"corpus/decoding.py"},
    "mcp": {"web/mcp_server.py"},
    "argon2": {"web/accounts/passwords.py"},
    "ray": {"index/cluster/ray_cluster.py"},
}


def imports(path: Path) -> set[str]:
    """First names of the modules that a file imports anywhere in it, type checking aside."""
    found = set()
    text = re.sub(r"^if TYPE_CHECKING:\n(?:(?:    .*)?\n)+", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_only_the_program_ships() -> None:
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["assistant"]
    assert [folder.name for folder in (ROOT / "assistant").iterdir() if folder.is_dir() and not has_init(folder)] == []


def has_init(folder: Path) -> bool:
    return (folder / "__init__.py").is_file() or folder.name == "__pycache__"


def test_data_that_the_program_reads_from_itself_is_in_it() -> None:
    read = set()
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        packages = re.findall(r'files\("([\w.]+)"\)', text)
        names = re.findall(r'"([\w.-]+\.(?:json|tsv|css|js|safetensors|npz|html))"', text)
        read |= {(package, name) for package in packages for name in names}
    assert ("assistant.answering", "decision.json") in read
    assert ("assistant.text", "glossary.tsv") in read
    assert [(package, name) for package, name in sorted(read) if not files(package).joinpath(name).is_file()] == []


def test_no_data_file_is_hidden_from_git() -> None:
    data = [
        str(p.relative_to(ROOT))
        for p in (ROOT / "assistant").rglob("*")
        if p.suffix in {".json", ".tsv", ".css", ".js"}
    ]
    command = ["git", "check-ignore", "--no-index", *data, "assistant/index/build.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 128:
        pytest.skip("not a git repository: an unpacked archive has nothing to hide files from")
    assert (1, "") == (done.returncode, done.stdout)


def test_the_command_is_declared_and_starts() -> None:
    assert PROJECT["project"]["scripts"] == {"assistant": "assistant.cli:main"}
    [found] = [point for point in entry_points(group="console_scripts") if point.name == "assistant"]
    assert found.load().name == "main"
    assert assistant.__version__ == PROJECT["project"]["version"]


def test_every_library_that_the_program_imports_is_declared() -> None:
    declared = {re.split(r"[<>=\[]", name)[0].lower().replace("-", "_") for name in PROJECT["project"]["dependencies"]}
    spelled = {
        "faiss": "faiss_cpu",
        "lingua": "lingua_language_detector",
        "Stemmer": "pystemmer",
        "sklearn": "scikit_learn",
        "markdown_it": "markdown_it_py",
        "docx": "python_docx",
        "pptx": "python_pptx",
        "argon2": "argon2_cffi",
        "text_to_num": "text2num",
    }
    known = set(sys.stdlib_module_names) | {"assistant", "__future__"}
    used = {name for path in SOURCES for name in imports(path)} - known
    extras = {"pymilvus", "ray"}  # asked for in a sentence where one is missing
    with_others = {"tokenizers", "starlette"}  # transformers' and fastapi's own, and pinned by them
    assert {name for name in used if spelled.get(name, name).lower() not in declared} <= with_others | extras


def test_every_lower_bound_is_met_by_the_constraints() -> None:
    pinned = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text().lower().split("\n")
        if "==" in line and line[0] != "#"
    )
    names = [re.split(r"[<>=\[]", name)[0].lower() for name in PROJECT["project"]["dependencies"]]
    assert [name for name in names if name not in {re.sub(r"[_.]", "-", known.strip()) for known in pinned}] == []


@pytest.mark.parametrize("library", ONE_IMPORTER)
def test_each_heavy_library_has_one_importer(library: str) -> None:
    importers = {path.relative_to(ROOT / "assistant").as_posix() for path in SOURCES if library in imports(path)}
    assert importers
    assert importers <= ONE_IMPORTER[library]


def test_imports_go_one_way() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout
    assert "1 kept, 0 broken" in done.stdout
