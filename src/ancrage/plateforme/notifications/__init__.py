"""What each person is told: rows written by the apps, sent by e-mail."""
