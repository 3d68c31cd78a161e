"""Turns the settings into the accounts of a server, or the refusal to start one that others could reach without any.

Knows nothing about what is served.
"""

from __future__ import annotations

import logging
from pathlib import Path

from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.web.accounts.accounts import Accounts
from assistant.web.guards import is_loopback

logger = logging.getLogger(__name__)


def open_accounts(settings: Settings) -> Accounts:
    """Who may come in. Raises AccountsError, and SettingsError where others would reach a server without users."""
    here = is_loopback(settings.host)
    others = not here or bool(settings.public_names.split())  # a proxy lets others in as well
    accounts = Accounts(Path(settings.users_file), closed=others)
    if not accounts.users() and others:
        where = settings.host if not here else settings.public_names
        raise SettingsError(
            en=f"Serving on {where!r} lets other machines in, and there is no user: run `assistant user add`.",
            fr=f"Servir sur {where!r} ouvre la page à d'autres machines, et il n'y a aucun utilisateur : "
            "lancez `assistant user add`.",
        )
    if not here:
        logger.warning("Other machines reach this server: put a proxy with TLS in front, since it speaks plain HTTP.")
    return accounts
