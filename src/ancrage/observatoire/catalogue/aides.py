"""French help for each key of the catalogue's files, shown by editors through the JSON Schema."""

FICHIER = {
    "nom": "Nom publié du fichier, tel que le producteur le donne.",
    "nom_entier": "Nom du fichier entier chez le producteur, quand « nom » en est un extrait.",
    "role": "Ce que le lecteur doit savoir du fichier : son niveau ou son année, par exemple.",
    "url": "Adresse de téléchargement du producteur : le fichier, ou l'archive qui le contient.",
    "membre": "Nom du fichier dans l'archive téléchargée.",
    "url_vue_dans": "Où l'adresse a été lue : un dépôt public, jamais une déduction.",
    "page": "Page du producteur pour ce fichier, quand elle n'est pas celle de la source.",
    "reenregistre": "Vrai si le fichier connu est une copie réenregistrée : l'empreinte diffère.",
    "sha256": "Empreinte SHA-256 du fichier connu, en 64 caractères.",
    "taille": "Taille du fichier connu, en octets.",
}
EDITION = {
    "millesime": "Année ou période des données.",
    "cog": "Année du code officiel géographique (COG) des codes du fichier.",
    "fichiers": "Fichiers de l'édition.",
    "publiee_le": "Date de publication par le producteur.",
    "options": "Réglages propres au lecteur de cette source.",
}
MESURE = {
    "libelle": "Nom de la mesure en français.",
    "unite": "Unité de la mesure.",
    "additive": "Vrai si la mesure se somme sur plusieurs communes.",
    "entiere": "Vrai si le producteur publie des nombres entiers.",
    "signee": "Vrai si la mesure peut être négative (un score, un solde).",
    "evenements": "Événements que la mesure compte tous : un dépôt restreint en est une partie.",
    "annees": "Années d'une période dont le libellé ne les dit pas.",
}
TABLE = {
    "libelle": "Nom de la table en français.",
    "mesures": "Colonnes lues, sous leur nom officiel ; la mesure se nomme « TABLE.COLONNE ».",
    "lignes": "Colonne qui dit ce que compte une ligne : « TABLE.COLONNE.MODALITE ».",
    "modalites": "Valeurs connues de la colonne « lignes ».",
    "repetees": "Vrai si le producteur répète des lignes : les identiques n'en font qu'une.",
    "a_part": "Colonnes non lues, rangées par raison.",
}
SECRET = {
    "libre": "Vrai si la source répond sur toute union de communes.",
    "seuil": "Plus petit effectif diffusé par le producteur.",
    "regle": "Règle de secret du producteur, en une phrase.",
}
SOURCE = {
    "code": "Code de la source : le nom de son fichier.",
    "producteur": "Organisme qui publie les données.",
    "titre": "Titre du jeu de données.",
    "licence": "Licence, telle que le producteur la nomme.",
    "diffusable": "Vrai si Ancrage peut livrer des valeurs qui en sont tirées.",
    "page": "Page du producteur, montrée au lecteur.",
    "description": "Ce que contient la source, en une ou deux phrases.",
    "lecteur": "Module et fonction qui lisent le fichier : « insee.read_comparateur ».",
    "frequence": "Rythme de publication.",
    "prochaine_edition": "Prochaine édition attendue.",
    "niveaux": "Niveaux géographiques des lignes lues.",
    "secret": "Secret statistique de la source.",
    "mesures": "Mesures écrites par le lecteur, chacune sous son nom.",
    "tables": "Tables d'une source qui en publie plusieurs, par rôle de fichier.",
    "editions": "Éditions connues ; aucune si la source est attendue.",
    "corrections": "Erreurs connues du producteur que le lecteur répare, avec leur raison.",
}
RUPTURE = {
    "annee": "Première année qui ne prolonge pas les précédentes.",
    "motif": "Raison de la rupture.",
}
SERIE = {
    "source": "Code de la source.",
    "niveaux": "Niveaux pris dans la source.",
    "numerator": "Mesures sommées au numérateur ; « - » devant soustrait, « @75+ » choisit un âge.",
    "denominator": "Mesures sommées au dénominateur.",
    "share": "Mesure 0 ou 1 : le numérateur est la part du dénominateur où elle vaut 1.",
    "value": "Mesure publiée, prise telle quelle.",
    "age": "Âge de « value » et de « share ».",
    "denominator_source": "Source du dénominateur quand elle diffère.",
    "denominator_periode": "Période du dénominateur ; « = » : la même.",
    "method": "Méthode de cette série quand elle diffère de celle de l'indicateur.",
    "sexes": "Sexes disponibles.",
    "periodes": "Périodes retenues ; aucune : toutes.",
    "borne": "Borne posée par le producteur : « plancher 5 % ».",
    "reserve": "Réserve propre à cette série.",
}
ATTENTE = {
    "producteur": "Organisme dont on attend les données.",
    "fichier": "Fichier attendu, nommé aussi précisément que possible.",
    "motif": "Pourquoi aucun fichier fourni ne convient, en une ou deux phrases.",
}
INDICATEUR = {
    "code": "Code de l'indicateur : le nom de son fichier.",
    "libelle": "Nom complet.",
    "libelle_court": "Nom court des tableaux et des figures, 48 caractères au plus.",
    "definition": "Définition en une phrase claire, terminée par un point.",
    "unite": "Unité affichée : « % », « pour 100 000 hab. ».",
    "decimales": "Nombre de décimales affichées.",
    "theme": "Libellé du thème (nomenclatures/themes.csv).",
    "dimension": "Lettre de la dimension : la première du code.",
    "chapitre_dls": "Chapitre du diagnostic local de santé.",
    "page_chiffres_cles": "Page des chiffres clés, s'il y figure.",
    "palier": "K : chiffres clés ; S : socle du diagnostic ; X : extension.",
    "sense": "Sens favorable : haut, bas ou neutre.",
    "numerator": "Numérateur, en mots.",
    "denominator": "Dénominateur, en mots.",
    "method": "Méthode de calcul, prise dans la liste fermée.",
    "multiplier": "Nombre par lequel le rapport est multiplié : 100 pour un pourcentage.",
    "pooling_years": "Nombre d'années regroupées.",
    "maille_fine": "Niveau le plus fin auquel l'indicateur a un sens.",
    "reference_areas": "Territoires de comparaison.",
    "frequence": "Rythme de mise à jour.",
    "derniere_edition": "Dernière édition connue.",
    "prochaine_edition": "Prochaine édition attendue.",
    "caveats": "Réserves de lecture, une phrase chacune.",
    "ruptures": "Ruptures de série déclarées.",
    "lissage": "Carte des taux lissés par commune : événements sur population, source sans secret.",
    "sans_verdict": "Raison de montrer l'indicateur sans jamais le comparer (taux brut).",
    "proche_de": "Code de l'indicateur dont celui-ci s'approche sans le remplacer.",
    "attente": "Ce qu'attend un indicateur sans donnée.",
    "series": "Façons d'obtenir l'indicateur, de la plus fine à la plus large.",
    "auteur": "Auteur de la fiche.",
    "relecteur": "Relecteur de la fiche.",
    "revu_le": "Date de la dernière relecture.",
    "prochaine_revue": "Date de la prochaine relecture.",
}
PARTIE = {
    "numero": "Numéro du chapitre ou de la page.",
    "titre": "Titre affiché.",
    "contenu": "Ce que le lecteur y trouve.",
    "remplissage": "Par le moteur (calcul), par l'équipe (saisie), par les deux (mixte).",
    "indicateurs": (
        "Indicateurs toujours présents, ou nommés comme attendus ; dans un cadre de diagnostic, "
        "ceux que la commande coche (tous, si la clé manque)."
    ),
    "options": "Indicateurs ajoutés sur choix consigné.",
    "complements": "Indicateurs montrés quand il reste de la place, à leur niveau réel.",
    "choix": "Nombre de chiffres choisis parmi ceux des autres pages.",
    "places": "Nombre d'indicateurs que la page peut montrer.",
}
CADRE = {
    "code": "Code du cadre : le nom de son fichier.",
    "document": "Document construit sur ce cadre : un diagnostic ou les chiffres clés.",
    "titre": "Titre du document.",
    "resume": "Ce que l'on choisit avec ce cadre : la commande l'affiche.",
    "pages": "Nombre exact de pages, quand le cadre le fixe.",
    "parties": "Chapitres ou pages, dans l'ordre.",
}
AIDES: dict[str, dict[str, str]] = {
    "Fichier": FICHIER,
    "Edition": EDITION,
    "Mesure": MESURE,
    "Table": TABLE,
    "Secret": SECRET,
    "Source": SOURCE,
    "Rupture": RUPTURE,
    "Serie": SERIE,
    "Attente": ATTENTE,
    "Indicateur": INDICATEUR,
    "Partie": PARTIE,
    "Cadre": CADRE,
}
