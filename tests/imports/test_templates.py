"""Templates are read by what wrote them."""

import pytest

from core.imports.batch import Batch, read_all
from core.imports.sheets import sheets
from core.imports.tables import Upload
from core.imports.templates import template
from tests.imports.sheets import a_book


def read(*uploads: Upload) -> Batch:
    batch = Batch(school_id=0, actor=None, now=None)
    read_all(batch, list(uploads))
    return batch


@pytest.mark.parametrize("language", ["ru", "en"])
def test_an_untouched_template_holds_no_entry_and_no_error(language):
    batch = read(Upload("all.xlsx", template(list(sheets), language)))

    assert list(batch.faults) == []
    assert {key: len(rows) for key, rows in batch.rows.items()} == {
        sheet.key: 0 for sheet in sheets
    }


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("sheet", sheets.listed, ids=lambda sheet: sheet.key)
def test_every_heading_of_a_sheet_is_known(sheet, language):
    headings = [column.title(language) for column in sheet.columns]

    batch = read(a_book(Лист1=[headings, ["x"] * len(headings)]))

    assert set(batch.rows) == {sheet.key}
    assert batch.notices == []
    assert {one.code for one in batch.faults} & {"heading_twice", "heading_misspelt"} == set()


def test_no_heading_means_two_columns_of_a_sheet():
    from core.imports.recognise import norm

    for sheet in sheets.listed:
        spelt = [(norm(one), column.key) for column in sheet.columns for one in column.headings]
        assert {
            word: keys
            for word in {word for word, _key in spelt}
            if len(keys := {key for other, key in spelt if other == word}) > 1
        } == {}
