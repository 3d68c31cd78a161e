"""Turns the measured figures of the largest index into memory, disk and machines for other numbers of passages.

Knows nothing about measuring. What is computed in proportion is said to be so; prices are given by whoever asks.
Usage: python -m eval.benchmarks.growth.capacity FIGURES-build.json FIGURES-serve.json [--gb-month PRICE]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

SIZES = (1_000_000, 10_000_000, 100_000_000)
DIMENSION = 384
CODE_BYTES = DIMENSION // 3 // 2 + 8  # half a byte for three numbers, the row's number
ROW_BYTES = 1 + 4 + 8  # in memory for a row: its language, its passage, its place among those of its language
MODELS_MB = 700  # resident before anything of the index, with both models; measured
MILVUS_RAW, MILVUS_LOADED = 22.9, 31.2  # GB for 8 million vectors of 768 numbers, HNSW: see docs/capacity.md


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("--gb-month", type=float, default=None, help="what a GB of memory costs a month with you")
    arguments = parser.parse_args()
    built = json.loads(arguments.build.read_text(encoding="utf-8"))
    each = built["sentences"] / built["passages"]
    disk = sum(built["megabytes"].values()) / built["passages"]
    print(f"{each:.2f} sentences and {disk * 1000:.1f} kB on disk a passage, as measured")
    print("| passages | vectors | disk, GB | own memory, GB | matrix read in part, GB | Milvus HNSW loaded, GB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for passages in SIZES:
        rows = passages * (1 + each)
        own = MODELS_MB / 1e3 + rows * (CODE_BYTES + ROW_BYTES) / 1e9
        raw = rows * DIMENSION * 4 / 1e9
        milvus = raw * MILVUS_LOADED / MILVUS_RAW
        cells = [passages, rows / 1e6, disk * passages / 1e3, own, rows * DIMENSION * 2 / 1e9, milvus]
        print(f"| {cells[0]:,} | {cells[1]:,.1f} M |" + "".join(f" {cell:,.1f} |" for cell in cells[2:]))
        if arguments.gb_month:
            print(f"|   | memory a month: {own * arguments.gb_month:,.0f} here, {milvus * arguments.gb_month:,.0f} |")


if __name__ == "__main__":
    main()
