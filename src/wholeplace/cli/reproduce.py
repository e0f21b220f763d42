"""`wholeplace reproduce`: published figures, worked out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.common import AsJson, StoreFolder, print_json, print_table, progress_bar, say, the_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.evidence.publications import Publication
    from wholeplace.evidence.reproduce import Result


def reproduce(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="A publication, e.g. nao-2018, or a fixture of your own (FILE.toml). [default: all]"
        ),
    ] = None,
    json: AsJson = False,
    store: StoreFolder = None,
) -> None:
    """Work published figures out again and compare; exit status 1 if any differs beyond its printed precision."""
    from wholeplace.core.errors import StoreError
    from wholeplace.evidence.reproduce import failed
    from wholeplace.evidence.reproduce import reproduce as work_out

    chosen = _chosen(name)
    evidence = the_store(store)
    if not evidence.entries():
        raise StoreError(
            f"There is nothing in the store at {evidence.folder}. Load published files first "
            "(`wholeplace load FOLDER`)."
        )
    with progress_bar("Reproducing") as progress:
        results = work_out(evidence, chosen, progress)
    if json:
        print_json([r.as_json() for r in results])
    else:
        for publication in chosen:
            _show(publication, [r for r in results if r.publication is publication])
        _show_summary(chosen, results)
    if failed(results, named=name is not None):
        raise typer.Exit(1)


def _chosen(name: str | None) -> Sequence[Publication]:
    from pathlib import Path

    from wholeplace.evidence.publications import publications, read_publication_file, the_publication

    if name is None:
        return list(publications().values())
    return [read_publication_file(Path(name)) if name.endswith(".toml") else the_publication(name)]


def _show(publication: Publication, results: Sequence[Result]) -> None:
    from wholeplace.evidence.reproduce import VERDICTS

    as_of = f"; evidence as of {publication.as_of}" if publication.as_of else ""
    say(f"{publication.title}, {publication.publisher}, {publication.published} [{publication.id}]{as_of}")
    rows = []
    notes = list(dict.fromkeys(r.note for r in results if r.note))
    for result in results:
        mark = f" ({notes.index(result.note) + 1})" if result.note else ""
        verdict = VERDICTS[result.verdict] + mark
        figure = result.figure
        rows.append(
            (figure.what, figure.where, figure.printed.text, result.computed_text, result.difference_text, verdict)
        )
    print_table(("What", "Where", "Published", "Computed", "Difference", "Verdict"), rows, right=(2, 3, 4))
    for number, note in enumerate(notes, 1):
        say(f"({number}) {note}")
    say("")


def _show_summary(chosen: Sequence[Publication], results: Sequence[Result]) -> None:
    from wholeplace.evidence.reproduce import VERDICTS

    def count(publication: Publication | None, verdict: str) -> str:
        found = [r for r in results if publication is None or r.publication is publication]
        return str(sum(r.verdict == verdict for r in found))

    rows = [(p.id, *(count(p, v) for v in VERDICTS)) for p in chosen]
    if len(chosen) > 1:
        rows.append(("all", *(count(None, v) for v in VERDICTS)))
    words = [w[:1].upper() + w[1:] for w in VERDICTS.values()]
    print_table(("Publication", *words), rows, right=tuple(range(1, 1 + len(words))))
