"""The app's name for Django, and what is logged."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the app."""

    name = "wholeplace.web.accounts"
    label = "accounts"
    verbose_name = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Log changes of people, roles and portfolios, and what happens at the door."""
        from wholeplace.web.accounts import door
        from wholeplace.web.accounts.audit import register_for_audit
        from wholeplace.web.accounts.models import Grant, PortfolioPlace, User
        from wholeplace.web.accounts.told import told
        from wholeplace.web.design import context

        for model in (User, Grant, PortfolioPlace):
            register_for_audit(model)
        door.watch()
        context.provide(told)
