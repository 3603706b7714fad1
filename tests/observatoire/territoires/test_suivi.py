"""What became of a list of communes, on real movements of the official geographic code."""

from ancrage.observatoire.territoires.suivi import follow_communes


def test_a_commune_that_did_not_move_is_unchanged():
    (suivi,) = follow_communes(["45234"], 2021)
    assert (suivi.devenir, suivi.vers) == ("inchangee", (("45234", "Orléans"),))


def test_a_merger_names_the_communes_that_were_not_in_the_list():
    # 28025 and 28276 joined 28319 between the vintages 2021 and 2026.
    suivis = {suivi.code: suivi for suivi in follow_communes(["28025", "28319"], 2021)}
    assert {suivi.devenir for suivi in suivis.values()} == {"fusionnee"}
    assert [code for code, _ in suivis["28025"].vers] == ["28319"]
    assert suivis["28319"].hors_liste == ("28276",)


def test_a_commune_restored_since_is_split():
    # 85084 (Essarts-en-Bocage) gave back 85165 and 85212 on 1 January 2024.
    (suivi,) = follow_communes(["85084"], 2021)
    assert suivi.devenir == "scindee"
    assert [code for code, _ in suivi.vers] == ["85084", "85165", "85212"]


def test_each_listed_code_is_followed_once():
    suivis = follow_communes(["45234", "45234", "37003"], 2021)
    assert [suivi.code for suivi in suivis] == ["37003", "45234"]
