"""Board papers as PDF and Word files, made when a test asks for them. All bodies and people in them are invented."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

PACK = r"""
#set page(
  paper: "a4", margin: (x: 2.2cm, y: 2.5cm),
  header: align(right)[Skills and Enterprise Board \ 14 June 2023],
  footer: align(center)[Page #context counter(page).display()],
)
#set text(size: 11pt)
= Agenda
*Skills and Enterprise Board*

Wednesday 14 June 2023

2.00 pm

Harbour Room, Gullwick House, 4 Quay Lane, Gullwick, GW1 2AB

#table(columns: (auto, 1fr, auto), stroke: none,
[Item], [], [Page],
[1.], [Apologies and declarations of interest], [],
[2.], [Growth Hub review], [3 - 4],
[], [a) Appendix 1: survey of firms and what they told us about the help they had had], [5 - 5],
[3.], [Budget outturn], [To follow],
[], [*Part 2: Private*], [],
[4.], [Lease of the Old Mill], [7 - 9],
)
Date of next meeting: Thursday 7 September 2023, 2pm
#pagebreak()
*Skills and Enterprise Board: Membership 2023/24*
#table(columns: (1fr, 1fr), [*Councillor*], [*Authority*], table.cell(colspan: 2)[*Labour (3)*],
[Cllr Ada Penrose (Chair)], [Drayvenwadeshire], [Cllr Bo Reddish OBE], [Gullwick Borough Council],
[Cllr Cy Tallis], [Nether Pollen District Council], table.cell(colspan: 2)[*Conservative (2)*],
[Cllr Dee Ferrow (Deputy Chair)], [Nether Pollen District Council], [Vacancy], [],
table.cell(colspan: 2)[Substitutes], [Cllr Edda Moyle], [Gullwick Borough Council])
*Attendance 2023/24*
#table(columns: 4, [Member], [12 Jan 23], [8 Mar 23], [3 May 23],
[Ada Penrose], [Yes], [Yes], [Apologies], [Bo Reddish OBE], [], [Yes], [N/A], [Dee Ferrow], [x], [Sub], [Yes])
#pagebreak()
Agenda item 2
= Growth Hub review
*Purpose of report*

For decision.

*Summary*

This report tells of the review of the Growth Hub and what the Board is asked to do about it in the coming year, at some
length so that the line is broken.

*Recommendations*

The Board is asked to:
+ note the review; and
+ agree the plan.

*Contact officer:* Flo Garrick \
*Position:* Head of Growth \
*Phone no:* 01632 960123 \
*Email:* flo.garrick\@example.org
#pagebreak()
= Growth Hub review
*Background*

1. The Hub was set up in 2019 to help small firms with advice about growth, and it has been reviewed
twice since that time by people from outside.

2. It has three aims:

#pad(left: 1em)[2.1 to help firms grow;]
#pad(left: 1em)[2.2 to help firms start; and]
#pad(left: 1em)[2.3 to help firms last.]

*Financial implications*

3. The cost is shown in the table below, which was made for this report and which is not long.

#table(columns: 3, [Year], [Cost], [Firms helped], [2021-22], [£120,000], [310], [2022-23], [£135,500], [290],
[Total], [£255,500], [600])

*Next steps*

4. Officers will act.
#pagebreak()
*Appendix 1*

Survey of firms

1. The survey was held in March.

2. It had 84 answers.
"""


@cache
def pack_pdf() -> bytes:
    """The pack above, set by Typst: ruled tables, running heads and feet."""
    return typeset(PACK)


def typeset(source: str) -> bytes:
    """A PDF of Typst's markup, in the fonts of the package."""
    import font_source_sans_pro
    import typst

    fonts = [str(Path(font_source_sans_pro.__file__).parent)]
    return bytes(typst.compile(f'#set text(font: "Source Sans Pro")\n{source}'.encode(), font_paths=fonts))


