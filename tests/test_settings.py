"""Turns arguments, variables and files into checks of what the settings become, or why they are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from assistant.errors import SettingsError
from assistant.settings import SETTINGS_FILE, Settings, load_settings

DEFAULTS = {name: field.default for name, field in Settings.model_fields.items()}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without assistant.toml."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults() -> None:
    assert load_settings().model_dump() == DEFAULTS


def test_arguments_outweigh_the_environment_which_outweighs_the_file(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / SETTINGS_FILE).write_text('port = 1001\nhost = "file"\ncandidates = 11\n')
    monkeypatch.setenv("ASSISTANT_PORT", "1002")
    monkeypatch.setenv("ASSISTANT_HOST", "env")
    settings = load_settings(port=1003, host=None)
    assert (1003, "env", 11) == (settings.port, settings.host, settings.candidates)


@pytest.mark.parametrize("name", sorted(DEFAULTS))
def test_every_setting_can_come_from_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: dict[type, str] = {bool: "True", str: "x", int: in_range(name), float: "0.5"}
    words = get_args(Settings.model_fields[name].annotation) if "Literal" in annotation(name) else ()
    value = words[-1] if words else kinds[next(kind for kind in kinds if kind.__name__ in annotation(name))]
    monkeypatch.setenv(f"ASSISTANT_{name.upper()}", value)
    assert value == str(getattr(load_settings(), name))


def in_range(name: str) -> str:
    """A whole number that the setting allows and that is not its default."""
    least = max([limit.ge for limit in Settings.model_fields[name].metadata if hasattr(limit, "ge")], default=0)
    return str(max(33, least + 1))


def annotation(name: str) -> str:
    return str(Settings.model_fields[name].annotation)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", 0),
        ("port", -1),
        ("port", 70_000),
        ("port", "many"),
        ("passage_tokens", 1),
        ("batch_size", 0),
        ("candidates", 10**9),
        ("answer_threshold", 2),
        ("answer_threshold", "nan"),
        ("max_question_chars", 0),
        ("model", 5),
        ("unknown", 1),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(name: str, value: Any) -> None:
    with pytest.raises(SettingsError) as raised:
        load_settings(**{name: value})
    assert repr(name) in raised.value.en
    assert repr(name) in raised.value.fr


@pytest.mark.parametrize(
    ("text", "named"),
    [("prot = 80", "'prot'"), ('port = "x"', "'port'"), ("port = ", "TOML"), ("[web]\nport = 80", "'web'")],
)
def test_a_wrong_file_is_refused_by_the_name_in_it(elsewhere: Path, text: str, named: str) -> None:
    (elsewhere / SETTINGS_FILE).write_text(text)
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert named in raised.value.en
    assert named in raised.value.fr
    assert SETTINGS_FILE in raised.value.en


def test_a_file_that_is_no_utf_8_is_refused(elsewhere: Path) -> None:
    (elsewhere / SETTINGS_FILE).write_bytes('host = "é"'.encode("latin-1"))
    with pytest.raises(SettingsError, match="TOML"):
        load_settings()


def test_a_wrong_variable_is_refused_by_the_name_of_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "x")
    with pytest.raises(SettingsError, match="'port'"):
        load_settings()


def test_a_model_folder_that_is_missing_is_told(elsewhere: Path) -> None:
    with pytest.raises(SettingsError, match="missing") as raised:
        load_settings(model=str(elsewhere / "missing"))
    assert "missing" in raised.value.fr
    assert load_settings(model=str(elsewhere)).model == str(elsewhere)


def test_the_fingerprint_changes_with_any_setting() -> None:
    given: dict[str, Any] = {
        "model": "x",
        "engine": "torch",
        "host": "x",
        "evidence_model": "off",
        "query_prefix": "",
        "passage_prefix": "",
        "answer_threshold": 0.5,
        "ocr": True,
    }
    prints = {load_settings().fingerprint()}
    for name in DEFAULTS:
        prints.add(load_settings(**{name: given.get(name, in_range(name))}).fingerprint())
    assert len(prints) == len(DEFAULTS) + 1
    assert load_settings().fingerprint() == load_settings().fingerprint()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(load_settings(), "port", 80)  # noqa: B010 - mypy would refuse it otherwise, rightly


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
