"""Pages of help, and the statements a public site owes its readers."""