def locked(pdf: bytes) -> bytes:
    """The same PDF behind a password."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return out.getvalue()


def numbered_docx() -> bytes:
    """A report in Word: numbers that Word counts itself over three levels, and tables that span."""
    from docx import Document

    document = Document()
    _add_outline(document)
    document.add_heading("Ferry timetable", 1)
    for label, words in (("Purpose of report", "For decision."), ("Summary", "Ferries are late.")):
        _bold(document, label)
        document.add_paragraph(words)
    _bold(document, "Recommendation")
    document.add_paragraph("That the Board agrees the timetable.")
    table = document.add_table(rows=4, cols=2)
    for row, (label, words) in enumerate(
        (
            ("Contact officer:", "Jo Kestle"),
            ("Position:", "Harbour Manager"),
            ("Phone no:", "01632 960444"),
            ("Email:", "jo.kestle@example.org"),
        )
    ):
        table.cell(row, 0).text, table.cell(row, 1).text = label, words
    document.add_heading("Ferry timetable", 1)
    document.add_heading("Background", 2)
    _numbered(document, "The ferry runs every hour.", 0)
    _numbered(document, "It was late on these days:", 0)
    _numbered(document, "Monday;", 1)
    _numbered(document, "Tuesday, by:", 1)
    _numbered(document, "an hour.", 2)
    document.add_heading("Next steps", 2)
    _numbered(document, "Officers will print it.", 0)
    document.add_page_break()
    document.add_heading("Annex A: boats", 1)
    boats = document.add_table(rows=3, cols=3)
    for row, words in enumerate((("Boat", "Seats", "Cost"), ("Tern", "40", "£1,000"), ("Skua", "60", "£2,500"))):
        for column, text in enumerate(words):
            boats.cell(row, column).text = text
    return _bytes(document)


def note_docx() -> bytes:
    """A note of a meeting in Word, as one table with a column for who acts."""
    from docx import Document

    document = Document()
    document.add_heading("Note of last Ports Board meeting", 1)
    head = document.add_table(rows=3, cols=2)
    for row, words in enumerate(
        (
            ("Title:", "Ports Board"),
            ("Date and time:", "Friday 10 March 2017, 11.00am"),
            ("Venue:", "Tide Room, Gullwick House"),
        )
    ):
        head.cell(row, 0).text, head.cell(row, 1).text = words
    table = document.add_table(rows=3, cols=3)
    for column, text in enumerate(("Item", "Decisions and actions", "Action by")):
        table.cell(0, column).text = text
    _fill(table.cell(1, 0), "1")
    _fill(
        table.cell(1, 1),
        "Ferries",
        "Ada Penrose introduced the report.",
        "Decision",
        "Members noted the report.",
        "Action",
        "Officers to print the timetable.",
    )
    _fill(table.cell(1, 2), "Flo Garrick", "Heads of", "Harbours")
    _fill(table.cell(2, 0), "2")
    _fill(table.cell(2, 1), "Piers", "Members discussed piers.", "Decision", "Members agreed to visit a pier.")
    document.add_paragraph("Attendance list")
    people = document.add_table(rows=3, cols=3)
    rows = (
        ("Position/Role", "Councillor", "Authority"),
        ("Chair", "Ada Penrose", "Drayvenwadeshire"),
        ("Apologies", "Bo Reddish OBE", "Gullwick Borough Council"),
    )
    for row, words in enumerate(rows):
        for column, text in enumerate(words):
            people.cell(row, column).text = text
    return _bytes(document)


def _fill(cell: Any, *paragraphs: str) -> None:
    cell.text = paragraphs[0]
    for text in paragraphs[1:]:
        cell.add_paragraph(text)


def _bold(document: Any, text: str) -> None:
    document.add_paragraph().add_run(text).bold = True


def _numbered(document: Any, text: str, level: int) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = document.add_paragraph(text)
    number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(number))


def _add_outline(document: Any) -> None:
    """A list of numbers 1, 1.1, 1.1.1 as report templates have it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, text in enumerate(("%1.", "%1.%2.", "%1.%2.%3."))
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="770">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="770"/></w:num>'))


def _bytes(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
