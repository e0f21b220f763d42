"""The same papers out of PDF, Word and Modern.gov's XML; and files that must be refused, each with a reason."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import paper_files
import pytest

from wholeplace.boards.model import APOLOGIES, NOTE, OTHER, PACK, PRESENT, UNKNOWN
from wholeplace.boards.reading.files import read_bytes, read_paper
from wholeplace.core.errors import BadFileError

if TYPE_CHECKING:
    from pathlib import Path

MEETING = """<?xml version="1.0" encoding="utf-8"?>
<getmeeting xmlns="http://example.org/">
  <meeting>
    <committeetitle>Ports &amp; Piers Committee</committeetitle>
    <meetingdate>14/06/2023</meetingdate><meetingtime>14.00</meetingtime><meetingvenue>Tide Room</meetingvenue>
    <agendaitems>
      <agendaitem><agendanumber>1.</agendanumber><agendatitle>Apologies</agendatitle></agendaitem>
      <agendaitem><agendanumber>2.</agendanumber><agendatitle>Ferries</agendatitle><isexempt>False</isexempt>
        <minutes>&lt;p&gt;Members spoke.&lt;/p&gt;&lt;p&gt;RESOLVED: That it be noted.&lt;/p&gt;</minutes></agendaitem>
      <agendaitem><agendanumber>3.</agendanumber><agendatitle>Lease</agendatitle><isexempt>True</isexempt></agendaitem>
    </agendaitems>
    <attendees>
      <member><membername>Councillor Ada Penrose</membername><politicalparty>Labour</politicalparty>
        <role>Chair</role><attendancestatus>Present</attendancestatus></member>
      <member><membername>Councillor Bo Reddish OBE</membername><attendancestatus>Apologies</attendancestatus></member>
      <member><membername>Cy Tallis</membername><attendancestatus>Expecting</attendancestatus></member>
    </attendees>
  </meeting>
