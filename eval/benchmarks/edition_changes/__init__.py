"""Turns parallel texts into editions with planted changes, and comparisons of them into recall and precision."""
