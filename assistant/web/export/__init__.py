"""Turns answers into files that can be checked later; knows nothing about pages or HTTP."""
