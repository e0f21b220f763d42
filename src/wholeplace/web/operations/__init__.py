"""Running the workbench: serve, worker, check, backup, health."""
