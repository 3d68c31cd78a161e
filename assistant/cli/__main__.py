"""Turns `python -m assistant.cli` into the command `assistant`."""

from assistant.cli import main

main()
