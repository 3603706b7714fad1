"""The document of a contract: visas, preamble, nine articles, signatures, programme, annexes."""

from collections import defaultdict

from ancrage.publication.documents.blocs import (
    Bloc,
    CadreSignature,
    CadresSignature,
    Cellule,
    Couverture,
    Document,
    Section,
    Tableau,
    texte,
)
from ancrage.publication.documents.contrat.fiches import annexe_indicateurs, programme
from ancrage.publication.documents.contrat.modeles import (
    AvenantDit,
    FinancementDit,
    MatiereContrat,
    PartieEcrite,
    SignataireDit,
)
from ancrage.publication.documents.contrat.textes import blocs_of
from ancrage.publication.documents.relecture import proofread
from ancrage.publication.typographie import nombre, ordinal

TITRE = "Contrat local de santé"


def build_contrat(matiere: MatiereContrat) -> Document:
    """Return the whole document of a contract."""
    told = "version publique, sans donnée privée" if matiere.publique else ""
    edition = f"{ordinal(matiere.generation, feminin=True)} génération"
    return proofread(
        Document(
            titre=f"{TITRE}, texte consolidé" if matiere.avenants else TITRE,
            sous_titre=edition[:1].upper() + edition[1:],
            territoire=matiere.nom,
            edition=edition,
            version=str(matiere.version),
            date=matiere.jour,
            auteur=matiere.auteur,
            etat="valide" if matiere.fige else "brouillon",
            sections=tuple(_sections(matiere)),
            couverture=Couverture(mention=" · ".join(filter(None, (matiere.mention, told)))),
            mention=matiere.mention or told,
            description=f"{TITRE}, {matiere.territoire}",
        )
    )


def _sections(matiere: MatiereContrat) -> list[Section]:
    parts = {one.cle: one for one in matiere.parties}
    articles = [one for one in matiere.parties if one.cle.startswith("article-")]
    sections = [visas(matiere.visas)]
    sections += [
        Section(parts[cle].titre, 1, blocs_of(parts[cle].texte), nouvelle_page=True, souple=True)
        for cle in ("preambule", "preparation")
        if cle in parts and parts[cle].texte
    ]
    sections.append(Section("Les articles du contrat", 1, (), nouvelle_page=True))
    sections += [_article(one) for one in articles]
    sections += [_avenants(matiere.avenants)] if matiere.avenants else []
    sections.append(signatures(matiere.signataires, matiere.publique))
    sections += programme(matiere)
    return [*sections, *_annexes(matiere)]


def visas(lines: tuple[str, ...]) -> Section:
    """Return the legal texts and acts that the document cites, one a line."""
    said: tuple[Bloc, ...] = tuple(texte(one) for one in lines)
    return Section("Visas", 1, said or (texte("Aucun visa à cette date."),))


def _article(part: PartieEcrite) -> Section:
    rank = part.cle.rpartition("-")[2]
    notes = (texte(part.note, "note"),) if part.note else ()
    return Section(part.titre, 2, (*notes, *blocs_of(part.texte)), numero=f"Article {rank}.")


def _avenants(found: tuple[AvenantDit, ...]) -> Section:
    """Return the amendments that a consolidated text holds."""
    rows = tuple(
        (
            Cellule(f"n° {one.numero}", gras=True), Cellule(one.objet), Cellule(one.signe_le),
            Cellule(one.effet_le), Cellule(", ".join(map(str, one.articles)) or "aucun"),
        )
        for one in found
    )  # fmt: skip
    table = Tableau(
        "avenants", "Les avenants que ce texte contient",
        ("Avenant", "Objet", "Signé le", "Effet le", "Articles récrits"), rows,
        ("gauche",) * 5, (1.2, 4, 2, 2, 1.4),
    )  # fmt: skip
    return Section("Avenants", 1, (table,), nouvelle_page=True, souple=True)


def signatures(signataires: tuple[SignataireDit, ...], publique: bool) -> Section:
    """Return the page of the signatures: a frame for each, in the order of signature."""
    if not signataires:
        return Section("Signatures", 1, (texte("Aucun signataire à ce jour."),), nouvelle_page=True)
    if publique:
        rows = tuple(
            (
                Cellule(one.nom, precision=one.qualite),
                Cellule(one.representant, precision=one.fonction),
                Cellule(one.acte or "de droit", discret=not one.acte),
            )
            for one in signataires
        )  # fmt: skip
        table = Tableau(
            "signataires", "Les signataires", ("Organisation", "Représentant", "Acte"), rows,
            ("gauche",) * 3, (4, 3, 3),
        )  # fmt: skip
        return Section("Signatures", 1, (table,), nouvelle_page=True)
    frames = tuple(_frame(rank, one) for rank, one in enumerate(signataires, start=1))
    lead = texte("Chaque signataire signe dans son cadre, dans l’ordre des rangs.")
    return Section("Signatures", 1, (lead, CadresSignature(frames)), nouvelle_page=True)


