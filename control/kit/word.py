"""A paper of the kit as a Word document that the school edits."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from control.kit.text import Block

_FONT = "Times New Roman"
_WIDTH = Cm(17)
_ALIGN = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "title": WD_ALIGN_PARAGRAPH.CENTER,
    "heading": WD_ALIGN_PARAGRAPH.LEFT,
    "clause": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "paragraph": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def as_word(blocks: list[Block], *, title: str, order: str) -> bytes:
    """The paper as .docx: A4, Times New Roman 12, numbered pages."""
    document = Document()
    _set_up(document, title)
    for block in blocks:
        _write(document, block, order)
    body = BytesIO()
    document.save(body)
    return body.getvalue()


def _set_up(document: Any, title: str) -> None:
    document.core_properties.title = title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.element.rPr.append(_element("w:lang", {"w:val": "ru-RU"}))
    style.paragraph_format.space_after = Pt(4)
    for level in (1, 2):
        heading = document.styles[f"Heading {level}"]
        heading.font.name, heading.font.size, heading.font.bold = _FONT, Pt(15 - level), True
        heading.font.color.rgb = None
        fonts = heading.element.rPr.rFonts
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)
        heading.paragraph_format.space_before = Pt(10)
        heading.paragraph_format.space_after = Pt(4)
    _number_pages(section.footer.paragraphs[0])


def _number_pages(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run()
    for kind in ("begin", "end"):
        run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))
        if kind == "begin":
            text = _element("w:instrText", {"xml:space": "preserve"})
            text.text = "PAGE"
            run._r.append(text)


def _element(name: str, attributes: dict[str, str]) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    return made


def _write(document: Any, block: Block, order: str) -> None:
    match block.kind:
        case "table":
            _table(document, block)
        case "page":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case "gap":
            document.add_paragraph()
        case "approval":
            _approval(document, block, order)
        case "sign" | "between":
            _two_halves(document, block)
        case "title" | "heading":
            level = 1 if block.kind == "title" else 2
            document.add_heading(block.text, level=level).alignment = _ALIGN[block.kind]
        case kind:
            _paragraph(document, block, _ALIGN[kind])


def _paragraph(document: Any, block: Block, align: Any) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    for text, is_strong in block.runs:
        paragraph.add_run(text).bold = is_strong


def _approval(document: Any, block: Block, order: str) -> None:
    """Top right: appendix no., approved by which order."""
    lines = [_("Appendix no. %(number)s") % {"number": block.text}] if block.text else []
    for text in [*lines, _("APPROVED"), order]:
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.left_indent = Cm(9.5)
        paragraph.paragraph_format.space_after = Pt(0)
    document.add_paragraph()


def _two_halves(document: Any, block: Block) -> None:
    """Position and name with the line for the signature between them, or two words of a line."""
    left, right = block.cells[0]
    line = f"\t____________________\t{right}" if block.kind == "sign" else f"\t{right}"
    paragraph = document.add_paragraph(f"{left}{line}")
    stops = paragraph.paragraph_format.tab_stops
    if block.kind == "sign":
        paragraph.paragraph_format.space_before = Pt(18)
        stops.add_tab_stop(Cm(7))
    stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _table(document: Any, block: Block) -> None:
    table = document.add_table(rows=len(block.cells), cols=len(block.head))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", {"w:val": "true"}))
    for row, cells in zip(table.rows, block.cells, strict=True):
        row._tr.get_or_add_trPr().append(_element("w:cantSplit", {"w:val": "true"}))
        for cell, text, share in zip(row.cells, cells, block.shares, strict=True):
            cell.width = _WIDTH * share // 100
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(11), row is table.rows[0] or cells is block.head
    document.add_paragraph().paragraph_format.space_after = Pt(0)
