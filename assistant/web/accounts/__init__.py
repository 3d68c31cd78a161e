"""Turns nothing itself: users, passwords and sessions are in the modules beside it."""
