"""The long outturn CSV of 2017-18 to 2021-22: one row an authority a year, amounts in £ thousand.

Column names are the published ones where a public source was found that uses them (`KNOWN`); for a few lines
none was found and the name is made in the same manner (`ASSUMED`). `docs/sample.md` says which is which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.sample.layouts import fill, layout, period
from wholeplace.sample.names import COUNTRY
from wholeplace.sample.registers import write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.sample.economy import Accounts
    from wholeplace.sample.fixed import Items
    from wholeplace.sample.sector import Body, Sector

SERIES_YEARS = range(2017, 2022)
KNOWN = {
    "edu": "RS_edu_net_exp", "trans": "RS_trans_net_exp", "csc": "RS_csc_net_exp",
    "asc": "RS_asc_net_exp", "phs": "RS_phs_net_exp", "hous": "RS_hous_net_exp", "cul": "RS_cul_net_exp",
    "env": "RS_env_net_exp", "plan": "RS_plan_net_exp", "pol": "RS_pol_net_exp", "frs": "RS_frs_net_exp",
    "cen": "RS_cen_net_exp", "oth": "RS_oth_net_exp", "totsx": "RS_totsx_net_exp",
    "hbrent": "RS_hbrent_net_exp", "parish": "RS_parishaggprecept_net_exp",
    "levyita": "RS_levyita_net_exp", "levywaste": "RS_levywaste_net_exp",
    "levyoth": "RS_levyother_net_exp", "netcurr": "RS_netcurrtot_net_exp",
    "flood": "RS_levyflood_net_exp", "revexp": "RS_revenuetot_net_exp",
    "grantin": "RS_grantinaef_net_exp", "nre": "RS_netrevexp_net_exp", "rsg": "RS_grantrsg_net_exp",
    "policegrant": "RS_grantpol_net_exp", "nndr": "RS_retainnndr_net_exp",
    "colfund": "RS_colfunct_net_exp", "ctr": "RS_ctrtot_net_exp", "lctspen": "RS_lctspen_net_exp",
    "lctswa": "RS_lctswa_net_exp", "lctstot": "RS_lctstot_net_exp", "open_un": "RS_resunall_start_cy",
    "close_un": "RS_resunall_end_cy",
}  # fmt: skip
ASSUMED = {
    "grantout": "RS_grantoutaef_net_exp", "mrp": "RS_prinrepay_net_exp", "interest": "RS_intpay_net_exp",
    "invinc": "RS_intinvinc_net_exp", "apschools": "RS_appsch_net_exp", "apph": "RS_appph_net_exp",
    "apear": "RS_appoth_net_exp", "apun": "RS_appunall_net_exp", "othitems": "RS_othitem_net_exp",
    "open_sch": "RS_ressch_start_cy", "open_ph": "RS_resph_start_cy", "open_ear": "RS_resoth_start_cy",
    "close_sch": "RS_ressch_end_cy", "close_ph": "RS_resph_end_cy", "close_ear": "RS_resoth_end_cy",
}  # fmt: skip
IDENTITY = ("year_ending", "ONS_code", "LA_name", "LA_class", "LA_subclass", "status")
_CLASSES = {
    "UA": "Unitary Authority",
    "MD": "Met District",
    "L": "London",
    "SC": "Shire County",
    "SD": "Shire District",
    "O": "Other",
}
_TOTALS = {"UA": "X06", "SD": "X07", "MD": "X08", "L": "X09", "SC": "X10"}


def write(folder: Path, sector: Sector, accounts: Accounts) -> Path:
    """Write the five years; returns the path."""
    items = [*KNOWN, *ASSUMED]
    names = [*KNOWN.values(), *ASSUMED.values()]
    rows: list[list[object]] = []
    columns = layout("rs_2017-18")
    for year in SERIES_YEARS:
        ending = f"{year + 1}03"
        bodies = sector.in_force(year)
        figures = {e: fill(columns, outturn) for e, outturn in accounts.outturn[year].items()}
        late = not_submitted(sector, year)
        for body in bodies:
            about = [ending, body.gss, body.name_in_returns(year), _CLASSES[body.cls], _subclass(body)]
            if body.ecode in late:
                rows.append([*about, "not submitted", *("" for _ in items)])
            else:
                rows.append([*about, "submitted", *(figures[body.ecode][item] for item in items)])
        for cls, code in _TOTALS.items():
            chosen = [figures[body.ecode] for body in bodies if body.cls == cls and body.ecode not in late]
            rows.append([ending, code, _CLASSES[cls], _CLASSES[cls], "", "total", *_sums(chosen, items)])
        everyone = [figures[body.ecode] for body in bodies if body.ecode not in late]
        rows.append([ending, "X92000001", COUNTRY, "", "", "total", *_sums(everyone, items)])
    first, last = period(SERIES_YEARS[0]), period(SERIES_YEARS[-1])
    name = f"Revenue_Outturn_time_series_data_{first}_to_{last}.csv"
    return write_csv(folder / name, (*IDENTITY, *names), rows)


def not_submitted(sector: Sector, year: int) -> tuple[str, ...]:
    """E-codes of those without a return in that year."""
    districts = [body.ecode for body in sector.in_force(year) if body.cls == "SD" and body.end is None]
    return {2017: (districts[-2],), 2020: (districts[3],), 2021: (districts[3], districts[-4])}.get(year, ())


def _subclass(body: Body) -> str:
    return {"L": "LB", "O": body.kind}.get(body.cls, body.cls)


def _sums(chosen: list[Items], items: list[str]) -> list[int]:
    return [sum(filled[item] for filled in chosen) for item in items]
