"""Nobody is shown a link that is closed to them."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "place"),
    [("", ""), ("councillor", "ZAB"), ("officer", "ZAB"), ("adviser", ""), ("clerk", ""), ("data-manager", ""),
     ("administrator", "")],
)  # fmt: skip
def test_every_link_under_ones_name_opens(signed_in, sector, role, place):
    from wholeplace.web.design.navigation import account_links

    client = signed_in(role, place)
    links = account_links(client.person, "/")
    assert {"Your account", "Sign out"} <= {link.text for link in links}
    assert {link.text: client.get(link.address).status_code for link in links} == {link.text: 200 for link in links}
