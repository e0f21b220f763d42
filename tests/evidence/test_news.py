"""What is new in the releases, by publication, vintage and largest change."""

from __future__ import annotations

import layouts
from layouts import HARROWMERE, write
from wholeplace.evidence.catalogue import Catalogue
from wholeplace.evidence.figures import compute
from wholeplace.evidence.loading import load
from wholeplace.evidence.measures import measures
from wholeplace.evidence.news import issues, latest_changes, revised_by
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store


def news_of(store: Store):
    snapshot, known = Snapshot(store), measures()
    return latest_changes(snapshot, compute(snapshot, list(known.values())), known)


def test_vintages_follow_one_another_by_publication_date(world: Store) -> None:
    catalogue = Catalogue.of(world.entries())
    provisional, final = (e for e in catalogue.entries if e.dataset == "revenue-outturn-rs" and e.period == "2017-18")
    if provisional.published > final.published:
        provisional, final = final, provisional
    assert catalogue.before(final) == provisional
    assert catalogue.after(provisional) == final
    assert catalogue.before(provisional) is catalogue.after(final) is None
    assert final.id in catalogue.speaking
    assert provisional.id not in catalogue.speaking
    assert catalogue.vintages(final) == (provisional, final)


def test_publications_are_narrowed_by_dataset_and_period(world: Store) -> None:
    catalogue = Catalogue.of(world.entries())
    (one,) = catalogue.chosen("revenue-outturn-rs", "2016-17")
    assert {e.period for e in one.entries} == {"2016-17"}
    assert {p.dataset for p in catalogue.chosen(period="2016-17")} < {p.dataset for p in catalogue.publications}
    assert sum(len(p.entries) for p in catalogue.publications) == len(catalogue.entries)


def test_what_was_published_together_is_one_issue_the_latest_first(world: Store) -> None:
    found = issues(world.entries())
    assert [i.published for i in found] == sorted((i.published for i in found), reverse=True)
    assert sum(len(i.entries) for i in found) == len(world.entries())
    assert len({(i.dataset, i.published) for i in found}) == len(found)


def test_a_vintage_that_revises_nothing_says_so(tmp_path) -> None:
    store = Store(tmp_path / "store")
    load(store, [write(tmp_path, "a.xlsx", layouts.outturn())])
    load(store, [write(tmp_path, "b.xlsx", layouts.outturn(published="1 March 2018"))])
    catalogue = Catalogue.of(store.entries())
    first, second = catalogue.entries
    assert revised_by(store, catalogue, first) is None
    revised = revised_by(store, catalogue, second)
    assert revised is not None
    assert (revised.cells, revised.largest) == (0, ())


def test_revised_cells_are_counted_by_authority(tmp_path) -> None:
    store = Store(tmp_path / "store")
    changed = [c.but(interest=999) if c is HARROWMERE else c for c in layouts.COUNCILS]
    load(store, [write(tmp_path, "a.xlsx", layouts.outturn())])
    load(store, [write(tmp_path, "b.xlsx", layouts.outturn(councils=changed, published="1 March 2018"))])
    catalogue = Catalogue.of(store.entries())
    revised = revised_by(store, catalogue, catalogue.entries[-1])
    assert revised is not None
    assert revised.authorities == 1
    assert revised.cells >= 1
    assert revised.largest[0].authority_name == "Harrowmere UA"
    assert news_of(store).cells_revised == revised.cells


def test_the_largest_changes_are_of_different_places_and_indicators_and_made_from_the_release(sector_store) -> None:
    store = Store(sector_store)
    news = news_of(store)
    assert news.changes
    assert len({c.after.place for c in news.changes}) == len({c.after.measure for c in news.changes}) == 5
    own = {e.id for e in news.issue.entries}
    for change in news.changes:
        assert own & set(change.after.releases)
        assert change.before.period < change.after.period
        assert change.before.value != change.after.value


def test_an_empty_store_has_no_news(tmp_path) -> None:
    assert news_of(Store(tmp_path / "store")) is None
