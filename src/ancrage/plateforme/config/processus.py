"""Entry point of each web process of `ancrage serve`: the site, warm before its first visitor.

A cold process reads the store, the geography, the search and the templates: three seconds, that
every thread would spend at once when the first visitors come together.
"""

import gc
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import RequestFactory

from ancrage.plateforme.config.wsgi import application
from ancrage.plateforme.observations.profils import read_repartitions, regional_territoires

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def addresses() -> list[str]:
    """Return public pages that together read all that a process keeps."""
    first, other = regional_territoires(settings.REGION)[:2]
    area = f"/territoires/{first.code}/"
    return [
        "/",
        "/territoires/?q=centre",
        area,
        f"{area}etat-de-sante/",
        f"{area}profil.csv",
        "/indicateurs/?q=age",
        "/indicateurs/S05/",
        f"/comparer/?a={first.code}&b={other.code}",
        f"/api/v1{area[:-1]}",
    ]


def warm(site: Application) -> None:
    """Open each page once; a page that fails says so in the log, as for a visitor."""
    base = urlsplit(settings.BASE_URL)
    factory = RequestFactory(SERVER_NAME=base.hostname, SERVER_PORT=str(base.port or 80))
    for address in addresses():
        environ = factory.get(address, secure=base.scheme == "https").environ
        answer = site(environ, lambda _status, _headers, _error=None: None)
        close = getattr(answer, "close", None)
        if close is not None:
            close()


read_repartitions()
warm(application)
# What was read stays for ever: looking through it for garbage would stop a page for 0.2 s.
gc.collect()
gc.freeze()
