"""What a new note says before anyone writes: the frame that every one shares."""

OBJECTIFS = (
    "Réduire les inégalités sociales et territoriales de santé.\n"
    "Mettre en œuvre des solutions d’offre de santé de proximité."
)
DEMARCHE = (
    "Un diagnostic qui mobilise les acteurs de la santé du territoire.\n"
    "Une stratégie, déclinée en un programme pluriannuel d’objectifs et d’actions.\n"
    "Une démarche qui facilite le financement de projets locaux de santé."
)
PILOTAGE = (
    "Signent les collectivités et l’agence régionale de santé. La préfecture, les services de "
    "l’État, les acteurs de santé et les associations peuvent s’y associer."
)
DETERMINANTS = "logement, éducation, environnement"
