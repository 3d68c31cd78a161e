"""Answers questions, in French or English, from an organisation's documents, with the passages that prove it."""

import os
from importlib.metadata import PackageNotFoundError, version

# Threads that wait must sleep: spinning, they took a question from 40 ms to 960 ms as soon as one other process ran.
# It has to be set before any library loads OpenMP.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

try:
    __version__ = version("assistant")
except PackageNotFoundError:  # running from a tree that was never installed
    __version__ = "0+unknown"
