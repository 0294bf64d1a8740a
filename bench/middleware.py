"""Counts SQL statements of a request and says so in a header. Only installed with BENCH=1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-SQL-Statements"
# What only opens and closes a transaction is no statement of the page.
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")


class CountStatements:
    """The outermost middleware, so that session and person are counted too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = 0

        def counting(execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
            nonlocal count
            text = sql if isinstance(sql, str) else bytes(sql).decode(errors="replace")
            if not text.lstrip().upper().startswith(TRANSACTION):
                count += 1
            return execute(sql, *rest)

        with connection.execute_wrapper(counting):
            response = self.get_response(request)
        response.headers[HEADER] = str(count)
        return response
