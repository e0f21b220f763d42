"""Make invented people to sign in as in a demonstration, and print how."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wholeplace.core.errors import SettingsError
from wholeplace.web.accounts.sample_people import make_sample_people


class Command(BaseCommand):
    """Makes them."""

    help = "Make one invented person of each role, for a demonstration; never in production."

    def add_arguments(self, parser: CommandParser) -> None:
        """The password that all of them get."""
        parser.add_argument("--password", default="", help="the password for all of them; made up if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and print."""
        del args
        try:
            made, password = make_sample_people(options["password"])
        except SettingsError as error:
            raise CommandError(str(error)) from None
        for person in made:
            self.stdout.write(f"{person.email:34} {person.words}")
        self.stdout.write(f"Password of all: {password}")
