"""The reader of Hunspell's files, over dictionaries of a few lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.search.hunspell import HunspellDictionary, Word


def load(folder: Path, affixes: str, words: str, encoding: str = "utf-8") -> HunspellDictionary:
    """Write both files and read them."""
    (folder / "x.aff").write_bytes(affixes.encode(encoding))
    (folder / "x.dic").write_bytes(words.encode(encoding))
    return HunspellDictionary.load(folder / "x.aff", folder / "x.dic")


def forms(dictionary: HunspellDictionary, form: str) -> dict[str, set[str]]:
    """All forms of all readings, by lemma."""
    return {word.lemma: set(dictionary.forms_of(word)) for word in dictionary.words_of(form)}


def test_suffixes_with_conditions(tmp_path: Path) -> None:
    """Each rule of a class only where its condition holds; `0` takes off and puts on nothing."""
    dictionary = load(
        tmp_path,
        "SET UTF-8\nSFX S Y 4\nSFX S y ies [^aeiou]y\nSFX S 0 s [aeiou]y\nSFX S 0 es [sx]\nSFX S 0 s [^sxy]\n",
        "4\ncry/S\nday/S\nbox/S\nend/S\n",
    )
    assert forms(dictionary, "cries") == {"cry": {"cry", "cries"}}
    assert forms(dictionary, "days") == {"day": {"day", "days"}}
    assert forms(dictionary, "boxes") == {"box": {"box", "boxes"}}
    assert forms(dictionary, "ends") == {"end": {"end", "ends"}}
    assert (
        forms(dictionary, "crys") == forms(dictionary, "boxs") == forms(dictionary, "daies") == {}
    )


def test_a_condition_may_hold_a_hyphen(tmp_path: Path) -> None:
    """Outside of brackets it is a letter, and inside of them too where it stands at the edge."""
    dictionary = load(tmp_path, "SFX A Y 1\nSFX A 0 ul -b\n", "2\na-b/A\nab/A\n")
    assert forms(dictionary, "a-bul") == {"a-b": {"a-b", "a-bul"}}
    assert forms(dictionary, "abul") == {}


def test_flags_on_suffixes_take_further_suffixes(tmp_path: Path) -> None:
    """As in supăra-t-ă: the result of a rule is inflected again, once."""
    dictionary = load(
        tmp_path,
        "SFX V Y 1\nSFX V 0 t/A .\nSFX A Y 2\nSFX A 0 ă t\nSFX A 0 ul t\n",
        "1\nsupăra/V\n",
    )
    (word,) = dictionary.words_of("supărat")
    assert set(dictionary.forms_of(word)) == {"supăra", "supărat", "supărată", "supăratul"}


def test_prefix_makes_a_word_of_its_own(tmp_path: Path) -> None:
    """With the suffixes of its stem, where both rules may stand together."""
    dictionary = load(
        tmp_path,
        "PFX R Y 1\nPFX R 0 re .\nSFX S Y 1\nSFX S 0 ed .\n",
        "2\nload/RS\nend/S\n",
    )
    assert forms(dictionary, "reloaded") == {"reload": {"reload", "reloaded"}}
    assert forms(dictionary, "loaded") == {"load": {"load", "loaded"}}
    assert forms(dictionary, "reended") == {}


def test_prefix_that_takes_letters_off(tmp_path: Path) -> None:
    """And the result is found again, with its forms."""
    dictionary = load(tmp_path, "PFX P Y 1\nPFX P i ji i\nSFX S Y 1\nSFX S 0 m .\n", "1\nidę/PS\n")
    assert forms(dictionary, "jidęm") == {"jidę": {"jidę", "jidęm"}}


@pytest.mark.parametrize(("prefix", "suffix"), [("N", "Y"), ("Y", "N")])
def test_without_cross_product_prefix_and_suffix_do_not_meet(
    tmp_path: Path, prefix: str, suffix: str
) -> None:
    """`N` in either head forbids it."""
    dictionary = load(
        tmp_path,
        f"PFX R {prefix} 1\nPFX R 0 re .\nSFX S {suffix} 1\nSFX S 0 ed .\n",
        "1\nload/RS\n",
    )
    assert forms(dictionary, "reload") == {"reload": {"reload"}}
    assert forms(dictionary, "reloaded") == {}
    assert forms(dictionary, "loaded") == {"load": {"load", "loaded"}}


def test_long_flags(tmp_path: Path) -> None:
    """Two letters each."""
    dictionary = load(
        tmp_path,
        "FLAG long\nSFX Aa Y 1\nSFX Aa 0 s .\nSFX aA Y 1\nSFX aA 0 ed .\n",
        "2\nend/AaaA\nday/Aa\n",
    )
    assert forms(dictionary, "ended") == {"end": {"end", "ends", "ended"}}
    assert forms(dictionary, "dayed") == {}


def test_numeric_flags(tmp_path: Path) -> None:
    """Numbers with commas; what a comma parts is one flag."""
    dictionary = load(
        tmp_path,
        "FLAG num\nSFX 10 Y 1\nSFX 10 0 s .\nSFX 1 Y 1\nSFX 1 0 ed/10 .\n",
        "2\nend/1,10\nday/10\n",
    )
    assert forms(dictionary, "ended") == {"end": {"end", "ends", "ended", "endeds"}}
    assert forms(dictionary, "dayed") == {}


def test_numbers_for_sets_of_flags(tmp_path: Path) -> None:
    """`AF` gives sets of flags numbers, which words and rules name."""
    dictionary = load(
        tmp_path,
        "AF 2\nAF AB\nAF B\nSFX A Y 1\nSFX A 0 s .\nSFX B Y 1\nSFX B 0 ed .\n",
        "2\nend/1\nday/2\n",
    )
    assert forms(dictionary, "ends") == {"end": {"end", "ends", "ended"}}
    assert forms(dictionary, "days") == {}


def test_declared_encoding_is_used(tmp_path: Path) -> None:
    """Old dictionaries are not in UTF-8."""
    dictionary = load(
        tmp_path, "SET ISO8859-2\nSFX A Y 1\nSFX A 0 ów .\n", "1\nbłąd/A\n", "iso8859-2"
    )
    assert forms(dictionary, "błądów") == {"błąd": {"błąd", "błądów"}}


def test_what_stands_behind_a_word_is_left_out(tmp_path: Path) -> None:
    """Morphological fields after a tab or a space, and an empty line."""
    dictionary = load(
        tmp_path, "SFX A Y 1\nSFX A 0 s .\n", "4\nend/A\tpo:noun\nday/A po:noun\n\nbox\tpo:noun\n"
    )
    assert forms(dictionary, "ends") == {"end": {"end", "ends"}}
    assert forms(dictionary, "days") == {"day": {"day", "days"}}
    assert forms(dictionary, "box") == {"box": {"box"}}


def test_unknown_word_is_inflected_like_most_that_end_so(tmp_path: Path) -> None:
    """And the dictionary knows no more than before: the next word is read as if it came first."""
    dictionary = load(
        tmp_path,
        "SFX A Y 1\nSFX A 0 a er\nSFX B Y 1\nSFX B 0 e er\n",
        "4\nmanager/A\nstager/A\nwager/B\nend/A\n",
    )
    word = dictionary.guess("youtager")
    assert word == Word("youtager", flags=frozenset("A"))
    assert dictionary.forms_of(word) == ["youtager", "youtagera"]
    assert dictionary.words_of("youtagera") == []
    assert dictionary.guess("xyz") is None


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """It is not an empty dictionary."""
    with pytest.raises(OSError, match=r"x\.aff"):
        HunspellDictionary.load(tmp_path / "x.aff", tmp_path / "x.dic")


def test_every_form_finds_its_word(tmp_path: Path) -> None:
    """`words_of` is the reverse of `forms_of`, over all rules together."""
    dictionary = load(
        tmp_path,
        "PFX R Y 1\nPFX R 0 re .\nSFX S Y 2\nSFX S y ies [^aeiou]y\nSFX S 0 s [^y]\n"
        "SFX D Y 2\nSFX D 0 ed/S [^y]\nSFX D y ied [^aeiou]y\n",
        "3\nload/RSD\ncry/SD\ncloud/S\n",
    )
    lost = {
        form
        for stem in dictionary.stems
        for word in dictionary.words_of(stem)
        for form in dictionary.forms_of(word)
        if word.lemma not in {found.lemma for found in dictionary.words_of(form)}
    }
    # The second suffix on a suffix is listed but not undone: no text of ours needs it.
    assert lost == {"loadeds"}
