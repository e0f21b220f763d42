"""Funding-gap scenarios in the browser: the address is the scenario."""
