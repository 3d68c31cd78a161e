"""Turns README, CONTRIBUTING and the rest into checks that what they name exists, and that what exists is named."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from assistant.cli import main
from assistant.corpus.readers import READERS
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [
    line.split("#")[0].strip()
    for kind, block in BLOCKS
    if kind in {"sh", "bash", "console"}
    for line in block.split("\n")
]
MODULES = sorted(
    path.relative_to(ROOT)
    for path in (ROOT / "assistant").rglob("*.py")
    if path.name not in {"__init__.py", "__main__.py"}
)


def drawn_tree() -> list[Path]:
    """The paths that the annotated tree of the README draws by its indentation."""
    [block] = [block for _, block in BLOCKS if "assistant/" in block and "cli/" in block]
    found: list[Path] = []
    above: list[tuple[int, Path]] = []
    for line in filter(str.strip, block.split("\n")):
        depth = len(line) - len(line.lstrip())
        above = [(level, path) for level, path in above if level < depth]
        folder = above[-1][1] if above else Path()
        names = line.strip().split("  ")[0].split(", ")
        found.extend(folder / re.split(r"\s", name)[0] for name in names)
        if names[0].split()[0].endswith("/"):
            above.append((depth, found[-1]))
    return found


TREE = drawn_tree()


def test_the_tree_names_every_module() -> None:
    assert [module.as_posix() for module in MODULES if module not in TREE] == []


def test_everything_in_the_tree_exists() -> None:
    assert [path.as_posix() for path in TREE if not list(ROOT.glob(path.as_posix()))] == []


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "constraints.txt"]
)
def test_the_papers_are_there(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").strip()


def test_the_licence_is_the_one_that_the_package_names() -> None:
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_make_targets_of_the_papers_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        named = set(re.findall(r"`make ([a-z-]+)", text)) | set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))
        assert named <= targets, name
    assert {"install", "run", "test", "check", "eval"} <= targets
    assert {"run", "test"} <= set(re.findall(r"make ([a-z]+)", README))


def test_commands_of_the_readme_exist_with_their_options() -> None:
    assert isinstance(main, click.Group)
    lines = [match[1] for line in COMMANDS if (match := re.match(r"(?:\.venv/bin/)?assistant\s+(.*)", line))]
    assert {line.split()[0] for line in lines} == set(main.commands)
    for name, group in main.commands.items():
        if isinstance(group, click.Group):
            assert {line.split()[1] for line in lines if line.startswith(f"{name} ")} == set(group.commands)
    for line in lines:
        command = main.commands[line.split()[0]]
        if isinstance(command, click.Group):
            command = command.commands[line.split()[1]]
        options = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", line)) <= options, line


def test_files_that_the_commands_of_the_readme_use_exist() -> None:
    for line in COMMANDS:
        for name in re.findall(r"(?<![\w./-])(?:[\w-]+/)*[\w-]+\.(?:py|txt|toml|json)\b", line):
            assert (ROOT / name).exists(), line


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    section = README.split("\n## Settings\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.split("|")[1] for line in section.split("\n") if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(Settings.model_fields)


def test_every_kind_of_file_is_in_the_readme() -> None:
    aliases = {".markdown", ".htm"}
    assert [kind for kind in READERS if kind not in aliases and f"`{kind}`" not in README] == []


def test_links_and_images_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{name}: {target}"


@pytest.mark.parametrize("module", [ROOT / module for module in MODULES], ids=str)
def test_every_module_says_what_it_turns_into_what_and_what_it_does_not_know(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert text.startswith('"""Turns ')
    assert re.search(r"knows? nothing", text.split('"""')[1], re.IGNORECASE)


def test_the_questions_readme_names_every_set() -> None:
    text = (ROOT / "eval" / "questions" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "eval" / "questions").glob("*.jsonl") if path.name not in text] == []
