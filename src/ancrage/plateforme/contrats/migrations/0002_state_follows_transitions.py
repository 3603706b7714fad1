"""What the database itself holds: the state, the generation, what was signed, what is written.

The state of a contract moves only when a `Transition` is inserted, and a transition starts only
from the current state: neither the code nor a console can do otherwise.
"""

from django.db import migrations

from ancrage.plateforme.commun.declencheurs import after_insert, forbid

COLLECTIVITES = "('commune', 'epci', 'pays', 'conseil_departemental', 'conseil_regional')"
ARS = "('ars_siege', 'dd_ars')"


def changes(*columns: str) -> str:
    """Return the SQL condition « one of these columns changes »."""
    found = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns)
    return f"({found})"


# --- transitions

NOT_THE_NEXT = (
    "NOT EXISTS (SELECT 1 FROM contrats_contrat c WHERE c.id = NEW.contrat_id "
    "AND c.rang = NEW.rang - 1 AND ((c.rang = 0 AND NEW.de = '') "
    "OR (c.rang > 0 AND NEW.de = c.etat)))"
)
BEFORE_THE_LAST = (
    "EXISTS (SELECT 1 FROM contrats_transition t WHERE t.contrat_id = NEW.contrat_id "
    "AND t.le > NEW.le)"
)
UNSIGNED = (
    "EXISTS (SELECT 1 FROM contrats_signataire s WHERE s.contrat_id = NEW.contrat_id "
    "AND NOT EXISTS (SELECT 1 FROM contrats_signature g WHERE g.signataire_id = s.id "
    "AND g.avenant_id IS NULL))"
)
UNVOTED = (
    "EXISTS (SELECT 1 FROM contrats_signataire s "
    "JOIN comptes_organisation o ON o.id = s.organisation_id "
    f"WHERE s.contrat_id = NEW.contrat_id AND o.type IN {COLLECTIVITES} "
    "AND NOT EXISTS (SELECT 1 FROM contrats_deliberation d WHERE d.signataire_id = s.id "
    "AND d.avenant_id IS NULL AND d.date_transmission IS NOT NULL "
    "AND d.date_publication IS NOT NULL AND d.autorise_signature AND d.fichier_id IS NOT NULL))"
)
UNAGREED = (
    "EXISTS (SELECT 1 FROM contrats_signataire s "
    "JOIN comptes_organisation o ON o.id = s.organisation_id "
    f"WHERE s.contrat_id = NEW.contrat_id AND o.type NOT IN {COLLECTIVITES} "
    f"AND o.type NOT IN {ARS} "
    "AND NOT EXISTS (SELECT 1 FROM contrats_accordecrit a WHERE a.signataire_id = s.id "
    "AND a.avenant_id IS NULL))"
)


def nobody(types: str) -> str:
    """Return the SQL condition « no signatory is of these types »."""
    return (
        "NOT EXISTS (SELECT 1 FROM contrats_signataire s "
        "JOIN comptes_organisation o ON o.id = s.organisation_id "
        f"WHERE s.contrat_id = NEW.contrat_id AND o.type IN {types})"
    )


MANDATORY = " OR ".join([UNSIGNED, UNVOTED, UNAGREED, nobody(ARS), nobody(COLLECTIVITES)])

# --- the contract

WITHOUT_TRANSITION = (
    f"({changes('etat', 'rang')} AND NOT (NEW.rang = OLD.rang + 1 AND EXISTS ("
    "SELECT 1 FROM contrats_transition t WHERE t.contrat_id = NEW.id AND t.rang = NEW.rang "
    "AND t.vers = NEW.etat AND (t.de = OLD.etat OR (t.de = '' AND OLD.rang = 0)))))"
)
WRONG_GENERATION = (
    "NEW.generation <> COALESCE((SELECT p.generation + CASE WHEN p.date_signature IS NULL "
    "THEN 0 ELSE 1 END FROM contrats_contrat p WHERE p.id = NEW.contrat_precedent_id), 1)"
)
SIGNED_ASIDE = (
    f"({changes('date_signature')} AND OLD.rang > 0 "
    "AND NOT (OLD.etat = 'validation' AND NEW.etat = 'signe' AND OLD.date_signature IS NULL))"
)
# After the signature, only a signed amendment moves the end or the perimeter.
SIGNED_CHANGED = (
    "(OLD.date_signature IS NOT NULL AND OLD.rang > 0 AND ("
    + changes("date_debut", "doctrine_id", "perimetre_etude_id")
    + f" OR ({changes('date_fin')} AND NOT EXISTS (SELECT 1 FROM contrats_avenant a "
    "WHERE a.contrat_id = NEW.id AND a.signe_le IS NOT NULL AND a.date_fin = NEW.date_fin))"
    + f" OR ({changes('perimetre_id')} AND NOT EXISTS (SELECT 1 FROM contrats_avenant a "
    "WHERE a.contrat_id = NEW.id AND a.signe_le IS NOT NULL "
    "AND a.perimetre_id = NEW.perimetre_id))))"
)
SIGN = (
    "UPDATE contrats_contrat SET etat = NEW.vers, rang = NEW.rang, "
    "date_signature = CASE WHEN NEW.acte = 'signer' THEN NEW.le ELSE date_signature END "
    "WHERE id = NEW.contrat_id"
)

# --- parties and their acts, frozen with what they sign


def signed_contract(row: str) -> str:
    """Return the SQL condition « this party belongs to what is signed »."""
    return (
        f"(({row}.avenant_id IS NULL AND EXISTS (SELECT 1 FROM contrats_contrat c "
        f"WHERE c.id = {row}.contrat_id AND c.date_signature IS NOT NULL)) OR EXISTS ("
        f"SELECT 1 FROM contrats_avenant a WHERE a.id = {row}.avenant_id "
        "AND a.signe_le IS NOT NULL))"
    )


