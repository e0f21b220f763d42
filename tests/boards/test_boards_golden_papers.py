"""Three published papers, counted by hand on reading them: what the reader must find in each, and what it must say."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from support import shared_data
from wholeplace.boards.jsonable import as_json
from wholeplace.boards.model import ABSENT, APOLOGIES, NOTE, PACK, PRESENT, REPORT, SUBSTITUTE, UNKNOWN
from wholeplace.boards.reading.files import read_paper
from wholeplace.boards.reading.plain import decode, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.boards.model import Paper
    from wholeplace.boards.report import Table


@cache
def paper(name: str) -> Paper:
    return read_paper(shared_data(f"documents/{name}.txt"))


def the_pack() -> Paper:
    return paper("pack-2018-03-22-improvement-board")


def the_note() -> Paper:
    return paper("minutes-2012-03-15-executive")


def the_report() -> Paper:
    return paper("report-2012-05-community-budgets")


def pounds(table: Table) -> list[int]:
    """Every amount of a table's body, in pounds."""
    cells = (c for row in table.rows[table.header :] for c in row)
    return [int(re.sub(r"\D", "", c)) for c in cells if re.fullmatch(r"£[\d,]+", c)]


def test_the_pack_is_of_a_meeting_on_a_thursday_and_names_the_next() -> None:
    meeting = the_pack().meeting
    assert the_pack().kind == PACK
    assert meeting.body == "Improvement & Innovation Board"
    assert (meeting.date, meeting.time) == (dt.date(2018, 3, 22), "11:00")
    assert meeting.date is not None
    assert meeting.date.weekday() == 3
    assert meeting.place.startswith("Westminster Room, 8th Floor")
    assert meeting.next_date == dt.date(2018, 5, 24)


def test_printed_counts_of_groups_include_observers() -> None:
    """Counted on the membership page: 8 + 1, 7 + 1, 2 + 1, 1 + 1; substitutes 3, 3, 1, 3; two observers of no group."""
    groups = {g.name: g for g in the_pack().groups}
    counted = {n: (g.stated, len(g.full_members), len(g.observers), len(g.substitutes)) for n, g in groups.items()}
    assert counted == {
        "Conservative": (9, 8, 1, 3),
        "Labour": (8, 7, 1, 3),
        "Liberal Democrat": (3, 2, 1, 1),
        "Independent": (2, 1, 1, 3),
        "Observers": (None, 0, 2, 0),
    }
    assert {g.counts for n, g in groups.items() if n != "Observers"} == {"members and observers"}
    posts = Counter(p.role for g in groups.values() for p in g.members)
    assert posts["chair"] == 1
    assert posts["vice-chair"] == 1
    assert posts["deputy chair"] == 2


def test_attendance_keeps_a_blank_apart_from_a_no() -> None:
    """30 people and two meetings. 1 November: 23 Yes, 6 No, 1 blank. 30 January: 24 Yes, 2 No, 4 blank."""
    counted = Counter((a.date, a.status) for a in the_pack().attendance)
    first, second = dt.date(2017, 11, 1), dt.date(2018, 1, 30)
    assert counted == {
        (first, PRESENT): 23, (first, ABSENT): 6, (first, UNKNOWN): 1,
        (second, PRESENT): 24, (second, ABSENT): 2, (second, UNKNOWN): 4,
    }  # fmt: skip
    assert sum(a.section == "Lead Peers" for a in the_pack().attendance) == 2 * 6


def test_agenda_pages_tile_from_1_to_79_and_the_last_item_is_restricted() -> None:
    items = list(the_pack().items())
    assert [i.id for i in items] == [
        "item-1", "item-2", "item-2a", "item-3", "item-4", "item-5", "item-6", "item-7", "item-8", "item-9",
    ]  # fmt: skip
    pages = [(i.page_from, i.page_to) for i in items]
    assert pages == [
        (None, None), (1, 6), (7, 18), (19, 26), (27, 32), (33, 36), (37, 44), (45, 58), (59, 70), (71, 79),
    ]  # fmt: skip
    assert [i.id for i in items if i.restricted] == ["item-9"]
    assert not any("item of the agenda" in u.why for u in the_pack().unread)


def test_every_public_item_with_pages_has_its_report() -> None:
    reports = {r.item: r for r in the_pack().reports}
    assert sorted(reports) == ["2", "3", "4", "5", "6", "7", "8"]
    assert all(r.purpose and r.recommendations and r.actions for r in reports.values())
    assert [len(r.contacts) for r in reports.values()] == [1, 2, 1, 1, 1, 1, 1]
    assert all(c.name and c.position and c.phone and "@" in c.email for r in reports.values() for c in r.contacts)
    assert not reports["7"].summary  # the template's summary is missing from that one


def test_paragraphs_run_on_through_headings_and_restart_in_appendices() -> None:
    """Numbered paragraphs counted in each report, and the last number of each."""
    found = {r.item: (len(r.numbered), r.numbered[-1].number) for r in the_pack().reports}
    assert found == {
        "2": (32, "10"), "3": (50, "35"), "4": (32, "12"), "5": (14, "14"), "6": (47, "42"), "7": (31, "20"),
        "8": (9, "6"),
    }  # fmt: skip
    ids = {p.id for r in the_pack().reports for p in r.paragraphs}
    assert {"item-2/para-6.3.1", "item-2/para-6.3.4", "item-4/para-5.3.4", "item-7/para-16.5"} <= ids
    appendix = next(r for r in the_pack().reports if r.item == "8").appendices[0]
    assert appendix.label == "Appendix A"
    numbers = [p.number for p in appendix.paragraphs if p.number]
    assert (len(numbers), numbers[0], numbers[-1]) == (54, "1", "24")
    assert "item-8/appendix-a/para-7.16" in {p.id for p in appendix.paragraphs}


