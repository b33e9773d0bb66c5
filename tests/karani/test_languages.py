from __future__ import annotations

from karani import languages


def test_both_languages_are_there_with_their_own_names() -> None:
    spoken = languages.translations()

    assert {"en", "sw"} <= set(spoken)
    assert spoken["en"].gettext("English") == "English"
