"""The evidence as pages see it: one opened snapshot a process, followed when a load changes the store."""
