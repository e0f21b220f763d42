"""Every page that anybody may open: found well by axe at a desk and on a telephone, and whole without scripts."""

from __future__ import annotations

import cases
import pytest
from browsing import DESK, PHONE, look, shape


def test_every_address_of_a_page_is_looked_at_or_says_why_not():
    from test_permission_matrix import TABLE

    looked_at = {case.name for case in (*cases.PUBLIC, *cases.SIGNING_IN, *cases.PEOPLE)} - {""}
    assert sorted(looked_at & cases.NO_PAGE.keys()) == [], "looked at, and listed as no page"
    assert sorted(TABLE.keys() - looked_at - cases.NO_PAGE.keys()) == [], "neither looked at nor listed"
    assert sorted((looked_at | cases.NO_PAGE.keys()) - TABLE.keys()) == [], "names that there are not"


@pytest.mark.parametrize("case", cases.PUBLIC, ids=str)
def test_a_page_for_everyone_is_as_it_should_be(case, site, visitor):
    path = case.path.format(**site.things)
    reader = visitor(DESK)
    reader.go(path, case.status)
    assert reader.page.url == site.address + path, "the page asked for, and no other"
    look(reader)
    plain = visitor(PHONE, scripts=False)
    page = plain.go(path, case.status)
    assert not shape(page)
    assert page.get_by_role("heading", level=1).is_visible()