def _frame(rank: int, one: SignataireDit) -> CadreSignature:
    lines = [one.qualite, f"représenté par {one.representant}, {one.fonction}"]
    lines += [f"par délégation : {one.delegation}"] if one.delegation else []
    lines += [one.acte] if one.acte else []
    return CadreSignature(f"{rank}. {one.nom}", tuple(lines), "Date et signature :")


def _annexes(matiere: MatiereContrat) -> list[Section]:
    return [
        Section("Annexes", 1, (), nouvelle_page=True),
        _communes(matiere),
        _epci(matiere),
        _financements(matiere.financements),
        annexe_indicateurs(matiere),
    ]


def _communes(matiere: MatiereContrat) -> Section:
    rows = tuple(
        (Cellule(one.code), Cellule(one.nom), Cellule(one.epci)) for one in matiere.communes
    )
    lead = texte(
        f"{len(rows)} communes, au millésime {matiere.millesime} du Code officiel géographique."
    )
    table = Tableau(
        "communes", "Les communes du périmètre", ("Code", "Commune", "EPCI"), rows,
        ("gauche",) * 3, (1, 3, 4), dense=len(rows) > 20,
        source="Insee, Code officiel géographique ; composition communale des EPCI.",
    )  # fmt: skip
    return Section("Annexe 1. Communes", 2, (lead, table))


def _epci(matiere: MatiereContrat) -> Section:
    members: dict[str, int] = defaultdict(int)
    for one in matiere.communes:
        if one.epci:
            members[one.epci] += 1
    if not members:
        return Section("Annexe 2. EPCI", 2, (texte("Aucun EPCI n’est connu à ce millésime."),))
    rows = tuple(
        (Cellule(name), Cellule(nombre(count), count)) for name, count in sorted(members.items())
    )
    table = Tableau(
        "epci", "Les EPCI du périmètre", ("EPCI", "Communes du périmètre"), rows,
        ("gauche", "droite"), (4, 1.4),
    )  # fmt: skip
    return Section("Annexe 2. EPCI", 2, (table,))


def _financements(found: tuple[FinancementDit, ...]) -> Section:
    titre = "Annexe 3. Plan de financement"
    if not found:
        return Section(titre, 2, (texte("Aucun financement n’est inscrit à la date du contrat."),))
    rows: list[tuple[Cellule, ...]] = [
        (Cellule(one.fiche), Cellule(one.financeur), Cellule(one.annee or "non précisée"),
         Cellule("en nature" if one.valorisation else "crédits"), _euros(one.centimes))
        for one in found
    ]  # fmt: skip
    money = sum(one.centimes for one in found if not one.valorisation)
    kind = sum(one.centimes for one in found if one.valorisation)
    rows.append(_total("Total en crédits", money))
    if kind:
        rows.append(_total("Total en nature (valorisation)", kind))
    table = Tableau(
        "financements", "Les financements prévus par fiche",
        ("Fiche", "Financeur", "Année", "Nature", "Montant (€)"), tuple(rows),
        ("gauche", "gauche", "gauche", "gauche", "droite"), (1, 4, 1.4, 1.4, 1.8),
        dense=len(rows) > 30,
        note="Montants prévus à la date du contrat : chaque engagement a son acte propre.",
    )  # fmt: skip
    return Section(titre, 2, (table,))


def _euros(centimes: int) -> Cellule:
    whole = centimes % 100 == 0
    return Cellule(nombre(centimes / 100, 0 if whole else 2), centimes / 100, 0 if whole else 2)


def _total(label: str, centimes: int) -> tuple[Cellule, ...]:
    amount = _euros(centimes)
    return (
        Cellule("Total", gras=True), Cellule(label, gras=True), Cellule("toutes"), Cellule(""),
        Cellule(amount.texte, amount.nombre, amount.decimales, gras=True),
    )  # fmt: skip


def page_mention(fige: bool, numero: int, jour: str, demonstration: bool) -> str:
    """Return what every page bears: a draft says so, and so does an invented contract."""
    state = f"Version {numero} figée le {jour}" if fige else "Projet, version de travail"
    return f"{state} · Démonstration, sans valeur" if demonstration else state
