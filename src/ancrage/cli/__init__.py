"""The one command, `ancrage …`: French throughout, documented exit codes, errors that mend.

Heavy libraries are imported inside the commands, so that `--help` answers at once.
"""

from ancrage.cli.application import main

__all__ = ["main"]