def test_an_appendix_without_heading_takes_its_name_from_the_agenda_and_says_so() -> None:
    report = next(r for r in the_pack().reports if r.item == "2")
    (appendix,) = report.appendices
    assert appendix.label == "Appendix A"
    assert [p.number for p in appendix.paragraphs if p.number] == [str(n) for n in range(1, 28)]
    assert any("no such heading" in u.why for u in the_pack().unread)


def test_paragraphs_that_lost_their_numbers_are_said() -> None:
    """In item 6 the numbers 7 to 12 are not printed."""
    assert ["from 6 to 13" in u.why for u in the_pack().unread].count(True) == 1


def test_annexes_are_tables_that_can_be_added_up() -> None:
    """Annex A: 79 projects of 40 areas, £45,202,211. Annex B: 45 rows, £4,872,719, where the text says £4.7 million."""
    report = next(r for r in the_pack().reports if r.item == "7")
    first, second = (a.tables[0] for a in report.appendices)
    assert (first.columns, len(first.rows) - first.header, sum(pounds(first))) == (5, 79, 45_202_211)
    assert len({row[0] for row in first.rows[1:] if row[0]}) == 40
    assert (second.columns, len(second.rows) - second.header, sum(pounds(second))) == (4, 45, 4_872_719)


def test_tables_with_totals_are_kept_apart() -> None:
    report = next(r for r in the_pack().reports if r.item == "6")
    assert [(t.columns, len(t.rows)) for t in report.tables()] == [(7, 6), (7, 12), (7, 10), (7, 6), (7, 6)]


def test_the_note_has_nine_items_with_decisions_and_seven_actions() -> None:
    (note,) = the_note().notes
    assert the_note().kind == NOTE
    assert (the_note().meeting.date, the_note().meeting.time) == (dt.date(2012, 3, 15), "14:30")
    assert [i.number for i in note.items] == [str(n) for n in range(1, 10)]
    assert [len(i.decisions) for i in note.items] == [1, 3, 1, 1, 1, 1, 1, 1, 1]
    assert [len(d.points) for d in note.items[1].decisions] == [0, 0, 3]
    assert [len(i.actions) for i in note.items] == [1, 1, 1, 1, 1, 1, 1, 0, 0]


def test_owners_that_drifted_over_lines_are_put_together() -> None:
    """Five owners of seven actions; the sixth action has a person and a group of posts, over three lines."""
    owners = [action.owners for _, action in the_note().actions()]
    assert [len(o) for o in owners] == [1, 1, 1, 1, 1, 2, 1]
    assert {o for many in owners for o in many if " of " in o} == {"Heads of Programmes"}
    assert len({o for many in owners for o in many}) == 5
    assert all(len(o.split()) > 1 for many in owners for o in many)


def test_attendance_of_the_note_by_position() -> None:
    """3 vice-chairmen, 4 deputy-chairmen, 20 members, 1 substitute; 8 apologies, 5 in columns that came apart."""
    counted = Counter((a.status, a.person.role) for a in the_note().attendance)
    assert counted[PRESENT, "vice-chair"] == 3
    assert counted[PRESENT, "deputy chair"] == 4
    assert counted[PRESENT, "member"] == 20
    assert counted[SUBSTITUTE, "substitute"] == 1
    assert sum(n for (status, _), n in counted.items() if status == APOLOGIES) == 8
    assert all(a.person.authority for a in the_note().attendance)
    why = "5 names and 5 bodies stood in separate columns: put together in order"
    assert [u.why for u in the_note().unread] == [why]


def test_the_report_alone_has_its_item_its_paragraphs_and_its_annex() -> None:
    (report,) = the_report().reports
    assert (the_report().kind, report.item) == (REPORT, "3")
    assert [p.number for p in report.numbered] == ["1", "2", "3", "3.1", "3.2", "3.3", "3.4", "4", "5"]
    assert [s.heading for s in report.sections] == ["Background", "Financial Implications"]
    assert report.contacts[0].position.startswith("Head")
    (annex,) = report.appendices
    assert (annex.label, annex.tables[0].columns, len(annex.tables[0].rows)) == ("Annex A", 3, 9)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif value is not None:
        yield str(value)


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


LABELS = re.compile(
    r"^(?:purpose|summary|recommendation|action|contact|position|phone|e-?mail|item|page|venue|date|title|attendance|"
    r"councillor|authority|section|an attendance list|note of|decisions?|.* group$|.*membership|agenda|\d{1,2} march|"
    r"improvement|.*attendance|board|lib dem|community budget update|a\)$|.*\(\d+\)$)",
    re.IGNORECASE,
)


def test_no_line_after_the_front_matter_is_lost() -> None:
    """Every line that is no label of the template stands in the model, or what is left out is named with its place."""
    for read, name, first, last in (
        (the_pack(), "pack-2018-03-22-improvement-board", 130, 1419),
        (the_note(), "minutes-2012-03-15-executive", 0, 9999),
        (the_report(), "report-2012-05-community-budgets", 0, 9999),
    ):
        held = squeezed(" ".join(strings(as_json(read))))
        flow = read_text(decode(shared_data(f"documents/{name}.txt").read_bytes()))
        lost = []
        for line in flow.lines:
            for cell in line.cells or (line.text,):
                bare = re.sub(r"^[-*\s]*(?:\d[\d.]*|[a-zA-Z])[.)]?\s+", "", cell)
                if first < line.number < last and not LABELS.match(cell) and squeezed(bare)[:60] not in held:
                    lost.append((line.number, cell[:60]))
        assert lost == []
