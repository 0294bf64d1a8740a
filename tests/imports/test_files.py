"""Files that are no tables: one clear message each, never an error page."""

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from core.imports.files import read_tables
from core.imports.tables import MOST_BYTES, Unreadable, Upload
from tests.imports.sheets import STUDENTS, a_book, a_csv
from tests.shared import shared_data

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def a_zip(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def with_member(member, text, book=None):
    """A good workbook with one part replaced."""
    source = zipfile.ZipFile(io.BytesIO((book or a_book(Лист=STUDENTS)).content))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, text if name == member else source.read(name))
    return content.getvalue()


def an_encrypted_zip():
    content = bytearray(a_book(Лист=STUDENTS).content)
    start = content.find(b"PK\x01\x02")
    while start != -1:
        content[start + 8] |= 1
        start = content.find(b"PK\x01\x02", start + 4)
    return bytes(content)


def a_bomb():
    return a_zip(**{"xl__workbook.xml": "<x/>", "xl__bomb.xml": b"\x00" * (70 << 20)})


def a_lying_bomb():
    """The directory says the part is small, the part is not."""
    content = bytearray(a_zip(**{"xl__workbook.xml": "<x/>", "xl__b.xml": b" " * (2 << 20)}))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = content.find(mark, content.find(b"xl/b.xml") - 50 if at == 22 else 0)
        start = start if at == 22 else content.find(mark, start + 1)
        content[start + at : start + at + 4] = struct.pack("<I", 10)
    return bytes(content)


BILLION = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    "]><worksheet><x>&b;</x></worksheet>"
)

