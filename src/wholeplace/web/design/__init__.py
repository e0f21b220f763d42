"""How the workbench looks: templates, styles, tokens, and the blocks that papers and pages share."""
