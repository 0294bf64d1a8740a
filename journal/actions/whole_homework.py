"""The homework of a lesson page sent as one plain form, without JavaScript: what differs from
what was seen, what was attached, what was taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from core.asked import number_asked
from core.files import brought
from journal.actions.homework import (
    set_homework,
    set_homework_for_some,
    set_no_homework,
    take_back_for_some,
)
from journal.actions.homework_files import attach_files, take_file_away
from journal.forms import students_of, task_of

Files = MultiValueDict[str, UploadedFile]
Change = tuple[str, Callable[[], object]]
_SOME, _FILES = "some-", "files-"


def homework_changes(post: QueryDict, files: Files, given: dict) -> Iterator[Change]:
    """Each change with the name of its field on the page."""
    if _differs(post, "homework", rest="seen-rest", prefix=""):
        yield "homework", lambda: _for_all(post, given)
    if bool(post.get("none")) != bool(post.get("seen-none")):
        yield "none", lambda: set_no_homework(none=bool(post.get("none")), **given)
    yield from _for_some(post, given)
    yield from _attached(post, files, given)
    gone = number_asked(post.get("gone"))
    if gone:
        yield "files", lambda: take_file_away(file_id=gone, **given)


def _for_all(post: QueryDict, given: dict) -> object:
    task = task_of(post, text="homework")
    return set_homework(task=task, seen=_plain(post, "seen-homework"), **given)


def _for_some(post: QueryDict, given: dict) -> Iterator[Change]:
    if post.get("some_text", "").strip():
        yield (
            "some_text",
            lambda: set_homework_for_some(
                student_ids=students_of(post),
                task=task_of(post, text="some_text", prefix="some_"),
                **given,
            ),
        )
    back = number_asked(post.get("back"))
    for field in post:
        pk = number_asked(field.removeprefix(_SOME).removesuffix("-text"))
        if not field.startswith(_SOME) or pk is None or pk == back:
            continue
        prefix = f"{_SOME}{pk}-"
        if _differs(post, field, rest=f"{prefix}seen-rest", prefix=prefix):
            yield field, _rewriter(post, given, pk, prefix)
    if back:
        yield "some_text", lambda: take_back_for_some(homework_id=back, **given)


def _rewriter(post: QueryDict, given: dict, pk: int, prefix: str) -> Callable[[], object]:
    return lambda: set_homework_for_some(
        student_ids=students_of(post, prefix=prefix),
        task=task_of(post, text=f"{prefix}text", prefix=prefix),
        homework_id=pk,
        seen=_plain(post, f"seen-{prefix}text"),
        **given,
    )


def _attached(post: QueryDict, files: Files, given: dict) -> Iterator[Change]:
    for field in files:
        pk = number_asked(field.removeprefix(_FILES))
        if field == "files" or pk is not None:
            yield field, _hanger(post, files.getlist(field), field, pk, given)


def _hanger(
    post: QueryDict, uploads: list[UploadedFile], field: str, pk: int | None, given: dict
) -> Callable[[], object]:
    return lambda: attach_files(
        files=[brought(upload, field=field) for upload in uploads],
        homework_id=pk,
        text=post.get("homework", ""),
        **given,
    )


def _differs(post: QueryDict, field: str, *, rest: str, prefix: str) -> bool:
    """The words, or when it is due, how long it takes, for whom."""
    if _plain(post, field).strip() != _plain(post, f"seen-{field}").strip():
        return True
    return rest in post and post[rest] != _rest(post, prefix)


def _rest(post: QueryDict, prefix: str) -> str:
    """As the page wrote it down when it was made: due|day|minutes|students."""
    parts = [post.get(f"{prefix}{name}", "").strip() for name in ("due", "due_day", "minutes")]
    chosen = ",".join(str(pk) for pk in sorted(students_of(post, prefix=prefix))) if prefix else ""
    return "|".join([*parts, chosen])


def _plain(post: QueryDict, field: str) -> str:
    return post.get(field, "").replace("\r", "")
