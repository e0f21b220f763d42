"""Words as pages set them."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_YEARS = re.compile(r"\b\d{4}-\d{2}\b")


def whole(text: str) -> Markup:
    """The text with financial years that no line break takes apart."""
    kept = _YEARS.sub(r'<span class="wp-whole">\g<0></span>', str(escape(text)))
    return Markup(kept)  # noqa: S704 - escaped above
