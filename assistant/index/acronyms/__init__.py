"""Turns what documents say of their acronyms into a glossary that is kept with the index.

Knows nothing about questions.
"""
