"""placeholder"""

from pathlib import Path


def draw(work: Path) -> None: ...
