"""The document kit: texts of the papers that the order asks for (App. 1, App. 2 1), filled with the
school's names, dates and choices. The school edits the DOCX and uploads what it approved."""

from control.kit.making import FORMATS, KitFile, kit_file

__all__ = ["FORMATS", "KitFile", "kit_file"]
