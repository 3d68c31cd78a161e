"""Runs kept: question sets asked, with everything that came of each question, and two of them compared."""
