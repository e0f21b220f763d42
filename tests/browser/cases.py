"""Every page, the role that opens it, and why an address has no page to look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import wholeplace.web.help

ADVISER, OFFICER, MANAGER, ADMINISTRATOR = "adviser", "officer", "data-manager", "administrator"
COMPARED = "m=reserves-years-left&m=interest-burden&p={own}&p={other}&g=class:county"


@dataclass(frozen=True)
class Case:
    """A page: the name of its address, its path (with things by name), who opens it and what it answers."""

    name: str
    path: str
    role: str = ""
    status: int = 200
    session: str = ""

    def __str__(self) -> str:
        return f"{self.role or 'public'} {self.path}" + (f" {self.status}" if self.status != 200 else "")


HELP = sorted(path.stem for path in (Path(wholeplace.web.help.__file__).parent / "texts").glob("*.md"))

PUBLIC = [
    Case("home:home", "/"),
    Case("home:home", "/?measure=interest-burden&sort=-value"),
    Case("places:index", "/places/"),
    Case("places:index", "/places/?name=zzzzzz"),
    Case("places:place", "/places/{own}/"),
    Case("places:place", "/places/{gone}/"),
    Case("places:place", "/places/XXXX/", status=404),
    Case("measures:index", "/measures/"),
    Case("measures:measure", "/measures/{measure}/"),
    Case("measures:measure", "/measures/{measure}/?name=zzzzzz"),
    Case("measures:measure", "/measures/no-such-measure/", status=404),
    Case("measures:figure", "{figure}"),
    Case("measures:figure", "{no_figure}"),
    Case("measures:figure", "/figures/{commented}/"),
    Case("measures:figure", "/figures/{measure}/{own}/1850-51/", status=404),
    Case("replies:history", "/replies/{commented}/history/"),
    Case("replies:history", "/replies/{measure}/{own}/{period}/history/"),
    Case("compare:compare", "/compare/"),
    Case("compare:compare", f"/compare/?{COMPARED}"),
    Case("compare:compare", f"/compare/?{COMPARED}&view=trends"),
    Case("compare:compare", f"/compare/?{COMPARED}&view=scatter"),
    Case("compare:compare", "/compare/?p=nowhere-at-all", status=422),
    Case("scenarios:index", "/scenarios/"),
    Case("scenarios:index", "/scenarios/?of=nowhere-at-all", status=422),
    Case("scenarios:scenario", "/scenarios/{own}/"),
    Case("scenarios:scenario", "/scenarios/{own}/?care_costs=6&years=5"),
    Case("scenarios:scenario", "/scenarios/{own}/?prices=lots&policy=fixed", status=422),
    Case("scenarios:scenario", "/scenarios/class:county/"),
    Case("scenarios:scenario", "/scenarios/nowhere-at-all/", status=404),
    Case("search:search", "/search/"),
    Case("search:search", "/search/?q=reserves"),
    Case("search:search", "/search/?q=zzzzzzzz"),
    Case("data:index", "/data/"),
    Case("data:release", "/data/releases/{release}/"),
    Case("data:release", "/data/releases/{before}/"),
    Case("data:revisions", "/data/releases/{release}/revised-from/{before}/"),
    Case("help:index", "/help/"),
    *(Case("help:page", f"/help/{slug}/") for slug in HELP),
    Case("design:design", "/design/"),
    Case("api:about", "/api/"),
    Case("", "/no-such-page/", status=404),
    Case("", "/places/%00/", status=404),
]
SIGNING_IN = [
    Case("account_login", "/account/login/"),
    Case("account_signup", "/account/signup/"),
    Case("account_inactive", "/account/inactive/"),
    Case("account_reset_password", "/account/password/reset/"),
    Case("account_reset_password_done", "/account/password/reset/done/"),
    Case("account_reset_password_from_key", "/account/password/reset/key/{reset_key}/"),
    Case("account_reset_password_from_key", "/account/password/reset/key/1-no-such-key/"),
    Case("account_reset_password_from_key_done", "/account/password/reset/key/done/"),
    Case("accounts:invitation", "/account/invitation/no-such-token/", status=404),
    Case("socialaccount_login_cancelled", "/account/3rdparty/login/cancelled/"),
    Case("socialaccount_login_error", "/account/3rdparty/login/error/", status=401),
    Case("account_set_password", "/account/password/set/", session="no_password"),
]
PEOPLE = [
    Case("home:home", "/", ADVISER),
    Case("home:portfolio", "/portfolio/", ADVISER),
    Case("compare:compare", "/compare/", ADVISER),
    Case("accounts:me", "/account/", ADVISER),
    Case("account_logout", "/account/logout/", ADVISER),
    Case("account_change_password", "/account/password/change/", ADVISER),
    Case("account_reauthenticate", "/account/reauthenticate/", ADVISER),
    Case("usersessions_list", "/account/sessions/", ADVISER),
    Case("mfa_index", "/account/2fa/", ADVISER),
    Case("", "/people/", ADVISER, status=403),
    Case("watchlist:index", "/watchlist/", ADVISER),
    Case("watchlist:index", "/watchlist/?band=flagged&sort=-review&as_of=2019-12-31", ADVISER),
    Case("watchlist:index", "/watchlist/?as_of=2199-01-01", ADVISER, status=422),
    Case("watchlist:council", "/watchlist/{other}/", ADVISER),
    Case("watchlist:council", "/watchlist/{looked_after}/", ADVISER),
    Case("watchlist:council", "/watchlist/{looked_after}/?correct={triage}", ADVISER),
    Case("places:place", "/places/{looked_after}/", ADVISER),
    Case("watchlist:council", "/watchlist/{own}/", OFFICER),
    Case("watchlist:council", "/watchlist/{other}/", OFFICER, status=403),
    Case("accounts:invitation", "/account/invitation/no-such-token/", ADVISER),
    Case("home:home", "/", OFFICER),
    Case("measures:figure", "{figure}", OFFICER),
    Case("replies:mine", "/replies/", OFFICER),
    Case("replies:write", "/replies/{measure}/{own}/{period}/", OFFICER),
    Case("replies:write", "/replies/{commented}/", OFFICER),
    Case("replies:history", "/replies/{commented}/history/", OFFICER),
    Case("replies:withdraw", "/replies/{commented}/withdraw/", OFFICER),
    Case("data:index", "/data/", MANAGER),
    Case("data:upload", "/data/upload/", MANAGER),
    Case("jobs:index", "/jobs/", MANAGER),
    Case("jobs:index", "/jobs/?state=cancelled", MANAGER),
    Case("jobs:index", "/jobs/", ADVISER),
    *(
        Case("jobs:job", f"/jobs/{{job_{state}}}/", MANAGER)
        for state in ("queued", "running", "done", "failed", "cancelled", "interrupted")
    ),
    Case("replies:mine", "/replies/", ADMINISTRATOR),
    Case("replies:hide", "/replies/{reply}/hide/", ADMINISTRATOR),
    Case("accounts:index", "/people/", ADMINISTRATOR),
    Case("accounts:invite", "/people/invite/", ADMINISTRATOR),
    Case("accounts:audit", "/people/audit/", ADMINISTRATOR),
    Case("accounts:audit", "/people/audit/?person=zzzzzz", ADMINISTRATOR),
    Case("accounts:person", "/people/{subject}/", ADMINISTRATOR),
    Case("accounts:details", "/people/{subject}/details/", ADMINISTRATOR),
    Case("accounts:end", "/people/{subject}/roles/{grant}/end/", ADMINISTRATOR),
    Case("accounts:act", "/people/{subject}/deactivate/", ADMINISTRATOR),
]

FILE, JSON, SENT, ABSENT = "a file", "for a program", "only sent to", "is not there"
IN_A_STORY = "looked at in test_browser_newcomer.py, since it needs a second step that is set up"
NO_PAGE = {
    "home:robots": FILE, "home:portfolio_csv": FILE, "measures:download": FILE, "compare:download": FILE,
    "scenarios:download": FILE,
    "replies:export": FILE, "watchlist:export": FILE,
    "data:feed": FILE,
    "places:brief": FILE, "data:set-aside": FILE, "data:revisions-csv": FILE, "jobs:result": FILE,
    "accounts:audit_csv": FILE, "mfa_download_recovery_codes": FILE,
    "places:find": "leads on to a place or to the list",
    "search:suggest": JSON, "operations:live": JSON, "operations:ready": JSON, "api:places": JSON, "api:place": JSON,
    "api:measures": JSON, "api:measure": JSON, "api:figures": JSON, "api:figure": JSON, "api:releases": JSON,
    "api:release": JSON, "api:openapi": JSON,
    "jobs:progress": "a part of the page of a job",
    "replies:show": SENT, "data:load-checked": SENT, "jobs:cancel": SENT, "jobs:resume": SENT, "accounts:give": SENT,
    "accounts:portfolio": SENT,
    "mfa_authenticate": IN_A_STORY, "mfa_activate_totp": IN_A_STORY, "mfa_deactivate_totp": IN_A_STORY,
    "mfa_reauthenticate": IN_A_STORY,
    "mfa_view_recovery_codes": IN_A_STORY, "mfa_generate_recovery_codes": IN_A_STORY,
    "openid_connect_login": ABSENT, "openid_connect_callback": ABSENT, "account_email": ABSENT,
    "account_email_verification_sent": ABSENT, "account_confirm_email": ABSENT, "account_confirm_login_code": ABSENT,
    "socialaccount_signup": ABSENT, "socialaccount_connections": ABSENT,
}  # fmt: skip
