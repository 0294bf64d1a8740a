"""A few files and links with the newest homework, so that the demo shows them."""

from __future__ import annotations

import pghistory
from django.core.files.uploadedfile import SimpleUploadedFile
from weasyprint import HTML

from control.demo.world import World
from core.files import brought, keep_file
from journal.models import Homework, HomeworkFile

HOMEWORKS = 12
NOTE = "Памятка\n\n1. Прочитайте параграф.\n2. Ответьте на вопросы в конце.\n3. Проверьте себя.\n"
CARD = "<h1>Карточка с заданиями</h1>" + "".join(
    f"<p>{number}. Выполните упражнение и запишите, как вы рассуждали.</p><hr>"
    for number in range(1, 6)
)
LINK = "Видеоурок: https://resh.edu.ru/subject/"


def attach_files(world: World) -> None:
    """The newest homework of the first school gets a card or a note; some a link as well."""
    if world.number != 1:
        return
    card = HTML(string=CARD).write_pdf()
    newest = Homework.objects.filter(school=world.school).order_by("-set_at", "pk")
    individual = newest.filter(is_individual=True).select_related("set_by")[:3]
    common = newest.filter(is_individual=False).select_related("set_by")[:HOMEWORKS]
    for number, homework in enumerate([*common, *individual]):
        name, body = ("Карточка.pdf", card) if number % 3 else ("Памятка.txt", NOTE.encode())
        with pghistory.context(user=homework.set_by_id, route="demo_data"):
            _hang(homework, name, body)
            if number % 4 == 0:
                text = f"{homework.text}\n{LINK}"
                Homework.objects.filter(pk=homework.pk).update(text=text, version=2)


def _hang(homework: Homework, name: str, body: bytes) -> None:
    stored = keep_file(
        brought(SimpleUploadedFile(name, body)),
        school_id=homework.school_id,
        added_by_id=homework.set_by_id,
        now=homework.set_at,
    )
    HomeworkFile.objects.create(school_id=homework.school_id, homework=homework, file=stored)
