"""The trace from the order to the code is complete, true and fresh."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.urls import NoReverseMatch, get_resolver

from control.clauses import CLAUSES, clauses_of_tests
from core.regulation import rules

KNOWN = {clause.pk for clause in CLAUSES}


def test_the_page_of_clauses_is_fresh():
    call_command("clauses", check=True)


def test_a_stale_page_is_told(settings, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "clauses.md").write_text("old")
    settings.BASE_DIR = tmp_path

    with pytest.raises(CommandError, match="stale"):
        call_command("clauses", check=True)


def test_tests_and_rules_name_only_clauses_that_there_are():
    tests = clauses_of_tests(settings.BASE_DIR / "tests")

    assert set(tests) - KNOWN == set()
    assert {pk for rule in rules for pk in rule.clauses} - KNOWN == set()


def test_every_rule_of_the_order_has_a_test():
    tests = clauses_of_tests(settings.BASE_DIR / "tests")

    of_the_order = [rule for rule in rules if rule.clauses]
    untested = {rule.code for rule in of_the_order if not any(pk in tests for pk in rule.clauses)}
    assert untested == set()


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.pk)
def test_what_is_said_to_serve_a_clause_exists(clause):
    for served in clause.served_by:
        if name := re.match(r"page (\S+)", served):
            namespace, view = name[1].split(":")
            try:
                _prefix, resolver = get_resolver().namespace_dict[namespace]
            except KeyError as error:
                raise NoReverseMatch(name[1]) from error
            assert view in {key for key in resolver.reverse_dict if isinstance(key, str)}
        if name := re.match(r"command (\S+)", served):
            assert name[1] in get_commands()
