"""Charts as SVG: inside a page, and as a file of its own.

    inline_svg(chart, name="reserves")            an element for a page, in the page's own type
    inline_svg(chart, style.NARROW_CHART_WIDTH, name="reserves-narrow", links=lambda key: f"/places/{key}/")
    svg_file(chart)                               a document that stands alone

A drawing of a chart takes well under a millisecond a hundred marks, and needs no other library. An inline chart is one
picture with a title and a description; where its marks are links it is a group of links, each named by what it shows,
and its words are hidden from readers of screens, who have the table. All looks are presentation attributes: a strict
Content-Security-Policy allows them, and the page's style sheet may change them.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from wholeplace.papers import style
from wholeplace.papers.draw import draw
from wholeplace.papers.drawing import DIAMOND, DOT, SHAPE, TEXT, wrap
from wholeplace.papers.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wholeplace.papers.charts import Chart
    from wholeplace.papers.drawing import Drawing, Look, Mark, Point

    Links = Callable[[str], str]

_ANCHORS = {"right": "end", "middle": "middle"}
_SAFE = re.compile(r"(?:https?://|[/?#])[^\s\"<>\\^`{|}]*")
_FOOT_GAP, _FOOT_LINE, _FOOT_LINES = 6.0, 10.0, 4
_FAMILY = f"'{style.SANS}', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


def inline_svg(
    chart: Chart,
    width: float = style.CHART_WIDTH,
    *,
    name: str,
    links: Links | None = None,
    tab_stops: bool = False,
) -> str:
    """The chart as an element for a page: `role="img"`, titled and described; ids start with `name`.

    `links` gives the address for the key of a mark (a place's id), or nothing. Linked marks can be pressed; the
    Tab key passes them by unless `tab_stops`, since there may be hundreds and the table has the same links.
    """
    return drawing_svg(draw(chart, width), chart.title, chart.alt, name=name, links=links, tab_stops=tab_stops)


def drawing_svg(
    drawing: Drawing, title: str, description: str, *,
    name: str, links: Links | None = None, tab_stops: bool = False,
) -> str:  # fmt: skip
    """A drawing as an element for a page; see `inline_svg`."""
    prefix = re.sub(r"[^A-Za-z0-9_-]", "-", name)
    body = "".join(_layer(look, marks, links, tab_stops) for look, marks in drawing.layers())
    role = "group" if links else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="{role}" direction="ltr" '
        f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" '
        f'aria-labelledby="{prefix}-t" aria-describedby="{prefix}-d">'
        f'<title id="{prefix}-t">{_words(title)}</title><desc id="{prefix}-d">{_words(description)}</desc>{body}</svg>'
    )


def svg_file(chart: Chart, width: float = style.CHART_WIDTH, foot: Sequence[str] = ()) -> str:
    """The chart as an SVG document on white that names its own type, with a stack to fall back on.

    `foot` are sentences to stand under it, for a picture that leaves the page which says where it comes from.
    """
    drawing = draw(chart, width)
    drawing.height += _FOOT_GAP if foot else 0
    for sentence in foot:
        for line in wrap(clean(sentence), width, style.CHART_SMALL, _FOOT_LINES):
            drawing.height += _FOOT_LINE
            drawing.label((0, drawing.height - 3), line, color=style.MUTED, size=style.CHART_SMALL)
    return drawing_file(drawing, chart.title, chart.alt)


def drawing_file(drawing: Drawing, title: str, description: str) -> str:
    """A drawing as an SVG document; see `svg_file`."""
    body = "".join(_layer(look, [mark._replace(hint="") for mark in marks], None) for look, marks in drawing.layers())
    width, height = _n(drawing.width), _n(drawing.height)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" direction="ltr" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{_FAMILY}" aria-labelledby="t" aria-describedby="d">'
        f'<title id="t">{_words(title)}</title><desc id="d">{_words(description)}</desc>'
        f'<path d="M0 0H{width}V{height}H0Z" fill="{style.PAPER}"/>{body}</svg>\n'
    )


def _n(value: float) -> str:
    """A coordinate to two decimals, without what stands for nothing."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _words(text: str) -> str:
    return escape(clean(text), quote=False)


def _path(points: Sequence[Point], *, close: bool = False) -> str:
    drawn = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    return f"M{drawn}Z" if close else f"M{drawn}"


def _rings(mark: Mark) -> str:
    return "".join(_path(ring, close=True) for ring in mark.rings)


def _layer(look: Look, marks: Sequence[Mark], links: Links | None, tab_stops: bool = False) -> str:
    """Marks that look alike in one group that says how; those that nobody can point at in one path."""
    if look.kind == TEXT:
        hidden = ' aria-hidden="true"' if links else ""
        return f"<g{_text_look(look)}{hidden}>{''.join(map(_text, marks))}</g>"
    if look.kind in {DOT, DIAMOND}:
        return f"<g{_fill_look(look)}>{''.join(_marked(m, _dot(look, m), links, tab_stops) for m in marks)}</g>"
    if look.kind != SHAPE:
        return f'<path{_stroke_look(look)} d="{"".join(_path(mark.points) for mark in marks)}"/>'
    return f"<g{_fill_look(look)}>{''.join(_shapes(marks, links, tab_stops))}</g>"


def _shapes(marks: Sequence[Mark], links: Links | None, tab_stops: bool) -> Iterator[str]:
    plain = "".join(_rings(mark) for mark in marks if not mark.hint)
    if plain:
        yield f'<path d="{plain}"/>'
    for mark in marks:
        if mark.hint:
            yield _marked(mark, f'<path d="{_rings(mark)}"', links, tab_stops)


def _dot(look: Look, mark: Mark) -> str:
    x, y = mark.points[0]
    if look.kind == DOT:
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(mark.size)}"'
    half = mark.size * 0.886  # as wide as a dot of that size looks
    return f'<path d="{_path([(x - half, y), (x, y - half), (x + half, y), (x, y + half)], close=True)}"'


