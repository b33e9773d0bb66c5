"""Logs: a sentence with fields, in JSON for machines, readable on a terminal."""

from __future__ import annotations

import logging
import re
import sys

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

_PHONE = re.compile(
    r"(?P<plus>\+|%2[Bb])(?P<far>\d(?:[ -]?\d){8,14})"  # International, also inside a URL.
    r"|(?<![\w.+-])(?P<near>\d{9,15})(?![\w.-])"  # As people dial it; not a part of an id.
)
_SECRET_PATH = re.compile(r"(/webhooks/(?:mpesa|africastalking)/)[^/\s\"'?]+")
"""Of these addresses a part is the secret; whatever was guessed there stays out too."""
_CHATTY = ("alembic", "dramatiq")  # What they do, our own lines say better.
_INDISCREET = {
    "urllib3.connection": logging.ERROR,  # Warns of odd headers with the whole address called.
    # At DEBUG they tell what was asked, word for word.
    "openai": logging.WARNING,
    "httpx2": logging.WARNING,
    "httpcore2": logging.WARNING,
}


def set_up(level: str) -> None:
    """Send all logs, ours and the libraries', to standard error, with phone numbers masked."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    stream = logging.StreamHandler(sys.stderr)
    stream.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                mask_phones,
                _renderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [stream]
    root.setLevel(level)
    for name, least in _INDISCREET.items():
        logging.getLogger(name).setLevel(least)
    for chatty in _CHATTY if level != "DEBUG" else ():
        logging.getLogger(chatty).setLevel(logging.WARNING)


def mask_phones(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Hide phone numbers but for their ends, and secret paths, in every text of a log line."""
    return {name: _masked(value) for name, value in event.items()}


def _masked(value: object) -> object:
    match value:
        case str():
            return hidden(value)
        case dict():
            return {_masked(name): _masked(part) for name, part in value.items()}
        case list() | tuple() | set():
            return [_masked(part) for part in value]
        case None | bool() | int() | float():
            return value
        case _:
            return hidden(str(value))


def hidden(text: str) -> str:
    """A text with phone numbers but for their ends, and secret paths, taken out."""
    return _PHONE.sub(_stars, _SECRET_PATH.sub(r"\1***", text))


def _stars(found: re.Match[str]) -> str:
    number = re.sub(r"\D", "", found["far"] or found["near"])
    return f"{found['plus'] or ''}{number[:4]}****{number[-3:]}"


def _renderer() -> Processor:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=False)
