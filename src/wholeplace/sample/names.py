"""Names of an invented country: composed from elements, and checked by a test against every real council."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

COUNTRY = "Brannoway"
CAPITAL = "Castermere"
MARK = "wholeplace-invented-sector"
SENTENCE = "Invented sector: no real council"

_BEGINNINGS = (
    "Arrel", "Bramwen", "Cavel", "Cormer", "Dernic", "Eldra", "Farrack", "Garrin", "Hallo", "Istar",
    "Jessa", "Kesk", "Lorna", "Mardle", "Norring", "Orrin", "Pellan", "Quarn", "Ravel", "Sorrel",
    "Tarrow", "Umbel", "Velm", "Wendle", "Yarrel", "Zeal", "Ashten", "Berrow", "Corvel", "Dunsel",
    "Elver", "Fenwith", "Gorsel", "Hesper", "Ingle", "Jorvan", "Kelder", "Lathern", "Merrin", "Nethel",
    "Oswen", "Pendar", "Rushel", "Stavel", "Thornel", "Ulver", "Vantle", "Withen", "Yeldar", "Brackle",
    "Copsel", "Drayven", "Emberl", "Foxen", "Glaven", "Hurstel",
)  # fmt: skip
_ENDINGS = (
    "bourne", "bridge", "brook", "by", "combe", "cote", "croft", "dale", "den", "ditch",
    "don", "field", "firth", "ford", "gate", "grove", "ham", "hithe", "holt", "hurst",
    "keld", "landing", "leigh", "mere", "mont", "moor", "mouth", "ness", "port", "ridge",
    "shaw", "stead", "stoke", "stow", "thorpe", "thwaite", "ton", "wade", "wath", "well",
    "wick", "with", "wold", "worth",
)  # fmt: skip


@dataclass(frozen=True)
class Region:
    """One of nine invented regions; `short` is the two-letter code that the published files use."""

    short: str
    gss: str
    name: str
    colour: str
    q: int
    r: int


# The two-letter codes are the published ones, so that a reader that knows them is exercised; the names
# and the nine-character codes are invented. q and r place the region's heart on the tile map.
REGIONS = (
    Region("NE", "X12000001", "North Fells", "#1D70B8", 14, 52),
    Region("NW", "X12000002", "Western Strand", "#00703C", 4, 44),
    Region("YH", "X12000003", "Ridings of the Wend", "#D4351C", 17, 42),
    Region("EM", "X12000004", "Middle Marches", "#F47738", 20, 30),
    Region("WM", "X12000005", "Western Marches", "#4C2C92", 8, 30),
    Region("EE", "X12000006", "Eastern Fens", "#28A197", 30, 24),
    Region("L", "X12000007", "Castermere", "#505A5F", 24, 15),
    Region("SE", "X12000008", "Southern Downs", "#912B88", 24, 4),
    Region("SW", "X12000009", "Far Combes", "#B58840", 6, 8),
)
CAPITAL_REGION = 6


def all_place_names() -> list[str]:
    """Every base name that can ever be used, in a fixed order."""
    return [beginning + ending for ending in _ENDINGS for beginning in _BEGINNINGS]


def shuffled_place_names(rng: np.random.Generator) -> list[str]:
    """The same names in an order that the seed decides."""
    names = all_place_names()
    return [names[i] for i in rng.permutation(len(names))]


def register_codes(count: int) -> list[str]:
    """Three-letter register codes Zxx, then Xxx and Qxx, which no real council has.

    ZET is left out because it is Shetland's.
    """
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = [f"{first}{second}{third}" for first in "ZXQ" for second in letters for third in letters]
    codes.remove("ZET")
    if count > len(codes):
        raise ValueError(f"{count} register codes asked for; there are {len(codes)}. Ask for a smaller sector.")
    return codes[:count]
