"""Wholeplace: the open workbench for sector-led improvement in local government."""

__version__ = "0.1.0"
