"""Early warning put to the test: scores as they stood at past origins against what became of the councils."""
