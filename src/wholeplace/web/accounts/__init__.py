"""Who may do what: people, their roles, what they may see."""
