"""Funding-gap scenarios: what services would cost, what would come in, and what is missing between the two."""