def _marked(mark: Mark, opened: str, links: Links | None, tab_stops: bool) -> str:
    """A mark with what is said of it, as a link where it has an address."""
    hint = _words(mark.hint)
    href = links(mark.key) if links and mark.key else ""
    shown = f"{opened}><title>{hint}</title></{opened[1:].split(' ', 1)[0]}>" if hint else f"{opened}/>"
    if not href or not _SAFE.fullmatch(href):
        return shown
    named = f' aria-label="{escape(clean(mark.hint))}"' if hint else ""
    tab = "" if tab_stops else ' tabindex="-1"'
    return f'<a href="{escape(href)}"{named}{tab}>{shown}</a>'


def _text(mark: Mark) -> str:
    x, y = mark.points[0]
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(mark.size)}">{_words(mark.text)}</text>'


def _text_look(look: Look) -> str:
    weight = ' font-weight="600"' if look.bold else ""
    anchor = f' text-anchor="{_ANCHORS[look.align]}"' if look.align in _ANCHORS else ""
    halo = f' stroke="{look.edge}" stroke-width="2.4" stroke-linejoin="round" paint-order="stroke"' if look.edge else ""
    return f' fill="{look.color}"{weight}{anchor}{halo}'


def _fill_look(look: Look) -> str:
    opacity = f' fill-opacity="{_n(look.opacity)}"' if look.opacity != 1 else ""
    rim = f' stroke="{look.edge}" stroke-width="{_n(look.thickness)}"' if look.edge else ""
    return f' fill="{look.color or "none"}"{opacity}{rim}'


def _stroke_look(look: Look) -> str:
    ends = ' stroke-dasharray="3 2"' if look.dashed else ' stroke-linejoin="round"'
    return f' fill="none" stroke="{look.color}" stroke-width="{_n(look.thickness)}"{ends}'
