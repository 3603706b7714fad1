"""The little that all apps of the platform share."""
