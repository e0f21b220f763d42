"""Packs and notes of invented bodies, in layouts other than those of the published ones."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import invented_papers

from wholeplace.boards.model import (
    ABSENT,
    APOLOGIES,
    NOT_APPLICABLE,
    NOTE,
    PACK,
    PRESENT,
    SUBSTITUTE,
    UNKNOWN,
    Paper,
)
from wholeplace.boards.reading.files import read_bytes


def read(text: str) -> Paper:
    return read_bytes("paper.txt", text.encode())


def test_a_committees_pack_with_labels_on_its_cover() -> None:
    paper = read(invented_papers.COMMITTEE_PACK)
    assert (paper.kind, paper.pages) == (PACK, 6)
    assert paper.meeting.body == "GULLWICK AND POLLEN JOINT COMMITTEE"
    assert (paper.meeting.date, paper.meeting.time) == (dt.date(2022, 10, 4), "10:30")
    assert paper.meeting.place == "Council Chamber, The Old Exchange, Gullwick"


def test_members_in_one_run_of_names() -> None:
    (group,) = read(invented_papers.COMMITTEE_PACK).groups
    assert [(p.name, p.role) for p in group.members] == [
        ("Ada Penrose", "chair"), ("Bo Reddish", "vice-chair"), ("Cy Tallis", "member"),
        ("Dee Ferrow", "member"), ("Edda Moyle", "member"),
    ]  # fmt: skip


def test_an_agenda_with_the_word_pages_descriptions_and_an_exclusion() -> None:
    items = list(read(invented_papers.COMMITTEE_PACK).items())
    assert [(i.number, i.page_from, i.page_to) for i in items] == [
        ("1", None, None), ("2", None, None), ("3", 3, 8), ("4", 9, 14), ("5", 15, 20), ("6", 21, 26),
    ]  # fmt: skip
    assert items[3].title == "Ferry and Harbour Strategy 2022 - 2027"  # a range of years is no range of pages
    assert items[3].about == "Report of the Director of Place."
    assert not items[4].restricted  # *private rented* is a subject, not a secret
    assert items[5].restricted


def test_a_report_whose_headings_bear_the_numbers() -> None:
    report = read(invented_papers.COMMITTEE_PACK).reports[0]
    assert (report.item, report.title) == ("4", "Ferry and Harbour Strategy 2022 - 2027")
    assert len(report.recommendations) == 2
    assert [s.heading for s in report.sections] == [
        "Background",
        "The Harbour Plan",
        "Financial implications",
        "Background papers",
    ]
    assert [p.id for p in report.paragraphs] == [
        "item-4/para-3.1", "item-4/para-3.2", "item-4/para-3.2/point-1", "item-4/para-3.2/point-2",
        "item-4/para-3.2/point-3", "item-4/para-4.1", "item-4/para-5.1", "item-4/para-5.1/text-1",
    ]  # fmt: skip
    (contact,) = report.contacts
    assert (contact.name, contact.position, contact.phone) == ("Jo Kestle", "Harbour Manager", "01632 960444")


def test_a_table_told_by_spacing_is_read_and_said_to_be_checked() -> None:
    paper = read(invented_papers.COMMITTEE_PACK)
    (table,) = paper.reports[0].tables()
    assert table.rows[1] == ("North Basin", "New gates", "£1,200,000")
    assert table.rows[-1] == ("Total", "", "£1,595,000")
    assert any(u.what == table.id and "spacing" in u.why for u in paper.unread)


def test_minutes_within_a_pack_with_resolutions() -> None:
    (note,) = read(invented_papers.COMMITTEE_PACK).notes
    assert note.meeting.date == dt.date(2022, 7, 6)
    assert [i.number for i in note.items] == ["11", "12", "13"]
    assert [len(i.decisions) for i in note.items] == [0, 1, 2]
    assert note.items[2].actions[0].owners == ("Hal Dunmore",)
    counted = Counter(a.status for a in note.attendance)
    assert counted == {PRESENT: 6, APOLOGIES: 1}


def test_what_the_public_pack_holds_back_is_said() -> None:
    unread = read(invented_papers.COMMITTEE_PACK).unread
    assert sum("holds these pages back" in u.why for u in unread) == 2


def test_groups_of_other_names_with_odd_counts() -> None:
    paper = read(invented_papers.BOARD_PACK)
    found = {g.name: (g.stated, g.counts) for g in paper.groups}
    assert found["Labour"] == (3, "members and observers")
    assert found["Conservative"] == (2, "members")
    assert found["Plaid Cymru"] == (1, "members")
    assert found["Green and Residents"][0] == 4
    assert "but listed are 1 members" in found["Green and Residents"][1]
    assert any(u.what == "Green and Residents (4)" for u in paper.unread)


def test_marks_of_attendance_other_than_yes_and_no() -> None:
    paper = read(invented_papers.BOARD_PACK)
    marks = {(a.person.name, a.date): (a.status, a.substitute_for) for a in paper.attendance}
    march, june, september = dt.date(2019, 3, 3), dt.date(2019, 6, 14), dt.date(2019, 9, 9)
    assert marks["Ada Penrose", march] == (PRESENT, "")
    assert marks["Ada Penrose", june] == (ABSENT, "")  # an A, and said to be unsure
    assert marks["Ada Penrose", september] == (UNKNOWN, "")
    assert marks["Edda Moyle", march] == (APOLOGIES, "")
    assert marks["Edda Moyle", june] == (NOT_APPLICABLE, "")
    assert marks["Edda Moyle", september] == (SUBSTITUTE, "Cllr Fen Oxley")
    assert any("may stand for apologies" in u.why for u in paper.unread)


def test_an_agenda_that_leaves_out_a_number_and_an_item_without_report() -> None:
    paper = read(invented_papers.BOARD_PACK)
    whys = {u.why for u in paper.unread}
    assert "the agenda goes from item 3 to item 5" in whys
    assert "its pages hold no report that could be told apart" in whys
    assert [i.id for i in paper.items()] == ["item-1", "item-2", "item-3", "item-3a", "item-3b", "item-5"]


def test_two_officers_in_one_block_of_contacts() -> None:
    report = read(invented_papers.BOARD_PACK).reports[0]
    assert [(c.name, c.email) for c in report.contacts] == [
        ("Flo Garrick", "flo.garrick@example.org"),
        ("Hal Dunmore", "hal.dunmore@example.org"),
    ]
    assert report.recommendations[1:] == ("a) note the report; and", "b) agree to the plan.")
    assert [a.label for a in report.appendices] == ["Annex 1", "Annex 2"]


def test_a_note_that_is_one_table() -> None:
    paper = read(invented_papers.TABLE_NOTE)
    (note,) = paper.notes
    assert (paper.kind, paper.meeting.date) == (NOTE, dt.date(2017, 5, 3))
    assert [i.title for i in note.items][1:] == ["Museums at sea", "Piers (confidential)"]
    assert note.items[2].restricted
    assert len(note.items[1].decisions) == 2
    assert [a.due for a in note.items[1].actions] == ["", "2017-09-30"]
    assert note.items[1].actions[0].owners == ("Flo Garrick", "Hal Dunmore")
    assert any("which of them acts on which" in u.why for u in paper.unread)
    assert (note.items[2].actions[0].owners, note.items[2].actions[0].owned) == (("Ivy Strand",), "text")
    roles = Counter(a.person.role for a in note.attendance)
    assert roles == {"chair": 1, "deputy chair": 1, "member": 2, "": 1, "in attendance": 3}


def test_minutes_with_lists_and_owners_in_brackets() -> None:
    (note,) = read(invented_papers.LISTED_NOTE).notes
    owners = [a.owners for i in note.items for a in i.actions]
    assert owners == [("Flo Garrick",), ("Hal Dunmore",), ("Ada Penrose", "Bo Reddish"), ("Gil Tarn", "Hal Dunmore")]
    apologies = {(a.person.name, a.person.group) for a in note.attendance if a.status == APOLOGIES}
    assert apologies == {("Dee Ferrow", "Conservative"), ("Edda Moyle", "Labour")}
    assert sum(a.status == PRESENT for a in note.attendance) == 5
    assert note.items[2].actions[0].due == "2023-03-01"


def test_a_day_that_contradicts_its_date_is_said() -> None:
    paper = read("Ports Board\n\nAgenda\n\nMonday 22 March 2018\n\n1. Ferries\t1 - 2\n2. Piers\t3 - 4\n")
    assert paper.meeting.date == dt.date(2018, 3, 22)
    assert any("contradict" in u.why for u in paper.unread)


def test_owners_in_a_column_of_their_own_beside_paragraphs_that_run_on() -> None:
    paper = read(invented_papers.SPACED_NOTE)
    (note,) = paper.notes
    actions = note.items[1].actions
    assert [(a.owners, a.owned) for a in actions] == [(("Fen Oxley",), "named"), (("Gus Quill",), "named")]
    assert actions[1].text.endswith("with figures by region.")
    assert note.items[1].decisions[0].points == ("noted the report; and", "agreed to write to the minister.")
    assert paper.meeting.next_date == dt.date(2013, 3, 12)
    assert Counter(a.status for a in note.attendance) == {PRESENT: 6, APOLOGIES: 1}


def test_a_note_behind_a_report_is_its_own_and_goes_to_the_public_item() -> None:
    paper = read(invented_papers.PACK_WITH_NOTE)
    (report,) = paper.reports
    assert [(a.label, len(a.paragraphs), len(a.tables)) for a in report.appendices] == [
        ("Appendix A", 5, 0), ("Appendix C", 0, 1),
    ]  # fmt: skip
    (note,) = paper.notes
    assert (note.meeting.date, [i.id for i in note.items]) == (
        dt.date(2018, 7, 5), ["item-5b/note-1", "item-5b/note-2"],
    )  # fmt: skip
    assert [i.id for i in paper.items() if i.restricted] == ["item-3", "item-5a"]


def test_a_count_that_fits_nobody_is_said() -> None:
    unread = read(invented_papers.PACK_WITH_NOTE).unread
    assert any(u.what == "Conservative (13)" and "but listed are 2 members" in u.why for u in unread)


def test_a_wrapped_list_within_an_item_is_not_taken_for_items() -> None:
    """The first lines of its points end like headings, because the page broke them there."""
    note = """\
Minutes of the Ports Board held on 3 May 2017

1. Ferries

The report said that ferries:

1. are late on Mondays, when the tide at the outer quay is low for most of the
morning and nothing can leave.
2. Are early on Fridays, for the reason that nobody can be found who remembers the
old timetable.

Decision

Members noted the report.

2. Piers

Decision

Members agreed to visit one.
"""
    (found,) = read(note).notes
    assert [(i.number, i.title, len(i.decisions)) for i in found.items] == [("1", "Ferries", 1), ("2", "Piers", 1)]
