"""What «my day» asks for, to work for some hours without a network."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from journal.queries.kept import kept_pages
from school.permissions import school_for


@require_GET
@never_cache
def pages(request: HttpRequest, school_id: int) -> JsonResponse:
    """Addresses of the pages of today's and the next school day's lessons."""
    here = school_for(request, school_id, to="journal.own_day")
    today = timezone.localdate(timezone=here.school.zone)
    addresses = kept_pages(school_id, here.employee_id, today=today)
    return JsonResponse({"school": school_id, "pages": addresses})
