"""Turns nothing itself: the command line's entry point, and what ui.py shares with it."""

from assistant.cli import accounts, acronyms, commands, comparing, discovering, keeping, measuring
from assistant.cli.group import main
from assistant.cli.telling import told_failures

__all__ = [
    "accounts",
    "acronyms",
    "commands",
    "comparing",
    "discovering",
    "keeping",
    "main",
    "measuring",
    "told_failures",
]
