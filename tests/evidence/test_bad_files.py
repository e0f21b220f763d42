"""Files that are not what they should be, through the library and the command line alike.

Each ends as an error or a set-aside row that names file, sheet, cell and value and says what to do, and what had been
released before stays as it was, to the byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import layouts
from bad_files import GOOD, UNKNOWN, UNREADABLE, spoilt
from layouts import FERNSHIRE, HARROWMERE, changed, data_sheet, write, xlsx
from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.cells import MARKERS, read_cell
from wholeplace.evidence.figure import OK, SET_ASIDE
from wholeplace.evidence.loading import FAILED, LOADED, NOT_RECOGNISED, load
from wholeplace.evidence.reading import CELL, ROW
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import SourceFile
from wholeplace.evidence.store import Store
from wholeplace.finance.datasets.revenue_outturn import RevenueOutturnSummary

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one good release of 2016-17."""
    made = Store(tmp_path / "store")
    load(made, [write(tmp_path, "before.xlsx", GOOD)])
    return made


def catalogue(store: Store) -> bytes:
    return (store.folder / "catalogue.json").read_bytes()


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_is_an_error_and_changes_nothing(case: str, store: Store, tmp_path: Path) -> None:
    name, data, told = UNREADABLE[case]
    before = catalogue(store)
    path = write(tmp_path / "bad", name, data)
    report = load(store, [path])
    (outcome,) = report.outcomes
    assert outcome.outcome == FAILED
    assert outcome.problem.startswith(name)
    assert told in outcome.problem
    assert outcome.problem.endswith(".")
    assert catalogue(store) == before
    assert store.verify() == []


@pytest.mark.parametrize("case", UNREADABLE)
def test_the_command_line_says_the_same_and_ends_with_one(case: str, store: Store, tmp_path: Path, run) -> None:
    name, data, told = UNREADABLE[case]
    before = catalogue(store)
    path = write(tmp_path / "bad", name, data)
    code, out, error = run("--store", store.folder, "load", path)
    assert code == 1
    assert "NOT LOADED" in out
    assert told in " ".join(out.split())
    assert "Traceback" not in out + error
    assert catalogue(store) == before


def test_a_bad_file_does_not_keep_the_others_out(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    for number, (name, data, _) in enumerate(UNREADABLE.values()):
        write(folder, f"{number:02} {name}", data)
    write(folder, "zz good.xlsx", layouts.outturn(2015))
    report = load(store, [folder])
    assert (len(report.failed), [o.path.name for o in report.loaded]) == (len(UNREADABLE), ["zz good.xlsx"])


@pytest.mark.parametrize(("name", "data"), UNKNOWN)
def test_what_is_not_known_is_listed_and_left(name: str, data: bytes, store: Store, tmp_path: Path, run) -> None:
    before = catalogue(store)
    path = write(tmp_path / "other", name, data)
    assert [o.outcome for o in load(store, [path]).outcomes] == [NOT_RECOGNISED]
    code, out, _ = run("--store", store.folder, "load", path)
    assert code == 0
    assert name in out
    assert "Not recognised and left alone (1)" in out
    assert catalogue(store) == before


def test_a_reader_that_stumbles_is_reported_and_the_others_go_on(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> Any:
        raise IndexError("list index out of range")

    monkeypatch.setattr(RevenueOutturnSummary, "read", stumble)
    report = load(
        store, [write(tmp_path, "c.xlsx", layouts.outturn(2015)), write(tmp_path, "d.xlsx", layouts.budget())]
    )
    assert [o.outcome for o in report.outcomes] == [FAILED, LOADED]
    assert "revenue-outturn-rs stumbled over it (IndexError" in report.failed[0].problem


def test_what_is_set_aside_is_shown_with_its_cell(store: Store, tmp_path: Path, run) -> None:
    def three_slips(sheets: layouts.Sheets) -> None:
        rows = sheets[data_sheet(sheets)]
        rows[7][6], rows[8][0:2], rows[9][18] = "see note", ["XO121", None], 1

    path = write(tmp_path, "slips.xlsx", spoilt(three_slips))
    _, out, _ = run("--store", store.folder, "load", "--details", path)
    assert (
        "slips.xlsx: cell: sheet 'RS LA Data 2016-17' G8: text where a number belongs, for Harrowmere UA "
        "(found 'see note')" in out
    )
    assert "A9: this is not an authority code, for Fernshire (found 'XO121')" in out
    assert "S10: the total does not agree with its parts" in out
    shown = run("--store", store.folder, "data", "show", store.entries()[-1].id)[1]
    assert "G8: text where a number belongs" in shown


def test_amounts_that_no_council_could_have_are_set_aside(store: Store, tmp_path: Path) -> None:
    def huge(sheets: layouts.Sheets) -> None:
        rows = sheets[data_sheet(sheets)]
        rows[7][19], rows[8][19], rows[9][19] = 1e300, -1e10, 999_999_999

    outcome = load(store, [write(tmp_path, "huge.xlsx", spoilt(huge))]).loaded[0]
    assert outcome.reading is not None
    told = [s.cell for s in outcome.reading.set_aside if "more money than there is" in s.reason]
    assert told == ["T8", "T9"]


# ---- CSV


REGISTER = layouts.register()


def loaded_register(tmp_path: Path, data: bytes) -> list[str]:
    fresh = Store(tmp_path / "fresh")
    report = load(fresh, [write(tmp_path, "r.csv", data)])
    assert not report.failed, report.failed[0].problem
    return [r["name"] for r in fresh.release(fresh.entries()[0]).records()]


def test_a_byte_order_mark_and_windows_letters_are_read(tmp_path: Path) -> None:
    text = REGISTER.replace("Harrowmere", "Hârrowmère")
    assert loaded_register(tmp_path, b"\xef\xbb\xbf" + text.encode())[0] == "Hârrowmère"
    (tmp_path / "fresh" / "catalogue.json").unlink()
    assert loaded_register(tmp_path, text.encode("cp1252"))[0] == "Hârrowmère"


def test_a_windows_letter_at_the_very_end_is_not_lost() -> None:
    from pathlib import Path

    assert SourceFile(Path("x.csv"), "a,b\n1,é".encode("cp1252")).grid.rows == [["1", "é"]]


def test_a_comma_too_many_is_an_error_that_names_its_line(store: Store, tmp_path: Path) -> None:
    text = REGISTER.replace("Caldermoor Council", "Caldermoor, Council")
    (failed,) = load(store, [write(tmp_path, "r.csv", text)]).failed
    assert "r.csv, cell line 4: the row has 19 cells under a header of 18" in failed.problem


def test_blank_cells_after_the_last_column_are_no_matter(tmp_path: Path) -> None:
    assert len(loaded_register(tmp_path, REGISTER.replace("\n", ",,\n").encode())) == 5


def test_an_unclosed_quote_is_an_error_or_one_row(store: Store, tmp_path: Path) -> None:
    text = REGISTER.replace("Fernshire,", '"Fernshire,', 1) + "x" * 140_000
    (failed,) = load(store, [write(tmp_path, "r.csv", text)]).failed
    assert "is not CSV" in failed.problem


# ---- nothing is ever another number than the cell says


NUMBERS = (layouts.STACKED_FIRST, layouts.STACKED_FIRST + len(layouts.STACKED))
CELLS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.floats(1e12, 1e300),
    st.booleans(),
    st.none(),
    st.sampled_from(
        ["n/a", "…", "[c]", "-", "1,234", "(55)", "£7", "12,5", "nan", "inf", "1e999", "5%", "(-5)", "#REF!", " 8 "]
    ),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12),
)


