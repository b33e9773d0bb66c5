"""The gate of the API: who calls, may they, what do they say; then the view answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from flask import Response, request
from psycopg2.errors import DeadlockDetected
from pydantic import BaseModel
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from engine.access import callers
from engine.access.callers import Caller, Credential, StrangerError
from engine.runtime import Runtime
from engine.tools.telling import name, where
from store import idempotency
from store.database import Transaction
from store.idempotency import Kept
from webhooks.api import pin, reading
from webhooks.api.access import TABLE, Access
from webhooks.api.limits import Limits
from webhooks.api.route import Call, Errand, Route, Visit
from webhooks.errors import ProblemError, problem

JSON = "application/json"
BEARER = {"WWW-Authenticate": "Bearer"}
LONGEST_KEY = 200
NO_SHOP = "There is no such organization, or you do not belong to it."
TRIES = 5
"""A deadlock is tried again at once: nothing happened, and the other one has finished."""

_log = structlog.get_logger(__name__)


def guarded(rt: Runtime, limits: Limits, route: Route) -> Callable[..., Response]:
    """The route's view behind the gate."""
    access = TABLE[route.name]

    def answer(**path: Any) -> Response:
        if access.level == "ANYBODY":
            limits.sign_in()
            visit = Visit(rt, limits.account, limits.guess)
            return _shown(route, route.view(visit, **path, **reading.parts(route)))
        credential = _credential(rt)
        limits.caller(credential.name)
        if route.says_code:
            limits.guess()
        wanted = _wanted(path.get("organization_id"))
        if route.asks_outside:
            with rt.db.tenant(wanted, credential.person_id) as tx:
                errand = Errand(rt, _admitted(rt, tx, credential, access))
            return _shown(route, route.view(errand, **path, **reading.parts(route)))

        def attempt(careful: bool) -> Response:
            with rt.db.tenant(wanted, credential.person_id) as tx:
                call = Call(rt, tx, _admitted(rt, tx, credential, access), careful)
                refused = pin.refusal(call) if route.needs_pin else None
                return _shown(route, refused) if refused else _once(call, route, path)

        return _insisting(attempt) if route.starts_runs else attempt(False)

    return answer


def _insisting(attempt: Callable[[bool], Response]) -> Response:
    """The answer, and a workflow's mishap is its own: what was asked for stands."""
    careful = False
    for _ in range(TRIES):
        try:
            return attempt(careful)
        except (ProblemError, HTTPException):
            raise
        except OperationalError as error:
            if not isinstance(error.orig, DeadlockDetected):
                raise
        except Exception as error:
            if careful:
                raise
            _log.error("A request went wrong", error=name(error), where=where(error))
            careful = True
    raise ProblemError(503, headers={"Retry-After": "1"})


def _credential(rt: Runtime) -> Credential:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ProblemError(401, "Sign in and send the token as a bearer.", headers=BEARER)
    try:
        return callers.read(rt, token.strip())
    except StrangerError as error:
        raise ProblemError(401, str(error), headers=BEARER) from None


def _wanted(in_path: UUID | None) -> UUID | None:
    """The organization that is named, in the path or in a header; not two different ones."""
    named = request.headers.get("X-Organization-Id")
    if not named:
        return in_path
    try:
        wanted = UUID(named)
    except ValueError:
        raise ProblemError(422, fields={"X-Organization-Id": "is no id"}) from None
    if in_path not in (None, wanted):
        raise ProblemError(404, NO_SHOP)
    return wanted


def _admitted(rt: Runtime, tx: Transaction, credential: Credential, access: Access) -> Caller:
    try:
        caller = callers.identify(rt, tx, credential, tx.organization_id)
    except StrangerError as error:
        raise ProblemError(401, str(error), headers=BEARER) from None
    if access.level == "PERSON":
        if caller.scopes is not None:
            raise ProblemError(403, "This is for people, not for API keys.")
        return caller
    if caller.organization_id is None:
        _without_organization(caller)
    if not access.admits(caller.role):
        raise ProblemError(403, f"Your role here is {caller.role}: this needs {access.level}.")
    if caller.scopes is not None and access.scope not in caller.scopes:
        needed = f"needs the scope {access.scope}" if access.scope else "is for people"
        raise ProblemError(403, f"This API key may not do that: it {needed}.")
    return caller


def _without_organization(caller: Caller) -> None:
    if caller.shops > 1:
        what = "is missing: you belong to several, so name the one you mean"
        raise ProblemError(422, fields={"X-Organization-Id": what})
    raise ProblemError(404, NO_SHOP)


def _once(call: Call, route: Route, path: dict[str, Any]) -> Response:
    """The view's answer, and for a key that was used before the answer that it had then."""
    parts = reading.parts(route)
    key = request.headers.get("Idempotency-Key") if route.creates else None
    if key is None:
        return _shown(route, route.view(call, **path, **parts))
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        what = f"must be 1 to {LONGEST_KEY} printable characters"
        raise ProblemError(422, fields={"Idempotency-Key": what})
    asked = _fingerprint(call, route, parts.get("body"))
    kept = idempotency.begin(call.tx, call.caller.person_id, key, asked)
    if kept is not None:
        return _again(kept, asked)
    answer = _shown(route, route.view(call, **path, **parts))
    body = answer.get_data(as_text=True) if route.keeps_answer else None
    idempotency.keep(call.tx, call.caller.person_id, key, Kept(asked, route.status, body))
    return answer


def _again(kept: Kept, asked: bytes) -> Response:
    if kept.asked != asked:
        what = "was used for another request: take a new one for each thing to create"
        raise ProblemError(422, fields={"Idempotency-Key": what})
    if kept.body is None:
        raise ProblemError(409, "This was made before; its secret is shown only once.")
    replayed = {"Idempotent-Replayed": "true"}
    return Response(kept.body, kept.status, replayed, content_type=JSON)


def _fingerprint(call: Call, route: Route, body: BaseModel | None) -> bytes:
    said = body.model_dump_json() if body is not None else ""
    # A person's own affairs are theirs wherever they belong to: it may change by this very one.
    shop = None if TABLE[route.name].level == "PERSON" else call.caller.organization_id
    whole = f"{request.method} {request.path}\n{shop}\n{said}"
    return hashlib.sha256(whole.encode()).digest()


def _shown(route: Route, model: BaseModel | ProblemError | None) -> Response:
    if isinstance(model, ProblemError):
        return problem(model.status, model.detail, fields=model.fields, headers=model.headers)
    if model is None:
        return Response(status=204)
    return Response(model.model_dump_json(), route.status, content_type=JSON)
