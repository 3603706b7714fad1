"""The door to the engine: profiles, deposits, requests, release calendar."""
