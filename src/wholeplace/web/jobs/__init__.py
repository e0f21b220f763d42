"""Long work: queued, followed, cancelled, taken up again."""
