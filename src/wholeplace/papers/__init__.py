"""Figures, tables and charts as accessible PDF, HTML, Word, Excel and JSON from one model."""
