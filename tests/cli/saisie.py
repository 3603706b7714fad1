"""A command as typed, in the process of the test."""

import pytest

from ancrage.cli import application


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Type a command; return its exit code."""
    monkeypatch.setattr("sys.argv", ["ancrage", *words])
    with pytest.raises(SystemExit) as end:
        application.main()
    return int(end.value.code or 0)
