"""An invented national sector, written in the layouts of the published files.

`create` is the way in. Nothing here is about a real council: names, codes and amounts are made up.
"""

from __future__ import annotations

from wholeplace.sample.create import create
from wholeplace.sample.names import COUNTRY, MARK, SENTENCE

__all__ = ["COUNTRY", "MARK", "SENTENCE", "create"]
