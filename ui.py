"""Starts the page on http://127.0.0.1:7860 from the index in ./index; `assistant serve --help` has the options.

Knows nothing but where to start: the page is assistant/web, the answers are assistant/answering.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.cli import told_failures
from assistant.settings import load_settings
from assistant.web.server import run_server

if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit("Usage: python ui.py   (options: assistant serve --help)")
    with told_failures():
        here = Path(__file__).parent
        run_server(here / "index", load_settings(), here / "corpus")
