"""Provider accounts that fail are left alone for a while, and their operator is told."""

from __future__ import annotations

import structlog
from sqlalchemy.exc import SQLAlchemyError

from engine.channels.base import ChannelError, Trouble
from engine.runtime import Runtime
from engine.tools.telling import name
from store import stopped_accounts

_log = structlog.get_logger(__name__)


def refused(rt: Runtime, account: str, error: ChannelError) -> None:
    """A provider refused, or did not answer. Opens a transaction: nothing else may be open.

    What is wrong with one message says that its account works.
    """
    if is_its_own(error):
        if rt.breakers.failed(account):
            _stop(rt, account, error.code)
    elif not error.retryable and error.trouble is not Trouble.BUSY:
        took(rt, account)


def took(rt: Runtime, account: str) -> None:
    """An account works. May open a transaction: nothing else may be open."""
    if not rt.breakers.worked(account):
        return
    _log.info("An account takes messages again", account=account)
    try:
        with rt.db.every_tenant() as tx:
            stopped_accounts.go_on(tx, account)
    except SQLAlchemyError as trouble:  # Its note stays until the account stops again.
        _log.warning("The database is away", error=name(trouble))


def is_its_own(error: ChannelError) -> bool:
    """Whether it is the account that is in trouble, or its provider that does not answer."""
    return error.trouble is Trouble.ACCOUNT or error.ambiguous


def _stop(rt: Runtime, account: str, code: str) -> None:
    _log.error("An account takes nothing and is left alone", account=account, code=code)
    try:
        with rt.db.every_tenant() as tx:
            stopped_accounts.stop(tx, account, code)
    except SQLAlchemyError as trouble:
        _log.warning("The database is away", error=name(trouble))
