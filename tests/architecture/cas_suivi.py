"""The addresses of one's follow-up: the link that stops the e-mails of a person."""

from typing import Any

from ancrage.plateforme.notifications.desabonnement import SIGNATURE
from tests.architecture.cas_droits import Monde, cas


@cas("compte:desabonnement")
def desabonnement(monde: Monde) -> dict[str, Any]:
    return {"jeton": SIGNATURE.sign(str(monde.personne.identifiant))}