</getmeeting>
"""


def test_a_pdf_pack_with_ruled_tables() -> None:
    paper = read_bytes("pack.pdf", paper_files.pack_pdf())
    assert (paper.kind, paper.pages) == (PACK, 5)
    assert (paper.meeting.body, paper.meeting.date, paper.meeting.time) == (
        "Skills and Enterprise Board", dt.date(2023, 6, 14), "14:00",
    )  # fmt: skip
    assert paper.meeting.next_date == dt.date(2023, 9, 7)
    assert [(g.name, g.stated, g.counts) for g in paper.groups] == [
        ("Labour", 3, "members"),
        ("Conservative", 2, "members and vacancies"),
    ]
    marks = {(a.person.name, a.meeting): a.status for a in paper.attendance}
    assert marks["Bo Reddish", "12 Jan 23"] == UNKNOWN
    assert marks["Ada Penrose", "3 May 23"] == APOLOGIES


def test_a_title_that_is_broken_in_a_pdf_is_whole_and_running_heads_are_gone() -> None:
    paper = read_bytes("pack.pdf", paper_files.pack_pdf())
    items = {i.id: i for i in paper.items()}
    assert items["item-2a"].title.endswith("the help they had had")
    assert items["item-3"].pages_text == "To follow"
    assert items["item-4"].restricted
    assert any(u.why == "page 6 belongs to no item of the agenda" for u in paper.unread)
    (report,) = paper.reports
    assert [p.number for p in report.numbered] == ["1", "2", "2.1", "2.2", "2.3", "3", "4"]
    assert report.numbered[0].text.endswith("reviewed twice since that time by people from outside.")
    assert next(report.tables()).rows[-1] == ("Total", "£255,500", "600")
    assert report.appendices[0].label == "Appendix 1"
    assert not any("Page" in p.text or "14 June" in p.text for p in report.paragraphs)


def test_a_word_report_has_the_numbers_that_word_shows() -> None:
    paper = read_bytes("report.docx", paper_files.numbered_docx())
    (report,) = paper.reports
    assert [p.id for p in report.paragraphs] == [
        "report/para-1", "report/para-2", "report/para-2.1", "report/para-2.2", "report/para-2.2.1", "report/para-3",
    ]  # fmt: skip
    assert report.contacts[0].email == "jo.kestle@example.org"
    assert report.appendices[0].tables[0].rows[2] == ("Skua", "60", "£2,500")


def test_a_word_note_with_a_column_for_who_acts() -> None:
    paper = read_bytes("note.docx", paper_files.note_docx())
    (note,) = paper.notes
    assert (paper.kind, paper.meeting.date, paper.meeting.time) == (NOTE, dt.date(2017, 3, 10), "11:00")
    assert [i.title for i in note.items] == ["Ferries", "Piers"]
    assert note.items[0].actions[0].owners == ("Flo Garrick", "Heads of Harbours")
    assert [(a.status, a.person.name) for a in note.attendance] == [(PRESENT, "Ada Penrose"), (APOLOGIES, "Bo Reddish")]


def test_a_meeting_from_modern_gov() -> None:
    paper = read_bytes("meeting.xml", MEETING.encode())
    assert (paper.meeting.body, paper.meeting.date, paper.meeting.time) == (
        "Ports & Piers Committee", dt.date(2023, 6, 14), "14:00",
    )  # fmt: skip
    assert [(i.number, i.restricted) for i in paper.agenda] == [("1", False), ("2", False), ("3", True)]
    assert paper.notes[0].items[0].decisions[0].text == "That it be noted."
    people = {a.person.name: a for a in paper.attendance}
    assert people["Ada Penrose"].status == PRESENT
    assert (people["Ada Penrose"].person.group, people["Ada Penrose"].person.role) == ("Labour", "chair")
    assert people["Bo Reddish"].status == APOLOGIES
    assert people["Cy Tallis"].status == UNKNOWN


def test_committees_from_modern_gov() -> None:
    xml = "<getcommittees><committee><committeetitle>Ports Board</committeetitle></committee></getcommittees>"
    paper = read_bytes("committees.xml", xml.encode())
    assert (paper.kind, [g.name for g in paper.groups]) == (OTHER, ["Ports Board"])


def docm() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paper_files.note_docx())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/vbaProject.bin", b"macros")
    return out.getvalue()


BOMB = b'<!DOCTYPE a [<!ENTITY b "cccc">]><getmeeting><meeting>&b;</meeting></getmeeting>'
REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \n\n\f ", "empty"),
    "binary": (bytes(range(256)) * 40, "neither text, PDF nor Word"),
    "cut-short.pdf": (b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
    "locked.pdf": (None, "password"),
    "macros.docm": (None, "macros"),
    "cut-short.docx": (paper_files.note_docx()[:3000], "damaged"),
    "archive.zip": (None, "zip archive"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Word kind"),
    "page.html": (b"<!DOCTYPE html><html><body>Agenda</body></html>", "web page"),
    "broken.xml": (b"<?xml version='1.0'?><getmeeting><meeting>", "not well-formed"),
    "other.xml": (b"<?xml version='1.0'?><shop><item/></shop>", "none of Modern.gov"),
    "bomb.xml": (BOMB, "document type"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    data, words = REFUSED[name]
    if name == "locked.pdf":
        data = paper_files.locked(paper_files.pack_pdf())
    elif name == "macros.docm":
        data = docm()
    elif name == "archive.zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("minutes.txt", "Minutes")
        data = out.getvalue()
    path = tmp_path / name
    path.write_bytes(data or b"")
    with pytest.raises(BadFileError) as caught:
        read_paper(path)
    assert words in str(caught.value)
    assert name in str(caught.value)
    assert caught.value.remedy


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match="can't be read"):
        read_paper(tmp_path / "absent.pdf")


def test_a_pdf_without_text_says_that_it_is_a_scan() -> None:
    pdf = paper_files.typeset("#rect(width: 5cm, height: 5cm)")
    paper = read_bytes("scan.pdf", pdf)
    assert paper.kind == OTHER
    assert any("it is a scan" in u.why for u in paper.unread)


def test_text_of_anything_else_is_said_to_be_no_paper() -> None:
    paper = read_bytes("shopping.txt", b"Eggs\nMilk\n")
    assert paper.kind == OTHER
    assert any("reads like no pack" in u.why for u in paper.unread)
