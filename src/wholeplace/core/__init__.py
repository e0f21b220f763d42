"""Ids, periods, money, errors, progress: what every other room stands on and nothing here stands on them."""
