"""Settings by use: base, dev, test, production."""
