"""Boards: who sits on them, when they meet, what they read, what they decide, and who acts."""
