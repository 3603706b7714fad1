"""Refusals of the domain: what happened, what is kept, what to do, in French."""

from dataclasses import dataclass, field


@dataclass
class ActeRefuse(Exception):
    """An act that a rule of the domain refuses; shown as it is to the person who tried.

    `champ` names the form field at fault, when one is.
    """

    message: str
    remede: str = ""
    champ: str | None = None

    def __str__(self) -> str:
        """Return the refusal and its remedy in one text."""
        return f"{self.message} {self.remede}".strip()


@dataclass
class EditionConcurrente(ActeRefuse):
    """Someone else saved the object since the form was opened; nothing was overwritten.

    `actuel` holds the values now stored, by field name, for the choice of what to keep.
    """

    actuel: dict[str, object] = field(default_factory=dict)
