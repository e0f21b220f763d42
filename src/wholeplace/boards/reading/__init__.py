"""Old packs, reports and notes into the model of `boards.model`, by rules, with what was not read."""
