"""How much councils of each class spend and receive a head, in pounds: the anchors of the economy.

Plausible round numbers in the neighbourhood of what was published for 2010-11, 2014-15, 2017-18 and
2021-22; between those years they are drawn out straight.
"""

from __future__ import annotations

ANCHORS = (2010, 2014, 2017, 2021)

Series = tuple[float, float, float, float]

# The weight of each service in what is left for it once schools and public health have their grants.
SERVICES: dict[str, dict[str, Series]] = {
    "UA": {
        "trans": (62, 54, 42, 40), "csc": (130, 152, 168, 200), "asc": (245, 258, 274, 305),
        "hous": (45, 32, 25, 25), "cul": (60, 47, 38, 36), "env": (94, 86, 83, 84),
        "plan": (31, 22, 17, 17), "cen": (50, 38, 39, 42), "oth": (1, 1, 1, 1),
    },
    "L": {
        "trans": (41, 40, 25, 20), "csc": (142, 152, 178, 205), "asc": (262, 252, 262, 290),
        "hous": (58, 52, 50, 62), "cul": (53, 41, 38, 36), "env": (89, 77, 74, 76),
        "plan": (26, 20, 17, 17), "cen": (57, 49, 42, 46), "oth": (1, 1, 1, 1),
    },
    "MD": {
        "trans": (38, 31, 26, 24), "csc": (142, 160, 172, 212), "asc": (255, 245, 258, 292),
        "hous": (42, 27, 20, 20), "cul": (64, 49, 40, 38), "env": (68, 62, 64, 66),
        "plan": (45, 19, 17, 17), "cen": (56, 50, 45, 46), "oth": (1, 1, 1, 1),
    },
    "SC": {
        "trans": (57, 55, 52, 51), "csc": (97, 112, 128, 158), "asc": (235, 258, 274, 312),
        "hous": (15, 10, 5, 3), "cul": (21, 18, 14, 13), "env": (43, 47, 48, 49),
        "plan": (7, 7, 6, 6), "cen": (13, 13, 15, 17), "oth": (1, 1, 1, 1),
    },
    "SD": {
        "trans": (6, 1, 1, 1), "hous": (14, 13, 13, 16), "cul": (24, 20, 20, 20),
        "env": (43, 38, 38, 41), "plan": (17, 14, 14, 15), "cen": (33, 31, 33, 36), "oth": (1, 1, 1, 1),
    },
    "P": {"pol": (1, 1, 1, 1)},
    "FRA": {"frs": (30, 30, 30, 30), "cen": (0.7, 0.7, 0.7, 0.7)},
    "NPA": {"cul": (60, 60, 60, 60), "plan": (18, 18, 18, 18), "cen": (8, 8, 8, 8), "env": (1, 1, 1, 1)},
    "GLA": {
        "trans": (140, 130, 120, 120), "pol": (330, 300, 290, 310), "frs": (50, 46, 44, 46),
        "plan": (9, 8, 7, 7), "cen": (9, 8, 8, 8),
    },
}  # fmt: skip

# Paid for by their own grants inside aggregate external finance.
EDUCATION: dict[str, Series] = {
    "UA": (823, 620, 540, 520), "L": (847, 700, 675, 660),
    "MD": (841, 705, 665, 640), "SC": (738, 530, 470, 450),
}  # fmt: skip
SCHOOLS_SHARE = 0.86
PUBLIC_HEALTH: dict[str, Series] = {
    "UA": (0, 50, 60, 63), "L": (0, 64, 75, 78), "MD": (0, 63, 77, 80), "SC": (0, 33, 44, 46),
}  # fmt: skip

# Received: settlement funding (revenue support grant and business rates), other grants inside AEF.
SETTLEMENT: dict[str, Series] = {
    "UA": (367, 388, 292, 272), "L": (455, 490, 367, 350), "MD": (468, 485, 330, 315),
    "SC": (178, 236, 158, 140), "SD": (72, 51, 39, 31), "P": (118, 108, 102, 104),
    "FRA": (20, 19, 16, 15), "NPA": (0, 0, 0, 0), "GLA": (400, 370, 350, 350),
}  # fmt: skip
OTHER_GRANTS: dict[str, Series] = {
    "UA": (78, 60, 62, 95), "L": (92, 85, 85, 120), "MD": (110, 75, 80, 125),
    "SC": (60, 40, 45, 78), "SD": (6, 19, 22, 28), "P": (4, 4, 5, 8),
    "FRA": (1, 1, 1, 2), "NPA": (86, 80, 78, 80), "GLA": (20, 20, 22, 30),
}  # fmt: skip