CASES = {
    "nothing": ("a.xlsx", b"", "empty_file"),
    "blanks only": ("a.csv", b" \r\n \n", "empty_file"),
    "an empty workbook": ("a.xlsx", a_book(Лист=[]).content, "empty_file"),
    "separators only": ("a.csv", b";;;\n;;;\n", "empty_file"),
    "an old xls": ("a.xls", OLE + b"Workbook" * 100, "old_xls"),
    "an old xls called xlsx": ("a.xlsx", OLE + b"Workbook" * 100, "old_xls"),
    "a locked xlsx": (
        "a.xlsx",
        OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 99,
        "encrypted",
    ),
    "a locked zip": ("a.xlsx", an_encrypted_zip(), "encrypted"),
    "text called xlsx": ("a.xlsx", "Фамилия;Имя".encode(), "wrong_extension"),
    "a workbook called csv": ("a.csv", a_book(Лист=STUDENTS).content, "wrong_extension"),
    "a workbook without an ending": ("a", a_book(Лист=STUDENTS).content, "wrong_extension"),
    "a web page called xls": ("a.xls", b"<html><table><tr><td>1", "markup"),
    "XML": ("a.xml", b'<?xml version="1.0"?><x/>', "markup"),
    "XML called csv": ("a.csv", b'\xef\xbb\xbf<?xml version="1.0"?><x/>', "markup"),
    "a document": ("a.docx", a_zip(**{"word__document.xml": "<x/>"}), "not_a_table"),
    "a document called xlsx": ("a.xlsx", a_zip(**{"word__document.xml": "<x/>"}), "not_a_table"),
    "a picture": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not_a_table"),
    "a picture called csv": ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not_text"),
    "junk called xlsx": ("a.xlsx", bytes(range(256)) * 40, "wrong_extension"),
    "half a workbook": ("a.xlsx", a_book(Лист=STUDENTS).content[:900], "damaged"),
    "a workbook without sheets": ("a.xlsx", a_zip(**{"xl__workbook.xml": "<x/>"}), "damaged"),
    "broken XML inside": ("a.xlsx", with_member("xl/worksheets/sheet1.xml", "<x"), "damaged"),
    "a bomb of zeros": ("a.xlsx", a_bomb(), "too_big"),
    "a bomb that lies": ("a.xlsx", a_lying_bomb(), "damaged"),
    "entities inside": (
        "a.xlsx",
        with_member("xl/worksheets/sheet1.xml", BILLION),
        "hostile",
    ),
    "entities in another encoding": (
        "a.xlsx",
        with_member("xl/worksheets/sheet1.xml", BILLION.encode("utf-16")),
        "hostile",
    ),
    "too many bytes": ("a.csv", b"a;b\n" * (MOST_BYTES // 4 + 1), "too_big"),
    "too many rows": ("a.csv", b"a;b\n" * 20_001, "too_many_rows"),
    "a quotation mark left open": ("a.csv", 'а;б\n"' .encode() + b"x" * 140_000, "broken_row"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "code"), CASES.values(), ids=CASES.keys())
def test_a_file_that_is_no_table_is_refused_with_one_message(name, content, code):
    with pytest.raises(Unreadable) as refused:
        read_tables(Upload(name, content))

    assert refused.value.code == code
    assert refused.value.message


@pytest.mark.parametrize(
    "name",
    [
        "entity_bomb_exponential.xml",
        "entity_bomb_fet.fet",
        "entity_bomb_quadratic.xml",
        "external_dtd_xhstt.xml",
        "external_entity_file.xml",
        "external_entity_http_fet.fet",
        "parameter_entity_xhstt.xml",
    ],
)
@pytest.mark.parametrize("place", ["itself", "xlsx", "csv", "sheet", "styles", "rels"])
def test_hostile_xml_is_refused_wherever_it_hides(name, place):
    path = shared_data("hostile_xml", name)
    hostile = path.read_bytes()
    member = {
        "sheet": "xl/worksheets/sheet1.xml",
        "styles": "xl/styles.xml",
        "rels": "xl/_rels/workbook.xml.rels",
    }.get(place)
    upload = {
        "itself": Upload(name, hostile),
        "xlsx": Upload("a.xlsx", hostile),
        "csv": Upload("a.csv", hostile),
    }.get(place) or Upload("a.xlsx", with_member(member, hostile))

    with pytest.raises(Unreadable) as refused:
        read_tables(upload)

    assert refused.value.code == ("hostile" if member else "markup")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_csv_is_read_in_every_usual_spelling(encoding, mark):
    rows = [row[:6] for row in STUDENTS]

    table = read_tables(a_csv(rows, encoding=encoding, mark=mark))[0]

    assert [list(line.cells) for line in table.lines] == rows


def test_a_cell_of_a_csv_may_hold_lines_and_separators():
    text = 'Фамилия;Имя\r\n"Иванов; он же\r\nПетров";Илья\r\nСидоров;Олег\r\n'

    table = read_tables(Upload("a.csv", text.encode("cp1251")))[0]

    assert [(line.number, line.cells[0]) for line in table.lines] == [
        (1, "Фамилия"),
        (2, "Иванов; он же\nПетров"),
        (3, "Сидоров"),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends_of_all_kinds_divide_rows(end):
    table = read_tables(Upload("a.csv", end.join(["а;б", "1;2", "3;4"]).encode()))[0]

    assert [line.cells for line in table.lines] == [("а", "б"), ("1", "2"), ("3", "4")]


def test_trailing_blank_rows_and_columns_are_nothing():
    book = Workbook()
    sheet = book.active
    sheet.append(["Фамилия", "Имя", None, None])
    sheet.append(["Иванов", "Илья", "", None])
    for row in range(3, 200):
        sheet.cell(row, 30).font = Font(bold=True)
    content = io.BytesIO()
    book.save(content)

    table = read_tables(Upload("a.xlsx", content.getvalue()))[0]

    assert [line.cells for line in table.lines] == [("Фамилия", "Имя"), ("Иванов", "Илья")]


def test_hard_spaces_and_unseen_signs_go():
    table = read_tables(
        Upload("a.csv", "\u00a0Имя\u200b;Отче\u00adство\nИ\u202fл;\u00a0".encode())
    )[0]

    assert [line.cells for line in table.lines] == [("Имя", "Отчество"), ("И л", "")]


def test_hidden_sheets_are_not_read():
    book = Workbook()
    book.active.append(["a"])
    hidden = book.create_sheet("Тайный")
    hidden.append(["b"])
    hidden.sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)

    assert [table.sheet for table in read_tables(Upload("a.xlsx", content.getvalue()))] == ["Sheet"]
