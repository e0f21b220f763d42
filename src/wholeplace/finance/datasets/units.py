"""The unit a return is published in: its sheets say so over the table, and another one makes every number wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.core.errors import BadFileError
from wholeplace.evidence.sheets import cell_name

if TYPE_CHECKING:
    from wholeplace.evidence.sheets import Sheet

_THOUSANDS = re.compile(r"£\s*['\u2019]?\s*(?:000|thousand|k\b)", re.IGNORECASE)
_OTHER = re.compile(r"£\s*(?:million|m\b|billion|bn\b)|\(\s*£\s*\)|£\s*$", re.IGNORECASE)
_WITHIN = 8  # columns: titles stand over the first ones


def refuse_other_unit(file: str, sheet: Sheet, first: int) -> None:
    """Hold what stands over the row `first` of a sheet against £ thousand.

    Raises:
        BadFileError: it says pounds, millions or billions.
    """
    for row in range(first):
        for column in range(min(len(sheet.rows[row]), _WITHIN)):
            text = sheet.text(row, column)
            if _OTHER.search(text) and not _THOUSANDS.search(text):
                raise BadFileError(
                    file,
                    "the sheet is not in £ thousand, as this return is published",
                    "Load the workbook as published.",
                    sheet=sheet.name,
                    cell=cell_name(row, column),
                    value=text[:60],
                )
