"""The small rules: names, roles, dates, times, page ranges, paragraph numbers, owners, tables."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.boards.jsonable import as_json
from wholeplace.boards.reading.agenda import read_agenda
from wholeplace.boards.reading.dates import find_date, find_time
from wholeplace.boards.reading.files import read_bytes
from wholeplace.boards.reading.names import looks_like_name, party_of, read_person, role_of, split_names, substitute_for
from wholeplace.boards.reading.numbering import mark_of
from wholeplace.boards.reading.outcomes import owners_in, split_owners
from wholeplace.boards.reading.pages import pages_in, untiled
from wholeplace.boards.reading.plain import read_text
from wholeplace.boards.reading.tables import table_of
from wholeplace.core.errors import BadFileError


@pytest.mark.parametrize(
    ("text", "title", "name", "honours", "role", "authority"),
    [
        ("Cllr Ada Penrose OBE (Chairman)", "Cllr", "Ada Penrose", "OBE", "chair", ""),
        (
            "Councillor Bo Reddish JP (Deputy Chair), Gullwick Council",
            "Councillor",
            "Bo Reddish",
            "JP",
            "deputy chair",
            "Gullwick Council",
        ),
        ("Mayor Sir Cy Tallis", "Mayor Sir", "Cy Tallis", "", "", ""),
        ("Dee Ferrow-Moyle CBE DL", "", "Dee Ferrow-Moyle", "CBE DL", "", ""),
        ("Cllr Edda O'Moyle – Vice-Chairman", "Cllr", "Edda O'Moyle", "", "vice-chair", ""),
        ("Baroness Fen Oxley (Observer)", "Baroness", "Fen Oxley", "", "observer", ""),
    ],
)
def test_a_person_as_named(text: str, title: str, name: str, honours: str, role: str, authority: str) -> None:
    person = read_person(text)
    assert (person.title, person.name, person.honours, person.role, person.authority) == (
        title,
        name,
        honours,
        role,
        authority,
    )


def test_a_deputy_chair_sits_in_for_nobody() -> None:
    assert substitute_for("Cllr Gus Quill (Deputy Chair)") == ""
    assert substitute_for("Gus Quill (substitute for Cllr Ada Penrose)") == "Cllr Ada Penrose"


def test_runs_of_names() -> None:
    run = "Ada Penrose (Chair, Drayven and Pollen), Bo Reddish and Cy Tallis"
    assert len(split_names(run)) == 3
    assert split_names("Dee Ferrow, Con, Nether Pollen District Council") == [
        "Dee Ferrow, Con, Nether Pollen District Council"
    ]
    assert split_names("Penrose, Reddish and Tallis", surnames=True) == ["Penrose", "Reddish", "Tallis"]


@pytest.mark.parametrize(
    "text", ["Nether Pollen District Council", "Substitutes", "Liberal Democrat Group", "Agenda", "Chair"]
)
def test_what_is_no_name(text: str) -> None:
    assert not looks_like_name(text)


def test_roles_and_parties_in_other_words() -> None:
    printed = ("Chairwoman", "Senior Vice Chair", "Deputy-chairman", "Named Substitutes", "Lead Peers")
    assert [role_of(t) for t in printed] == ["chair", "vice-chair", "deputy chair", "substitute", "lead peer"]
    assert [party_of(t) for t in ("Lib Dem Group", "Cons", "The Labour Group", "Ports")] == [
        "Liberal Democrat", "Conservative", "Labour", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Thursday, 22nd March 2018", dt.date(2018, 3, 22)),
        ("held on the 3rd of Sept. 2019 at", dt.date(2019, 9, 3)),
        ("1/11/17", dt.date(2017, 11, 1)),
        ("30.01.2018", dt.date(2018, 1, 30)),
        ("5-Jun-23", dt.date(2023, 6, 5)),
        ("2023-06-14", dt.date(2023, 6, 14)),
    ],
)
def test_dates_as_printed(text: str, date: dt.date) -> None:
    found = find_date(text)
    assert found is not None
    assert found[0] == date


def test_no_date_is_made_up() -> None:
    assert find_date("31 June 2018") is None
    assert find_date("paragraphs 1.10 to 1.13") is None
    assert find_date("20 March") is None
    assert find_date("20 March", 2018) == (dt.date(2018, 3, 20), "20 March")


@pytest.mark.parametrize(
    ("text", "time"),
    [("2.30pm", "14:30"), ("11.00 am", "11:00"), ("12 noon", "12:00"), ("14:05", "14:05"), ("12.15 a.m.", "00:15")],
)
def test_times_as_printed(text: str, time: str) -> None:
    found = find_time(text)
    assert found is not None
    assert found[0] == time


def test_pages_at_the_end_of_a_line() -> None:
    assert pages_in("Ferries (Pages 3 - 8)")[1][:2] == (3, 8)
    assert pages_in("Ferries ........ 3-8") == ("Ferries", (3, 8, "3-8"))
    assert pages_in("Strategy 2022 - 2027")[1][0] is None
    assert pages_in("7", cell=True)[1][:2] == (7, 7)


RANGES = st.lists(st.integers(1, 12), min_size=2, max_size=9)
LAYOUTS = (
    "{n}. {t}\t{a} - {b}",
    "| {n} | {t} | {a}-{b} |",
    "{n}   {t}     (Pages {a} - {b})",
    "{n}. {t} (Pages {a} to {b})",
)


def agenda_of(lengths: list[int], layout: str, skip: int | None) -> tuple[list[tuple[int, int]], str]:
    """An agenda of items that long, in a layout; after item `skip`, two pages belong to no item."""
    page, rows, pages = 1, [], []
    for number, length in enumerate(lengths, 1):
        rows.append(
            layout.format(
                n=number, t=f"Report number {['one', 'two', 'six', 'ten'][number % 4]}", a=page, b=page + length - 1
            )
        )
        pages.append((page, page + length - 1))
        page += length + (2 if number == skip else 0)
    return pages, "Agenda\n\n" + "\n".join(rows) + "\n"


@given(RANGES, st.sampled_from(LAYOUTS), st.data())
@settings(max_examples=60, deadline=None)
def test_page_ranges_tile_or_the_reader_says_where_not(lengths: list[int], layout: str, data: st.DataObject) -> None:
    skip = data.draw(st.one_of(st.none(), st.integers(1, len(lengths) - 1)))
    pages, text = agenda_of(lengths, layout, skip)
    lines = read_text(text).lines
    found = read_agenda(lines, 0, len(lines))
    assert [(i.page_from, i.page_to) for i in found.items] == pages
    assert bool(untiled(found.items)) == (skip is not None)


@pytest.mark.parametrize("text", ["20 March 2018 was fine", "2.30 pm in the hall", "10 per cent of it", "£3 more"])
def test_what_is_no_paragraph_number(text: str) -> None:
    assert mark_of(text) is None


def test_paragraph_numbers_at_any_depth() -> None:
    assert [getattr(mark_of(t), "number", None) for t in ("6.3.4. Other", "- 2.1. under", "24.1 on", "7 Then")] == [
        "6.3.4",
        "2.1",
        "24.1",
        "7",
    ]


def test_owners_over_several_lines() -> None:
    assert owners_in(["Ada", "Penrose"]) == ["Ada Penrose"]
    assert owners_in(["Bo Reddish", "Heads of", "Schools"]) == ["Bo Reddish", "Heads of Schools"]
    assert split_owners("Ada Penrose / Bo Reddish") == ["Ada Penrose", "Bo Reddish"]
    assert split_owners("Head of Skills and Work") == ["Head of Skills and Work"]


def test_a_table_cut_by_a_page_is_one_table() -> None:
    text = "Place\tCost\nGullwick\t£5\nNether Pollen and\t£7\n\nPlace\tCost\nthe Marsh\t\nDrayven\t£9\n"
    table = table_of(read_text(text).lines, "t")
    assert table.rows == (
        ("Place", "Cost"),
        ("Gullwick", "£5"),
        ("Nether Pollen and the Marsh", "£7"),
        ("Drayven", "£9"),
    )


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        paper = read_bytes("any.txt", text.encode("utf-8", errors="replace"))
    except BadFileError:
        return
    assert as_json(paper)["kind"] in {"pack", "note", "report", "other"}


WORDS = st.sampled_from(
    ["Agenda", "1. Ferries\t1 - 3", "2. Piers", "Purpose of report", "Summary", "Decision", "Action", "Appendix A",
     "| a | b |", "Labour (3)", "Cllr Ada Penrose\tGullwick", "Attendance\t1/2/18\t3/4/18", "Membership", "Page 3",
     "Contact officer:", "1.1 Under", "\f", "", "Minutes of the Ports Board", "RESOLVED – that", "Bo Reddish",
     "a) part", "Document is Restricted", "Present: Cllr Cy Tallis", "Item 2"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_order_of_what_papers_hold_is_read(lines: list[str]) -> None:
    try:
        paper = read_bytes("any.txt", "\n".join(lines).encode())
    except BadFileError:
        return
    ids = [p.id for r in paper.reports for p in r.paragraphs]
    assert len(ids) == len(set(ids))
