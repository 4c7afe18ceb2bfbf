"""Every failure leaves as `application/problem+json` (RFC 9457), translated in one table."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg_pool import PoolTimeout
from sqlalchemy import exc as sqlalchemy_errors
from starlette.exceptions import HTTPException as StarletteHTTPException

from shared import errors
from shared.errors import FieldProblem
from shared.logging import request_id_context
from shared.metrics import POOL_TIMEOUTS

PROBLEM_MEDIA_TYPE = "application/problem+json"
DATABASE_RETRY_AFTER_SECONDS = 1

STATUS_OF_ERROR: Mapping[type[errors.AppError], HTTPStatus] = {
    errors.UnauthenticatedError: HTTPStatus.UNAUTHORIZED,
    errors.ForbiddenError: HTTPStatus.FORBIDDEN,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.ConflictError: HTTPStatus.CONFLICT,
    errors.TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UnsupportedMediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.InvalidError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooManyRequestsError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}

# What the framework answers in two words, said in a sentence.
_DETAIL_OF_STATUS: Mapping[int, str] = {
    404: "There is nothing at this address. The reference pages list what there is.",
    405: "This address does not take this method. The header Allow says which it takes.",
}
# FastAPI's words for a body that no JSON parser finishes, be it its encoding, depth or digits.
_UNREADABLE_BODY = "There was an error parsing the body"
_UNREADABLE = FieldProblem(
    "body", "The body cannot be read. Send JSON in UTF-8, neither very deep nor with huge numbers."
)

_log = logging.getLogger(__name__)


def problem(
    status: int,
    detail: str,
    instance: str,
    *,
    problems: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Return a problem; `type` is about:blank's meaning, the status says which."""
    content: dict[str, object] = {
        "type": f"urn:vlo:problem:{status}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": instance,
        "request_id": request_id_context.get(),
    }
    if problems:
        content["errors"] = [
            {"field": item.field, "message": item.message}
            | ({"line": item.line} if item.line is not None else {})
            for item in problems
        ]
    return JSONResponse(content, status, headers=dict(headers or {}), media_type=PROBLEM_MEDIA_TYPE)


def status_of(error: errors.AppError) -> HTTPStatus:
    """Return the status of the nearest ancestor in the table."""
    return next(STATUS_OF_ERROR[kind] for kind in type(error).__mro__ if kind in STATUS_OF_ERROR)


async def _app_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, errors.AppError)  # noqa: S101  registered for this type alone
    headers: dict[str, str] = {}
    if isinstance(error, errors.TooManyRequestsError | errors.UnavailableError):
        headers["Retry-After"] = str(error.retry_after_seconds)
    if isinstance(error, errors.UnauthenticatedError):
        headers["WWW-Authenticate"] = "Bearer"
    return problem(
        status_of(error),
        error.detail,
        request.url.path,
        problems=error.problems,
        headers=headers,
    )


def _field_problem(item: Mapping[str, Any]) -> FieldProblem:
    if item["type"] == "json_invalid":
        reason = item.get("ctx", {}).get("error", item["msg"])
        return FieldProblem("body", f"this is not JSON: {reason} at character {item['loc'][-1]}")
    field = ".".join(str(part) for part in item["loc"][1:])
    return FieldProblem(field or "body", item["msg"])


async def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for this type alone
    found = [_field_problem(item) for item in error.errors()]
    names = ", ".join(item.field for item in found[:3])
    detail = f"The request does not fit the reference. See: {names}."
    return problem(422, detail, request.url.path, problems=found)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StarletteHTTPException)  # noqa: S101  registered for this type alone
    detail = str(error.detail)
    if detail == _UNREADABLE_BODY:
        return problem(400, _UNREADABLE.message, request.url.path, problems=[_UNREADABLE])
    if detail == HTTPStatus(error.status_code).phrase:
        detail = _DETAIL_OF_STATUS.get(error.status_code, detail)
    return problem(error.status_code, detail, request.url.path, headers=error.headers)


async def _database_failed(request: Request, error: Exception) -> JSONResponse:
    if isinstance(getattr(error, "orig", error), psycopg.errors.LockNotAvailable):
        detail = "Another request is changing the same data. Repeat this one in a moment."
        return problem(409, detail, request.url.path)
    if isinstance(error, PoolTimeout | sqlalchemy_errors.TimeoutError):
        POOL_TIMEOUTS.inc()
    _log.warning("the database did not answer: %s", error)
    return problem(
        503,
        "The database does not answer at the moment. Repeat the request shortly.",
        request.url.path,
        headers={"Retry-After": str(DATABASE_RETRY_AFTER_SECONDS)},
    )


async def _unstorable_text(request: Request, _error: Exception) -> JSONResponse:
    detail = "A text holds a character that cannot be stored, such as NUL or half an emoji."
    return problem(422, detail, request.url.path)


def install_error_handlers(app: FastAPI) -> None:
    """Translate every error that a route may raise."""
    app.add_exception_handler(errors.AppError, _app_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(StarletteHTTPException, _http_error)
    for kind in (
        psycopg.OperationalError,
        PoolTimeout,
        sqlalchemy_errors.OperationalError,
        sqlalchemy_errors.InterfaceError,
        sqlalchemy_errors.TimeoutError,
    ):
        app.add_exception_handler(kind, _database_failed)
    for kind in (psycopg.DataError, sqlalchemy_errors.DataError, UnicodeEncodeError):
        app.add_exception_handler(kind, _unstorable_text)
