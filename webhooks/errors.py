"""Errors as problem+json (RFC 9457): they say what to mend and nothing of our inside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

import structlog
from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from engine.channels.simulator import FieldsError
from engine.tools import telling
from store.pool import RoleError

RETRY_AFTER_S = 5
_log = structlog.get_logger(__name__)

_DETAILS: Mapping[int, str] = {
    400: "This request cannot be read.",
    404: "There is nothing at this address.",
    405: "This address does not take such a request.",
    413: "The body is larger than this address takes.",
    415: "The body is of a type that is not read here.",
    422: "Some fields cannot be read.",
    500: "Something went wrong on our side. The X-Request-Id of this answer helps to find it.",
    503: "Nothing can be stored just now. Please try again.",
}


class ProblemError(Exception):
    """A request cannot be answered; what was begun for it is undone."""

    def __init__(
        self,
        status: int,
        detail: str | None = None,
        *,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.fields, self.headers = status, detail, fields, headers


def conflict(error: Exception) -> ProblemError:
    """What cannot be done as things stand, in the error's own words."""
    words = str(error)
    return ProblemError(409, f"{words[:1].upper()}{words[1:]}.")


def problem(
    status: int,
    detail: str | None = None,
    *,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem to answer with; `fields` says for each wrong field what to mend."""
    title = HTTPStatus(status).phrase
    document: dict[str, object] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or _DETAILS.get(status, title + "."),
    }
    if fields:
        document["errors"] = [{"field": name, "detail": what} for name, what in fields.items()]
    return Response(
        json.dumps(document),
        status,
        {**(headers or {}), "Content-Type": "application/problem+json"},
    )


def explain_in(app: Flask) -> None:
    """Answer every error of the application as a problem."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(ProblemError, _told)
    app.register_error_handler(FieldsError, _invalid)
    app.register_error_handler(SQLAlchemyError, _unavailable)
    app.register_error_handler(RoleError, _unavailable)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: HTTPException) -> Response:
    answer = error.get_response()
    kept = {name: answer.headers[name] for name in ("Allow",) if name in answer.headers}
    return problem(answer.status_code, headers=kept)


def _told(error: ProblemError) -> Response:
    return problem(error.status, error.detail, fields=error.fields, headers=error.headers)


def _invalid(error: FieldsError) -> Response:
    return problem(422, fields=error.errors)


def _unavailable(error: Exception) -> Response:
    _report("The database does not take part", error)
    return problem(503, headers={"Retry-After": str(RETRY_AFTER_S)})


def _unexpected(error: Exception) -> Response:
    _report("A request failed", error)
    return problem(500)


def _report(sentence: str, error: Exception) -> None:
    # Not its words: they may hold a message's text, a statement's parameters, a phone number.
    route = request.url_rule.rule if request.url_rule else None
    _log.error(sentence, error=telling.name(error), route=route, where=telling.where(error))