def base(council: layouts.Council) -> list[Any]:
    return [layouts.amount(council, i) for i in layouts.ITEMS]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(row=st.integers(0, 17), column=st.integers(0, NUMBERS[1] - 1), value=CELLS)
def test_one_changed_cell_ends_as_its_own_number_or_set_aside_or_an_error(row: int, column: int, value: Any) -> None:
    from pathlib import Path

    sheets = changed(layouts.outturn(councils=[HARROWMERE, FERNSHIRE, layouts.CALDER, layouts.POLICE]))
    rows = sheets[data_sheet(sheets)]
    line = rows[row] if row < len(rows) else rows[-1]
    line += [None] * (column + 1 - len(line))
    line[column] = value
    try:
        (reading,) = RevenueOutturnSummary().read(SourceFile(Path("RS.xlsx"), xlsx(sheets)))
    except BadFileError as error:
        assert error.remedy  # noqa: PT017 - an error is a fair end, if it says what to do
        return
    aside = {s.cell for s in reading.set_aside if s.what == CELL}
    rows_aside = {s.cell for s in reading.set_aside if s.what == ROW}
    names = {heading: item for item, _, _, heading in layouts.STACKED}
    for block in reading.blocks:
        item = names.get(reading.lines[block.line].label)
        for position, number, status in zip(block.rows, block.numbers, block.statuses, strict=True):
            if (position, block.column) == (row, column):
                expected, kind = read_cell(None if value == "" else value)
                if status == OK:
                    assert number == pytest.approx(expected, rel=1e-14)  # workbooks keep 16 digits
                else:
                    assert number != number  # noqa: PLR0124 - NaN
                    assert status in {kind, SET_ASIDE}
                    assert status != SET_ASIDE or cell_name(row, column) in aside
                continue
            if item is None:
                continue  # a changed heading is another line under its own words
            told = rows[position][block.column]
            assert status != OK or number == told
            assert status == OK or cell_name(position, block.column) in aside or read_cell(told)[0] is None
    kept = len(reading.authorities)
    assert kept + len(rows_aside) >= 4 - (column < 2 and str(value).strip() in MARKERS)


@settings(max_examples=25, deadline=None)
@given(cut=st.floats(0, 1, exclude_max=True))
def test_a_workbook_cut_anywhere_is_an_error(cut: float) -> None:
    from pathlib import Path

    source = SourceFile(Path("RS.xlsx"), GOOD[: int(len(GOOD) * cut)])
    with pytest.raises(BadFileError):
        list(RevenueOutturnSummary().read(source))


@settings(max_examples=12, deadline=None)
@given(cut=st.floats(0, 1, exclude_max=True), flip=st.integers(0, 255))
def test_an_old_workbook_cut_or_scratched_anywhere_is_an_error_or_whole(cut: float, flip: int) -> None:
    """The published 2013-14 file: cut short it is refused; scratched it is refused or read."""
    from pathlib import Path

    data = shared_data("finance/revenue_outturn_rs/RS_2013-14.xls").read_bytes()
    at = int(len(data) * cut)
    for spoiled in (data[:at], data[:at] + bytes([data[at] ^ flip]) + data[at + 1 :]):
        try:
            (reading,) = RevenueOutturnSummary().read(SourceFile(Path("RS.xls"), spoiled))
        except BadFileError:
            continue
        assert 0 < len(reading.authorities) <= 444
