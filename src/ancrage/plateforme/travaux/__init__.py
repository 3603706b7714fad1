"""Background jobs: queued in the database, with progress, retry and a reaper."""
