"""Answers questions, in French or English, from an organisation's documents, with the passages that prove it."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("assistant")
except PackageNotFoundError:  # running from a tree that was never installed
    __version__ = "0+unknown"
