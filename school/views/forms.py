"""How pages with a form answer: shown, refused with nothing lost, or done and gone on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.refusal import Refused
from school.actions.writing import DoneAlready
from school.forms.base import Plain


def done(request: HttpRequest, form: Plain, act: Callable[..., Any]) -> bool:
    """Whether the form was sent, right, and its action done (or done already by the same
    request). Otherwise the form carries what was wrong."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except DoneAlready:
        return True
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("It was saved."))
    return True


def said(form: Plain, *leave_out: str) -> dict[str, Any]:
    """What the form says, as an action takes it; `request_key` is the action's `key`."""
    words = {name: value for name, value in form.cleaned_data.items() if name not in leave_out}
    if "request_key" in words:
        words["key"] = words.pop("request_key")
        words["now"] = timezone.now()
    return words


def form_page(
    request: HttpRequest,
    form: Plain,
    *,
    title: str | Promise,
    back: str,
    tab: str,
    button: str | Promise = "",
    note: str | Promise = "",
    danger: bool = False,
) -> HttpResponse:
    """A page of one form: fields under each other, one button, a way back."""
    shown = {
        "form": form,
        "title": title,
        "back": back,
        "tab": tab,
        "button": button or _("Save"),
        "note": note,
        "danger": danger,
    }
    return render(request, "school/form.html", shown)


def done_page(request: HttpRequest, act: Callable[[], Any], back: str) -> HttpResponse:
    """Answer to a lone button (POST): do it, or say why not, and go back to the page."""
    try:
        act()
    except DoneAlready:
        return redirect(back)
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("It was saved."))
    return redirect(back)
