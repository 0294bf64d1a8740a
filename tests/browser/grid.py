"""What tests of the journal page do with it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from schedule.models import Lesson
from school.models import Student


def open_grid(page: Page, course: object) -> None:
    page.goto(f"/s/{course.school_id}/journals/{course.pk}/")
    expect(page.locator("ej-grid table")).to_have_attribute("role", "grid")


def cell(page: Page, student: Student, lesson: Lesson) -> Locator:
    column = page.evaluate(
        "l => [...document.querySelectorAll('.grid__days th')].findIndex(h => h.dataset.l === l)",
        str(lesson.pk),
    )
    return page.locator(f"tr[data-s='{student.pk}'] > *").nth(column + 1)


def press(page: Page, *keys: str) -> None:
    """Keys by name, or letters of the Latin layout: «y» stands for «н»."""
    for key in keys:
        page.keyboard.press(key)


def saved(page: Page) -> None:
    expect(page.locator("ej-saved")).to_have_attribute("data-state", "saved", timeout=10_000)


def pasted(page: Page, text: str) -> None:
    """As Ctrl+V does, with that text in the clipboard."""
    page.evaluate(
        """text => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste",
            {clipboardData, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def copied(page: Page, name: str = "copy") -> str:
    """As Ctrl+C does: what is in the clipboard afterwards."""
    return page.evaluate(
        """name => {
          const clipboardData = new DataTransfer();
          document.activeElement.dispatchEvent(new ClipboardEvent(name,
            {clipboardData, bubbles: true, cancelable: true}));
          return clipboardData.getData("text/plain");
        }""",
        name,
    )


def has_class(name: str) -> re.Pattern[str]:
    return re.compile(rf"(^|\s){name}(\s|$)")