def signed_act(row: str) -> str:
    """Return the SQL condition « this act belongs to what is signed »."""
    return (
        f"(({row}.avenant_id IS NULL AND EXISTS (SELECT 1 FROM contrats_signataire s "
        f"JOIN contrats_contrat c ON c.id = s.contrat_id WHERE s.id = {row}.signataire_id "
        "AND s.avenant_id IS NULL AND c.date_signature IS NOT NULL)) OR EXISTS ("
        f"SELECT 1 FROM contrats_avenant a WHERE a.id = {row}.avenant_id "
        "AND a.signe_le IS NOT NULL))"
    )


def also(other: str) -> str:
    """Return the SQL condition « this organisation is already the other kind of party »."""
    open_ = " AND x.jusqu_au IS NULL" if other == "partenaire" else ""
    return (
        f"EXISTS (SELECT 1 FROM contrats_{other} x WHERE x.contrat_id = NEW.contrat_id "
        f"AND x.organisation_id = NEW.organisation_id{open_})"
    )


AVENANT_UNSIGNED = (
    "(NEW.signe_le IS NOT NULL AND OLD.signe_le IS NULL AND EXISTS ("
    "SELECT 1 FROM contrats_signataire s WHERE s.contrat_id = NEW.contrat_id "
    "AND (s.avenant_id IS NULL OR s.avenant_id = NEW.id OR EXISTS ("
    "SELECT 1 FROM contrats_avenant b WHERE b.id = s.avenant_id AND b.signe_le IS NOT NULL)) "
    "AND NOT EXISTS (SELECT 1 FROM contrats_signature g WHERE g.signataire_id = s.id "
    "AND g.avenant_id = NEW.id)))"
)


def frozen(table: str) -> object:
    """Return the operation that freezes the acts of the signatories with what they sign."""
    return forbid(
        table,
        acts={
            "INSERT": signed_act("NEW"), "UPDATE": signed_act("OLD"), "DELETE": signed_act("OLD"),
        },
        message="Ce qui est signé ne se modifie pas : un avenant le fait.",
    )  # fmt: skip


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = (("contrats", "0001_initial"), ("comptes", "0003_api_tokens"))

    operations = (
        forbid(
            "contrats_transition",
            acts={
                "INSERT": f"{NOT_THE_NEXT} OR {BEFORE_THE_LAST} "
                f"OR (NEW.acte = 'signer' AND ({MANDATORY}))",
                # All but the name of the actor, which an erasure takes off.
                "UPDATE": changes("contrat_id", "rang", "acte", "de", "vers", "le", "acteur_id",
                                  "roles", "motif_code", "motif", "gardes", "doctrine_id"),
                "DELETE": "TRUE",
            },
            message="Cette transition ne part pas de l’état du contrat, ou un acte lui manque.",
        ),
        after_insert("contrats_transition", statement=SIGN),
        forbid(
            "contrats_contrat",
            acts={
                "INSERT": f"NEW.rang <> 0 OR NEW.etat <> 'sollicitation' OR {WRONG_GENERATION}",
                "UPDATE": f"{WITHOUT_TRANSITION} OR {SIGNED_ASIDE} OR {SIGNED_CHANGED} OR "
                + changes("slug", "region", "contrat_precedent_id", "generation", "repris"),
                "DELETE": "TRUE",
            },
            message="L’état, la génération et ce qui est signé changent par leurs actes seuls.",
        ),
        forbid(
            "contrats_echeance",
            acts={
                "UPDATE": changes("contrat_id", "transition_id", "code", "libelle", "date")
                + " OR OLD.faite_le IS NOT NULL",
                "DELETE": "TRUE",
            },
            message="Une échéance est figée à l’entrée dans l’état.",
        ),
        forbid(
            "contrats_attestation",
            acts={
                "UPDATE": changes("contrat_id", "fait", "fichier_id", "date", "nombre")
                + " OR OLD.retiree_le IS NOT NULL",
                "DELETE": "TRUE",
            },
            message="Une attestation ne se modifie pas : elle se retire.",
        ),
        forbid(
            "contrats_derogation",
            acts={"UPDATE": changes("contrat_id", "fait", "regle_id", "nombre", "motif", "le"),
                  "DELETE": "TRUE"},
            message="Une dérogation ne se modifie pas.",
        ),
        forbid(
            "contrats_reprise",
            acts={"UPDATE": changes("contrat_id", "le", "source", "contrat_signe_id"),
                  "DELETE": "TRUE"},
            message="Une reprise ne se modifie pas.",
        ),
        forbid(
            "contrats_signataire",
            acts={
                "INSERT": f"{signed_contract('NEW')} OR {also('partenaire')}",
                "UPDATE": signed_contract("OLD"),
                "DELETE": signed_contract("OLD"),
            },
            message="Un signataire n’est pas partenaire, et ce qui est signé ne change pas.",
        ),
        forbid(
            "contrats_partenaire",
            acts={"INSERT": also("signataire"), "DELETE": "TRUE"},
            message="Un partenaire n’est pas signataire, et il ne s’efface pas : il se retire.",
        ),
        frozen("contrats_deliberation"),
        frozen("contrats_accordecrit"),
        frozen("contrats_signature"),
        forbid(
            "contrats_avenant",
            acts={
                "UPDATE": f"OLD.signe_le IS NOT NULL OR OLD.abandonne_le IS NOT NULL "
                f"OR {AVENANT_UNSIGNED}",
                "DELETE": "TRUE",
            },
            message="Un avenant signé ne se modifie pas, et chacun le signe.",
        ),
    )  # fmt: skip
