"""Turns lines about mail, phones and streets into checks of whose they are."""

from __future__ import annotations

import pytest

from assistant.discovery.records import Kind
from tests.discovery.made_documents import directory_over, document

KINDS = (Kind.EMAIL, Kind.PHONE, Kind.ADDRESS)


def contacts(text: str) -> list[str]:
    found = directory_over(document(f"MedAid works in Chad.\n\n{text}", organisation="MedAid")).profiles
    return [line.label.en for line in found[0].of(*KINDS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Contact: help@field.net, Tel: +235 22 51 12 34", ["help@field.net", "+235 22 51 12 34"]),
        ("Write to chad@medaid.org for more.", ["chad@medaid.org"]),
        ("Adresse : Avenue Mobutu 12, BP 456, N'Djamena", ["Adresse : Avenue Mobutu 12, BP 456, N'Djamena"]),
        ("Write to someone@elsewhere.org for more.", []),
        ("In 2021 the avenue of 12 trees was repaired.", []),
        ("The number 22 51 12 34 was drawn.", []),
        ("Contact of Oxfam: oxfam@field.net", []),
    ],
)
def test_contacts_are_those_of_the_documents_organisation(text: str, expected: list[str]) -> None:
    assert expected == contacts(text)
