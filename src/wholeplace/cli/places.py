"""`wholeplace places`: councils by name or code, what became of them, and which are alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wholeplace.cli.common import (
    AsJson,
    AsOf,
    StoreFolder,
    print_json,
    print_table,
    say,
    the_day,
    the_snapshot,
    the_store,
    warn_if_invented,
)

if TYPE_CHECKING:
    from wholeplace.places.events import PlaceEvent
    from wholeplace.places.model import Place
    from wholeplace.places.neighbourhoods import Neighbourhoods
    from wholeplace.places.peers import Peers
    from wholeplace.places.register import Register

app = typer.Typer(no_args_is_help=True)

Query = Annotated[str, typer.Argument(metavar="PLACE", help="Name or code of a place.")]


@app.command("find")
def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, part of one, or a code.")],
    as_of: AsOf = None,
    json: AsJson = False,
    store: StoreFolder = None,
) -> None:
    """List the places a text may mean: exact ones first, then names that hold it, then names like it."""
    from wholeplace.core.errors import UnknownPlaceError
    from wholeplace.places.register import Register

    found = Register.open(the_store(store), the_day(as_of)).search(text)
    if not found:
        raise UnknownPlaceError(text)
    if json:
        print_json([_plain(p) for p in found])
        return
    rows = [(p.id, p.name, p.place_class, p.gss, _day(p.start), _day(p.end), p.region) for p in found]
    print_table(("Code", "Name", "Class", "GSS code", "From", "To", "Region"), rows)


@app.command("show")
def show(place: Query, as_of: AsOf = None, json: AsJson = False, store: StoreFolder = None) -> None:
    """Show a place: codes, dates, ground, deprived neighbourhoods, what became of it, and what happened to it."""
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.places.events import open_events
    from wholeplace.places.history import history
    from wholeplace.places.neighbourhoods import names_of_parts, neighbourhoods
    from wholeplace.places.register import Register
    from wholeplace.places.succession import footprint

    the_releases = the_store(store)
    register = Register.open(the_releases, the_day(as_of))
    found = register.find(place)
    told = history(register, found)
    happened = open_events(the_releases, register).of(found.id)
    ground = footprint(register, found).text
    areas = neighbourhoods(Snapshot(the_releases, the_day(as_of)), register, found)
    if json:
        content = _plain(found) | {
            "footprint": ground,
            "history": [{"date": str(h.date), "text": h.text} for h in told],
            "events": [_event(e) for e in happened],
            "neighbourhoods": _areas(areas),
        }
        print_json(content)
        return
    _show_codes(register, found)
    say(f"  Ground: {ground}")
    parts = names_of_parts(register, areas)
    say(f"  Neighbourhoods: {areas.text}{f' Added up from {parts}.' if parts else ''}")
    for one in told:
        say(f"  {_day(one.date)}: {one.text}")
    for event in happened:
        doubt = f" ({event.certainty})" if event.certainty else ""
        say(f"  {_day(event.day) or event.period}: {event.kind.replace('-', ' ')}{doubt}. Source: {event.source}.")


@app.command("like")
def like(
    place: Query,
    as_of: AsOf = None,
    n: Annotated[int, typer.Option("--n", min=1, help="How many.")] = 15,
    explain: Annotated[bool, typer.Option("--explain", help="Show what makes each of them alike or not.")] = False,
    weights: Annotated[
        Path | None,
        typer.Option(
            "--weights",
            metavar="FILE",
            help="Your own weights: TOML with a table [weights].",
            show_default=False,
        ),
    ] = None,
    json: AsJson = False,
    store: StoreFolder = None,
) -> None:
    """List the councils of its class most like a place, by published variables and weights."""
    from wholeplace.places.likeness_settings import read_weights
    from wholeplace.places.peers import peers
    from wholeplace.places.register import Register

    own = read_weights(weights) if weights else None
    snapshot = the_snapshot(store, as_of)
    registers = Register.open(snapshot.store, snapshot.as_of), Register.open(snapshot.store)
    found = peers(snapshot, registers[0].find(place).id, n, own, registers)
    if json:
        print_json(_peers_plain(found, registers[0]))
        return
    warn_if_invented(snapshot)
    _show_peers(found, registers[0], explain=explain)


def _show_codes(register: Register, place: Place) -> None:
    from wholeplace.places.model import show_list

    codes = [f"GSS {place.gss}" if place.gss else "", f"E-code {place.ecode}" if place.ecode else ""]
    former = f"formerly {', '.join(place.former_gss)}" if place.former_gss else ""
    say(f"{place.name}  [{place.id}]")
    say(f"  {place.official_name}: {place.place_class}, {place.region or place.nation}.")
    if any(codes):
        say(f"  {', '.join(filter(None, [*codes, former]))}.")
    if place.county and place.county in register:
        say(f"  A district of {register[place.county].name}.")
    if place.members:
        say(f"  Districts: {show_list([register[m].name for m in place.members])}.")
    if place.combined_authority:
        say(f"  In {register[place.combined_authority].official_name}.")
    if place.area_hectares:
        say(f"  Area: {place.area_hectares / 100:,.0f} square kilometres.")


def _show_peers(found: Peers, register: Register, *, explain: bool) -> None:
    say(f"{found.place.name} among {found.compared} others of class {found.place.place_class}, nearest first")
    rows = [
        (n.place, register[n.place].name, f"{n.distance:.3f}", f"{n.coverage:.0%}", register[n.place].region)
        for n in found.neighbours
    ]
    print_table(("Code", "Name", "Distance (farthest is 1)", "Compared on", "Region"), rows, right=(2, 3))
    if explain:
        _explain(found, register)
    for note in found.notes:
        say(f"Note: {note}.")
    say("Variables, weights and reasons: `wholeplace places like PLACE --explain`, docs/places.md.")


def _explain(found: Peers, register: Register) -> None:
    titles = {b.characteristic.id: b.characteristic.title for b in found.basis}
    say("What is compared")
    print_table(
        ("Characteristic", "Weight", "Period", "Places", "Why", "Source"),
        [
            (b.characteristic.title, f"{b.weight:g}", b.period or "none", str(b.known), b.characteristic.why,
             b.characteristic.source)
            for b in found.basis
        ],
        right=(1, 3),
    )  # fmt: skip
    for neighbour in found.neighbours:
        say(f"{register[neighbour.place].name} ({neighbour.distance:.3f})")
        rows = [
            (
                titles[p.characteristic],
                _number(p.own),
                _number(p.theirs),
                f"{p.difference:+.2f}",
                f"{p.contribution:.0%}",
            )
            for p in sorted(neighbour.parts, key=lambda p: -p.contribution)
        ]
        rows += [(titles[c], "", "", "", "left out") for c in neighbour.left_out]
        header = (
            "Characteristic",
            found.place.name,
            register[neighbour.place].name,
            "Difference (sd)",
            "Of the distance",
        )
        print_table(header, rows, right=(1, 2, 3, 4))


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3f}"


def _day(day: Any) -> str:
    from wholeplace.places.model import show_day

    return show_day(day) if day else ""


def _plain(place: Place) -> dict[str, Any]:
    return {
        "place": place.id,
        "name": place.name,
        "official_name": place.official_name,
        "class": place.place_class,
        "gss": place.gss,
        "former_gss": list(place.former_gss),
        "ecode": place.ecode,
        "start": str(place.start) if place.start else None,
        "end": str(place.end) if place.end else None,
        "predecessors": list(place.predecessors),
        "successors": list(place.successors),
        "nation": place.nation,
        "region": place.region,
        "county": place.county,
        "members": list(place.members),
        "combined_authority": place.combined_authority,
        "alternative_names": list(place.alternative_names),
        "area_hectares": place.area_hectares,
    }


def _event(event: PlaceEvent) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "date": str(event.day) if event.day else None,
        "period": event.period,
        "certainty": event.certainty,
        "source": event.source,
        "release": event.release,
    }


def _areas(found: Neighbourhoods) -> dict[str, Any]:
    return {
        "count": found.count,
        "most_deprived_decile": found.most_deprived_decile,
        "most_deprived_decile_share": found.decile_share,
        "most_deprived_quintile": found.most_deprived_quintile,
        "most_deprived_quintile_share": found.quintile_share,
        "parts": list(found.parts),
        "period": found.period,
        "reason": found.reason,
        "releases": list(found.releases),
    }


def _peers_plain(found: Peers, register: Register) -> dict[str, Any]:
    return {
        "place": found.place.id,
        "name": found.place.name,
        "class": found.place.place_class,
        "compared": found.compared,
        "characteristics": [
            {
                "id": b.characteristic.id,
                "title": b.characteristic.title,
                "weight": b.weight,
                "period": b.period,
                "places": b.known,
                "why": b.characteristic.why,
                "source": b.characteristic.source,
                "note": b.note,
                "releases": list(b.releases),
            }
            for b in found.basis
        ],
        "neighbours": [
            {
                "place": n.place,
                "name": register[n.place].name,
                "distance": n.distance,
                "coverage": n.coverage,
                "left_out": list(n.left_out),
                "parts": [
                    {
                        "characteristic": p.characteristic,
                        "own": p.own,
                        "theirs": p.theirs,
                        "difference": p.difference,
                        "contribution": p.contribution,
                    }
                    for p in n.parts
                ],
            }
            for n in found.neighbours
        ],
    }
