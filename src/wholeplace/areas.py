"""The areas Wholeplace covers: the one place that knows them all. Adding an area is one folder and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from wholeplace.papers.section import BriefContext, Section


def sections(*, restricted: bool = False) -> tuple[Callable[[BriefContext], Section], ...]:
    """What each area says in a brief, in the order they are read.

    `restricted` adds what is not for everybody by default: scores of early warning.
    """
    from wholeplace.finance.gap_section import section as gap
    from wholeplace.finance.section import section as finance
    from wholeplace.finance.warning_section import section as warning

    return (finance, gap, warning) if restricted else (finance, gap)
