"""What a reminder says: lines of the notice, the subject and the text of its letter. They name the
lesson, what lacks, by when, and the clause of the order; never a child."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from control.models import ReminderStage
from control.reminders.owed import Key, Owed
from core.regulation import rules
from journal.regulation import Fact

ANCHORS = {Fact.TOPIC: "#topic", Fact.REGISTER: "#register-title", Fact.HOMEWORK: "#homework"}
# What is owed by a rule that is no lesson's, in a few words.
THINGS: dict[str, str | Promise] = {
    "WORK_RESULTS": pgettext_lazy("what lacks", "results of the work"),
    "TERM_MARKS_SET": pgettext_lazy("what lacks", "marks of the period"),
    "FINALS_24H": pgettext_lazy("what lacks", "results shown to families"),
    "MARKS_ENOUGH": pgettext_lazy("what lacks", "enough marks in the period"),
    "PAPER_WEEKLY": pgettext_lazy("what lacks", "paper reports handed out"),
}
PLACES = {
    "WORK_RESULTS": ("journal:work_results", "about_id"),
    "TERM_MARKS_SET": ("journal:terms", "course_id"),
    "MARKS_ENOUGH": ("journal:terms", "course_id"),
    "FINALS_24H": ("journal:terms", "course_id"),
    "PAPER_WEEKLY": ("diary:paper_class", "class_id"),
    "YEAR_OPENED": ("control:readiness", ""),
    "RESPONSIBLE_NAMED": ("school:appointments", ""),
    "MONITORING_WEEKLY": ("control:figures", ""),
}
INTRO: dict[str, str | Promise] = {
    ReminderStage.SOON: gettext_lazy("The deadline is near; the journal still lacks:"),
    ReminderStage.PAST: gettext_lazy("The deadline is past; the journal lacks:"),
    ReminderStage.DIGEST: gettext_lazy("From earlier days the journal still lacks:"),
    ReminderStage.ESCALATED: gettext_lazy("The deadline is long past; the journal still lacks:"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What lacks in one place: a lesson, a work, a sheet."""

    what: str
    link: str
    teacher: str
    owed: tuple[Owed, ...]

    def kept(self) -> dict[str, Any]:
        """As the message keeps it."""
        return {
            "what": self.what,
            "link": self.link,
            "teacher": self.teacher,
            "facts": [
                {
                    "rule": one.rule,
                    "fact": one.fact,
                    "about": one.about_id,
                    "day": one.day.isoformat(),
                    "due": one.due_at.isoformat(),
                    "teacher": one.teacher_id,
                }
                for one in self.owed
            ],
        }


def key_of(fact: Mapping[str, Any]) -> Key:
    """By what a fact kept in a message is found again."""
    return (fact["rule"], fact["fact"], fact["about"], date.fromisoformat(fact["day"]))


def lines_of(school_id: int, owed: Iterable[Owed]) -> list[Line]:
    """A line for each place, in the order of the days."""
    places: dict[tuple[object, ...], list[Owed]] = defaultdict(list)
    for one in owed:
        places[_place(one)].append(one)
    return [_line(school_id, found) for found in places.values()]


def _place(one: Owed) -> tuple[object, ...]:
    if one.fact:
        return (one.shown_day, one.number, one.lesson_id)
    return (one.shown_day, one.rule, one.course_id, one.class_id, one.lesson_id)


def _line(school_id: int, owed: Sequence[Owed]) -> Line:
    first = owed[0]
    return Line(
        what=what_of(first),
        link=link_of(school_id, first),
        teacher=first.teacher.short if first.teacher else "",
        owed=tuple(owed),
    )


def what_of(one: Owed) -> str:
    """5А, Математика, lesson 3, 8 September"""
    lesson = _("lesson %(number)s") % {"number": one.number} if one.number is not None else ""
    parts = (one.group, one.subject, lesson, date_format(one.shown_day, "j E"))
    return ", ".join(filter(None, parts))


def link_of(school_id: int, one: Owed) -> str:
    """The very place where it is entered."""
    if one.fact:
        return anchored(reverse("journal:lesson", args=[school_id, one.lesson_id]), one.fact)
    name, about = PLACES.get(one.rule, ("", ""))
    args = [school_id, getattr(one, about)] if about else [school_id]
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return reverse("control:my_reminders", args=[school_id])


def anchored(link: str, fact: str) -> str:
    """The same place, opened at this fact of the lesson."""
    return f"{link.partition('#')[0]}{ANCHORS[Fact(fact)]}" if fact else link


def thing_of(rule: str, fact: str) -> str:
    """What lacks: topic, register, homework, results of the work."""
    if fact:
        return str(Fact(fact).label)
    return str(THINGS.get(rule) or (rules[rule].asks if rule in rules else rule))


def clause_of(rule: str) -> str:
    """The clause that asks it, as the order prints it; empty where none does."""
    clause = next(iter(rules[rule].clauses), "") if rule in rules else ""
    if clause.startswith("A"):
        appendix, _space, number = clause[1:].partition(" ")
        return _("app. %(appendix)s, clause %(clause)s") % {
            "appendix": appendix,
            "clause": number,
        }
    return _("clause %(clause)s") % {"clause": clause} if clause else ""


def until_words(due_at: datetime, zone: ZoneInfo) -> str:
    """Until 15:05, 8 September; until the end of 8 September."""
    local = due_at.astimezone(zone)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        day = date_format(local.date() - timedelta(days=1), "j E")
        return _("until the end of %(day)s") % {"day": day}
    return _("until %(time)s, %(day)s") % {
        "time": f"{local:%H:%M}",
        "day": date_format(local.date(), "j E"),
    }


def facts_words(facts: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> list[str]:
    """Topic, register: until the end of 8 September (clause 2.3.1)."""
    found = []
    for (rule, due), some in groupby(facts, key=lambda fact: (fact["rule"], fact["due"])):
        counts = Counter(thing_of(rule, fact["fact"]) for fact in some)
        things = ", ".join(thing if n == 1 else f"{thing} ({n})" for thing, n in counts.items())
        until, clause = until_words(datetime.fromisoformat(due), zone), clause_of(rule)
        found.append(f"{things}: {until}" + (f" ({clause})" if clause else ""))
    return found


# ---- the notice ----------------------------------------------------------------------------------


def title_of(stage: str, lines: Sequence[Mapping[str, Any]]) -> str:
    """What stands in the list of notices and in the subject of the letter."""
    facts = [fact for line in lines for fact in line["facts"]]
    what = lines[0]["what"]
    if len(lines) > 1 and all(fact["fact"] for fact in facts):
        what = ngettext("%(n)s lesson", "%(n)s lessons", len(lines)) % {"n": len(lines)}
    elif len(lines) > 1:
        what = ngettext("%(n)s entry", "%(n)s entries", len(lines)) % {"n": len(lines)}
    teachers = len({fact["teacher"] for fact in facts if fact["teacher"]})
    if stage == ReminderStage.ESCALATED and teachers > 1:
        some = ngettext("%(n)d teacher", "%(n)d teachers", teachers) % {"n": teachers}
        what = f"{what}, {some}"
    words = {
        ReminderStage.SOON: pgettext("reminder", "Soon due: %(what)s"),
        ReminderStage.PAST: pgettext("reminder", "Past due: %(what)s"),
        ReminderStage.DIGEST: pgettext("reminder", "Still missing: %(what)s"),
        ReminderStage.ESCALATED: pgettext("reminder", "Long missing: %(what)s"),
    }
    return (words[ReminderStage(stage)] % {"what": what})[:200]
