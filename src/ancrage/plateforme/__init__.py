"""The Django application where all the actors of a contract meet on the same figures."""
