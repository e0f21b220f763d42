"""Settings of the workbench, read from the environment once: defaults suit a developer's machine, never the internet.

The table of all variables is in `docs/index.md`; `docs/deploy.md` shows a whole deployment.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from wholeplace.core.errors import SettingsError
from wholeplace.web.machine_key import kept_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PRODUCTION = "production"
DEVELOPMENT = "development"
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
KEY_LENGTH = 50  # characters; what Django's own check asks for
SHORTEST_PREFIX = 7  # bits of a network of proxies; fc00::/7 is all that is private in IPv6
DATABASES = ("sqlite:///", "postgres://", "postgresql://")
MAIL_SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtps": (465, False, True)}


@dataclass(frozen=True)
class Mail:
    """The server that sends mail."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


@dataclass(frozen=True)
class Config:
    """The environment, read and checked; ask `problems` before serving anyone."""

    env: Mapping[str, str]

    @cached_property
    def mode(self) -> str:
        """`development` or `production`.

        Raises:
            SettingsError: it is neither.
        """
        mode = self._text("WHOLEPLACE_MODE").casefold() or DEVELOPMENT
        if mode not in {DEVELOPMENT, PRODUCTION}:
            raise SettingsError(f"WHOLEPLACE_MODE is '{mode}'; it must be {DEVELOPMENT} or {PRODUCTION}.")
        return mode

    @property
    def production(self) -> bool:
        """Whether strangers may reach it."""
        return self.mode == PRODUCTION

    @cached_property
    def home(self) -> Path:
        """The folder of what people type in: database, uploads, made papers, this machine's secret."""
        given = self.env.get("WHOLEPLACE_HOME")
        return Path(given).absolute() if given else self.store / "workbench"

    @cached_property
    def store(self) -> Path:
        """The folder of releases, as for the commands."""
        from wholeplace.evidence.store import default_folder

        given = self.env.get("WHOLEPLACE_STORE")
        return Path(given).absolute() if given else default_folder()

    @cached_property
    def database_url(self) -> str:
        """Where accounts, replies and jobs are kept.

        Raises:
            SettingsError: it is no address of a database.
        """
        given = self._text("DATABASE_URL") or f"sqlite:///{self.home / 'workbench.sqlite3'}"
        if not given.startswith(DATABASES):
            raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://.")
        _ = _split("DATABASE_URL", given)
        return given

    @cached_property
    def hosts(self) -> list[str]:
        """Names it answers to; on a developer's machine only that machine's own."""
        return self._list("WHOLEPLACE_HOSTS") if self.production else list(LOCAL_HOSTS)

    @cached_property
    def origins(self) -> list[str]:
        """Addresses that people type, like `https://wholeplace.example`; the first is used in letters and links."""
        return [origin.rstrip("/") for origin in self._list("WHOLEPLACE_ORIGINS")]

    @cached_property
    def secret_key(self) -> str:
        """Signs sessions; on a developer's machine one is made and kept beside the database.

        Raises:
            SettingsError: the file that should hold it can't be read.
        """
        given = self._text("WHOLEPLACE_SECRET_KEY")
        if file := self._text("WHOLEPLACE_SECRET_KEY_FILE"):
            try:
                given = Path(file).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(f"WHOLEPLACE_SECRET_KEY_FILE: {file} can't be read ({error}).") from None
        if given or self.production:
            return given
        return kept_key(self.home / "secret.key")

    @cached_property
    def mail(self) -> Mail | None:
        """The server that sends mail; None prints letters instead, which suits only a developer.

        Raises:
            SettingsError: the address is not one of a mail server.
        """
        given = self._text("WHOLEPLACE_MAIL_URL")
        if not given:
            return None
        url = _split("WHOLEPLACE_MAIL_URL", given)
        if url.scheme not in MAIL_SCHEMES or not url.hostname:
            raise SettingsError(
                "WHOLEPLACE_MAIL_URL must be like smtp+tls://user:password@mail.example:587 "
                f"and begin with one of {', '.join(f'{s}://' for s in MAIL_SCHEMES)}."
            )
        port, starttls, tls = MAIL_SCHEMES[url.scheme]
        user, password = unquote(url.username or ""), unquote(url.password or "")
        return Mail(url.hostname, url.port or port, user, password, starttls, tls)

    @cached_property
    def mail_from(self) -> str:
        """Who letters are from."""
        return self._text("WHOLEPLACE_MAIL_FROM") or "Wholeplace <wholeplace@localhost>"

    @property
    def contact(self) -> str:
        """Whom readers write to, shown on pages: an e-mail or web address; empty where none is given."""
        return self._text("WHOLEPLACE_CONTACT")

    @property
    def pages_ahead(self) -> bool:
        """Whether pages are worked out before anyone asks: in production, unless told otherwise."""
        given = self._text("WHOLEPLACE_PAGES_AHEAD").casefold()
        if given not in {"", "on", "off"}:
            raise SettingsError(f"WHOLEPLACE_PAGES_AHEAD is '{given}'; it must be on or off.")
        return given == "on" or (self.production and given != "off")

    @cached_property
    def trusted_proxies(self) -> tuple[Network, ...]:
        """Networks of the proxies whose word about a client's address and HTTPS is believed.

        Raises:
            SettingsError: an address is none.
        """
        try:
            return tuple(ipaddress.ip_network(a) for a in self._list("WHOLEPLACE_TRUSTED_PROXY"))
        except ValueError as error:
            raise SettingsError(
                f"WHOLEPLACE_TRUSTED_PROXY: {error}. Write addresses or networks, like 127.0.0.1 or 10.0.0.0/8."
            ) from None

    def number(self, name: str, default: float) -> float:
        """A variable that is a number above zero.

        Raises:
            SettingsError: it is none.
        """
        text = self._text(name)
        try:
            number = float(text) if text else default
        except ValueError:
            number = 0.0
        if not 0 < number < float("inf"):
            raise SettingsError(f"{name} is '{text}'; it must be a number above zero.")
        return number

    def problems(self) -> list[str]:
        """Why it must not run as it is, each naming its variable; on a developer's machine only what can't be read."""
        try:
            checks = [self._malformed()]
            if self.production:
                checks += [self._unsafe_key(), self._unsafe_names(), self._unsafe_mail(), self._unsafe_proxy()]
            return [problem for check in checks for problem in check]
        except SettingsError as error:  # the mode itself
            return [str(error)]

    def refuse_if_unsafe(self) -> None:
        """Stop here when there are problems.

        Raises:
            SettingsError: with all of them.
        """
        if problems := self.problems():
            raise SettingsError(
                "The workbench does not start with these settings:\n"
                + "\n".join(f"  - {p}" for p in problems)
                + "\nEvery variable is explained in docs/index.md."
            )

    def _text(self, name: str) -> str:
        return self.env.get(name, "").strip()

    def _list(self, name: str) -> list[str]:
        return [part.strip() for part in self.env.get(name, "").split(",") if part.strip()]

    def _malformed(self) -> Iterator[str]:
        _ = self.mode
        for name in ("secret_key", "mail", "trusted_proxies", "pages_ahead", "database_url"):
            try:
                getattr(self, name)
            except SettingsError as error:
                yield str(error)
            except OSError as error:
                yield f"WHOLEPLACE_HOME: {self.home} can't be written ({error.strerror})."

    def _unsafe_key(self) -> Iterator[str]:
        with contextlib.suppress(SettingsError):  # told by _malformed
            if len(self.secret_key) < KEY_LENGTH or len(set(self.secret_key)) < 10:
                yield (
                    "WHOLEPLACE_SECRET_KEY (or the file WHOLEPLACE_SECRET_KEY_FILE) must hold at least "
                    f"{KEY_LENGTH} random characters. Make them with: "
                    "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
                )

    def _unsafe_names(self) -> Iterator[str]:
        if not self.hosts or any("*" in h or h.startswith(".") for h in self.hosts):
            yield "WHOLEPLACE_HOSTS must name the host names the workbench answers to, each whole: no '*'."
        if not self.origins:
            yield "WHOLEPLACE_ORIGINS must give the address people type, like https://wholeplace.example."
        for origin in self.origins:
            host = _host_of(origin)
            if not host:
                yield f"WHOLEPLACE_ORIGINS: '{origin}' must be https:// and a host name, and nothing more."
            elif host not in self.hosts:
                yield f"WHOLEPLACE_ORIGINS: '{host}' is not among WHOLEPLACE_HOSTS."

    def _unsafe_mail(self) -> Iterator[str]:
        with contextlib.suppress(SettingsError):
            if not self.mail:
                yield (
                    "WHOLEPLACE_MAIL_URL must name the mail server for invitations and password resets, like "
                    "smtp+tls://user:password@mail.example:587."
                )
            elif self.mail.password and self.mail.host not in LOOPBACK and not (self.mail.tls or self.mail.starttls):
                yield (
                    "WHOLEPLACE_MAIL_URL would send its password unencrypted to another machine: use smtp+tls:// or "
                    "smtps://."
                )
        if "@" not in (sender := self._text("WHOLEPLACE_MAIL_FROM")) or not sender.isprintable():
            yield "WHOLEPLACE_MAIL_FROM must be the address letters are from, like Wholeplace <mail@council.example>."

    def _unsafe_proxy(self) -> Iterator[str]:
        with contextlib.suppress(SettingsError):
            if not self.trusted_proxies:
                yield (
                    "WHOLEPLACE_TRUSTED_PROXY must name the address of the proxy that speaks HTTPS for the workbench, "
                    "like 127.0.0.1. Without it every reader would be sent to https:// for ever."
                )
            elif any(network.prefixlen < SHORTEST_PREFIX for network in self.trusted_proxies):
                yield "WHOLEPLACE_TRUSTED_PROXY trusts a great part of the internet: name only your proxies."


def _split(name: str, address: str) -> SplitResult:
    try:
        url = urlsplit(address)
        _ = url.port  # raises ValueError where it is no number
    except ValueError:  # its text may hold a part of the password
        raise SettingsError(f"{name} is no address. Signs like # or / in its password are written %23, %2F.") from None
    return url


def _host_of(origin: str) -> str:
    """The host of an address that is https:// and a host, perhaps with a port, and nothing more; otherwise nothing."""
    with contextlib.suppress(SettingsError):
        url = _split("WHOLEPLACE_ORIGINS", origin)
        if origin.casefold() == f"https://{url.hostname}{f':{url.port}' if url.port else ''}":
            return url.hostname or ""
    return ""


def config() -> Config:
    """The configuration of this process."""
    return Config(os.environ)
