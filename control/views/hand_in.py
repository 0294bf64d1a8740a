"""Where schools' installations send signed figures: no session, the signature is the door."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from control.actions.handing_in import accept_figures
from control.models import SnapshotSource
from control.week_figures import MOST_BYTES
from core.refusal import Refused

# What is wrong with the document itself, with its sender, with its moment.
STATUS = {"too_big": 413, "unknown_key": 403, "bad_signature": 403, "already_there": 409}


@login_not_required
@csrf_exempt
@require_POST
def hand_in(request: HttpRequest, municipality_id: int) -> JsonResponse:
    """The signed document is the body of the request. 201: taken; 200: it had been taken before;
    else `error` (a word for programs) and `message` (for people), and nothing is written."""
    try:
        done = accept_figures(
            municipality_id=municipality_id,
            body=request.read(MOST_BYTES + 1),
            source=SnapshotSource.HTTP,
            now=timezone.now(),
        )
    except Refused as refused:
        said = {"accepted": False, "error": refused.code, "message": " ".join(refused.messages)}
        return JsonResponse(said, status=STATUS.get(refused.code, 422))
    said = {"accepted": True, "again": done.is_again, "week": done.week.isoformat()}
    return JsonResponse(
        said | {"school": done.school.short_name}, status=200 if done.is_again else 201
    )
