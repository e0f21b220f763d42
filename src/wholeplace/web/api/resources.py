"""Places, measures, figures and releases as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.places import PlaceRef
    from wholeplace.evidence.release import Entry, Release
    from wholeplace.places.model import Place
    from wholeplace.web.evidence.current import Evidence

MOST_LEFT_OUT = 200


def every_place(evidence: Evidence) -> Iterator[dict[str, Any]]:
    """All places by id: those of the register, and those only returns know."""
    known = {p.id: of_place(p) for p in evidence.register}
    for ref in evidence.snapshot.crosswalk.places.values():
        if ref.id not in known and evidence.snapshot.as_of is None:
            known[ref.id] = of_ref(ref)
    return (known[i] for i in sorted(known))


def of_place(place: Place) -> dict[str, Any]:
    """A place of the register."""
    return {
        "id": place.id, "name": place.name, "official_name": place.official_name, "class": place.place_class,
        "region": place.region, "nation": place.nation, "gss": place.gss, "former_gss": list(place.former_gss),
        "ecode": place.ecode, "start": place.start.isoformat() if place.start else None,
        "end": place.end.isoformat() if place.end else None, "county": place.county,
        "predecessors": list(place.predecessors), "successors": list(place.successors),
        "alternative_names": list(place.alternative_names),
    }  # fmt: skip


def of_ref(ref: PlaceRef) -> dict[str, Any]:
    """A place that no register knows, such as a police authority."""
    return {
        "id": ref.id, "name": ref.name, "official_name": ref.name, "class": ref.place_class, "region": ref.region,
        "nation": "", "gss": ref.gss, "former_gss": [], "ecode": ref.ecode, "start": ref.start or None,
        "end": ref.end or None, "county": ref.county, "predecessors": [], "successors": list(ref.successors),
        "alternative_names": [],
    }  # fmt: skip


def of_measure(measure: Measure) -> dict[str, Any]:
    """An indicator's definition."""
    return {
        "id": measure.id, "title": measure.title, "short": measure.short, "area": measure.area,
        "group": measure.group, "unit": measure.unit, "decimals": measure.decimals, "polarity": measure.polarity,
        "why": measure.why, "classes": list(measure.classes), "formula": measure.formula,
        "terms": dict(measure.terms), "period": measure.period, "real_terms": measure.real_terms,
        "source": measure.source, "caveats": list(measure.caveats), "checked_by": measure.checked_by,
        "checked_on": measure.checked_on.isoformat(), "next_review": measure.next_review.isoformat(),
    }  # fmt: skip


def of_release(entry: Entry, *, live: bool) -> dict[str, Any]:
    """What the catalogue says of a release."""
    return {
        "id": entry.id, "dataset": entry.dataset, "title": entry.title, "publisher": entry.publisher,
        "licence": entry.licence, "period": entry.period, "part": entry.part, "vintage": entry.vintage,
        "published": entry.published, "published_basis": entry.published_basis, "rows": entry.rows,
        "set_aside": entry.set_aside, "live": live, "invented": entry.invented,
    }  # fmt: skip


def release_in_full(release: Release, *, live: bool) -> dict[str, Any]:
    """A release with what its manifest says."""
    manifest = release.manifest
    return {
        **of_release(release.entry, live=live),
        "file": manifest["source"]["file"], "sha256": manifest["source"]["sha256"], "retrieved": manifest["retrieved"],
        "notes": manifest["notes"], "checks": manifest["checks"], "left_out": manifest["set_aside"][:MOST_LEFT_OUT],
    }  # fmt: skip
