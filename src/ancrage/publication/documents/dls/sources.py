"""The sources that the profile of a DLS cites, numbered."""

from dataclasses import replace

from ancrage.publication.documents.blocs import EntreeSource, FichierSource
from ancrage.publication.documents.dls.contexte import Contexte


def cited_sources(contexte: Contexte) -> tuple[EntreeSource, ...]:
    """Return the sources of the profile, each edition once, with all its files."""
    entries: dict[tuple[str, str], EntreeSource] = {}
    for valeur in contexte.profil.indicateurs:
        source = valeur.source
        if source is None or valeur.periode is None:
            continue
        key = (source.code, source.millesime)
        known = entries[key].fichiers if key in entries else ()
        files = {f.nom: f for f in known} | {
            f.nom: FichierSource(f.nom, f.sha256) for f in source.fichiers
        }
        entries[key] = EntreeSource(
            source.code,
            source.producteur,
            source.titre,
            source.licence,
            source.millesime,
            tuple(files[name] for name in sorted(files)),
        )
    return tuple(
        replace(entries[key], numero=rank) for rank, key in enumerate(sorted(entries), start=1)
    )
