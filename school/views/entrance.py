"""Doors that stay closed."""

from __future__ import annotations

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def logout(request: HttpRequest) -> HttpResponse:
    """Log out; the browser forgets what it kept for work without a network (a safe address only:
    elsewhere keeper.js has wiped it)."""
    response = account.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login_not_required
def signup_closed(request: HttpRequest) -> HttpResponse:
    """Nobody signs up: the school enters people. The page says how an account is got."""
    return render(request, "account/signup_closed.html", status=403)