BAND_D: dict[str, Series] = {
    "UA": (1160, 1175, 1270, 1480), "L": (980, 960, 1040, 1210), "MD": (1150, 1180, 1285, 1500),
    "SC": (1080, 1110, 1205, 1395), "SD": (152, 158, 170, 188), "P": (152, 160, 170, 216),
    "FRA": (62, 66, 70, 78), "NPA": (0, 0, 0, 0), "GLA": (310, 299, 280, 364),
}  # fmt: skip
TAX_BASE: dict[str, Series] = {
    "UA": (0.345, 0.302, 0.313, 0.322), "L": (0.352, 0.315, 0.332, 0.345), "MD": (0.315, 0.263, 0.273, 0.282),
    "SD": (0.379, 0.340, 0.350, 0.358),
}  # fmt: skip

# Paid out and met by subsidy, and the other lines between services and net revenue expenditure.
LINES: dict[str, dict[str, Series]] = {
    "UA": {"hbrent": (233, 261, 227, 150), "hbnonhra": (1, 1, 1, 1), "hbhra": (30, 26, 12, 9),
           "mrp": (27, 30, 22, 18), "interest": (31, 33, 33, 30), "cera": (4, 7, 5, 4),
           "invinc": (-5, -5, -5, -6), "exttrad": (-2, -2, -2, -2), "parish": (4, 4, 5, 6)},
    "L": {"hbrent": (392, 440, 385, 260), "hbnonhra": (33, 33, 36, 30), "hbhra": (120, 125, 112, 80),
          "levywaste": (17, 16, 17, 18), "levylpfa": (2, 1, 1, 1), "mrp": (19, 19, 15, 14),
          "interest": (45, 20, 24, 24), "cera": (6, 18, 16, 12), "invinc": (-7, -6, -6, -7)},
    "MD": {"hbrent": (201, 270, 245, 160), "hbhra": (95, 98, 50, 38), "levyita": (62, 58, 42, 40),
           "mrp": (38, 38, 20, 18), "interest": (52, 48, 38, 36), "cera": (3, 8, 8, 6),
           "invinc": (-7, -8, -11, -12), "parish": (0.5, 0.5, 0.5, 0.5)},
    "SC": {"mrp": (25, 25, 15, 14), "interest": (24, 24, 24, 23), "cera": (8, 11, 5, 5),
           "invinc": (-3, -3, -4, -4), "flood": (0.4, 0.5, 0.6, 0.6)},
    "SD": {"hbrent": (182, 208, 185, 120), "hbhra": (10, 9, 7, 5), "parish": (9, 9, 11, 14),
           "mrp": (1.5, 1.9, 2.3, 4), "interest": (1.1, 1.2, 1.6, 3), "cera": (1, 3, 3, 3),
           "invinc": (-3, -2, -3, -5)},
    "P": {"mrp": (0.8, 0.8, 0.7, 0.9), "interest": (0.7, 0.7, 0.7, 0.7), "invinc": (-0.2, -0.2, -0.1, -0.1)},
    "FRA": {"mrp": (0.8, 1, 0.8, 0.7), "interest": (0.6, 0.5, 0.5, 0.4), "cera": (0.3, 0.6, 1, 1)},
    "NPA": {},
    "GLA": {"mrp": (12, 12, 12, 12), "interest": (30, 34, 36, 38), "invinc": (-4, -4, -5, -5)},
}  # fmt: skip
COUNCIL_TAX_BENEFIT: dict[str, float] = {"UA": 71, "L": 84, "MD": 86, "SD": 60}
OTHER_OUTSIDE: dict[str, Series] = {
    "UA": (120, 105, 95, 85), "L": (150, 120, 100, 90), "MD": (95, 60, 55, 50), "SC": (60, 25, 11, 10),
    "SD": (35, 40, 40, 36), "P": (0, 0, 0, 0), "FRA": (0, 0, 0, 0), "NPA": (0, 0, 0, 0), "GLA": (0, 0, 0, 0),
}  # fmt: skip

# Reserves at the start, as a share of net revenue expenditure: earmarked, unallocated.
RESERVES: dict[str, tuple[float, float]] = {
    "UA": (0.14, 0.055), "L": (0.22, 0.06), "MD": (0.17, 0.045), "SC": (0.16, 0.035), "SD": (0.30, 0.17),
    "P": (0.11, 0.035), "FRA": (0.08, 0.085), "NPA": (1.5, 0.4), "GLA": (0.3, 0.05),
}  # fmt: skip
# What the sector as a whole plans to put into reserves (+) or take out (-), as a share of NRE, by year.
PLANNED: dict[int, float] = {
    2010: 0.012, 2011: 0.030, 2012: 0.030, 2013: 0.022, 2014: 0.014, 2015: 0.002,
    2016: -0.010, 2017: -0.006, 2018: -0.003, 2019: 0.006, 2020: 0.085, 2021: -0.015,
}  # fmt: skip


def at(series: Series, year: int) -> float:
    """The value of a series in a year, straight between its anchors and flat outside them."""
    for (start, low), (end, high) in zip(
        zip(ANCHORS, series, strict=True), zip(ANCHORS[1:], series[1:], strict=False), strict=False
    ):
        if start <= year <= end:
            return low + (high - low) * (year - start) / (end - start)
    return series[0] if year < ANCHORS[0] else series[-1]
