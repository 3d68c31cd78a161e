"""Turns nothing itself: the command line's entry point, and what ui.py shares with it."""

from assistant.cli.commands import main
from assistant.cli.telling import told_failures

__all__ = ["main", "told_failures"]
