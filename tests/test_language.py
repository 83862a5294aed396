"""What a proof-reader would mark: words, signs, calques, terms, repetitions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook import language, schema, vocabulary
from handbook.language import LanguageRules
from handbook.problems import ProblemLog
from handbook.search.dictionaries import dictionary
from handbook.texts import Places, Text
from handbook.vocabulary import Phrases, Vocabulary, tokens
from tests.trees import ROOT, cases, change, load, read_case

CASES = cases("content/language")
TRAPS = cases("language")
MOST_SECONDS = 5.0
"""It takes half of one; five, because a machine that runs these tests may be busy."""
LANGUAGES = ("en", "pl", "uk", "ru", "ro")


def proof_read(root: Path) -> ProblemLog:
    """Return what is wrong with the language of a handbook, and nothing else."""
    catalog, _ = load(root)
    log = ProblemLog()
    language.check(root, catalog, log)
    return log


# --- whole handbooks -------------------------------------------------------------------------


def test_the_content_reads_well() -> None:
    """Each line of a failure is one thing to mend, or one for the lists of language.yml."""
    log = proof_read(ROOT)
    assert [str(problem) for problem in (*log.errors(), *log.hints())] == []


def test_the_good_handbook_reads_well(good: Path) -> None:
    """So whatever a case below reports comes of its change."""
    log = proof_read(good)
    assert [str(problem) for problem in (*log.errors(), *log.hints())] == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_mistake_is_named_with_its_place_and_what_to_do(path: Path, good: Path) -> None:
    """As in `test_content_rules`: the list is whole, and nothing is reported besides."""
    case = read_case(path)
    assert case.keys() <= {"about", "breaks", "change", "errors", "hints"}
    assert case["about"]
    change(good, case["change"])
    log = proof_read(good)
    assert [str(problem) for problem in log.errors()] == case.get("errors", [])
    assert [str(problem) for problem in log.hints()] == case.get("hints", [])
    if "breaks" in case:
        broken = {problem.rule.value for problem in (*log.errors(), *log.hints())}
        assert case["breaks"] in broken


def test_a_language_without_rules_and_dictionary_is_read_for_its_spaces(good: Path) -> None:
    """Nobody knows its words and signs; a copy and a space before a comma are found all the same."""
    change(good, [{"file": "handbook.yml", "write": "languages: [de]\n"}])
    (good / "docs" / "en").rename(good / "docs" / "de")
    (good / "docs" / "de" / schema.LANGUAGE_RULES).unlink()
    path = good / "docs" / "de" / "strategies" / "ask-back.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Please correct me.", "Quatsch , Kwatsch."), encoding="utf-8")
    assert [problem.message for problem in proof_read(good).errors()] == ["a space before ','"]


@pytest.mark.parametrize(
    "piece",
    ["x", "x ", '"', "'", " .", "1", "a1", "1 ", "“", "„ ", "-", "a-", "@", "a@", "://", "reach ",
     "out of ", ".", "x. ", "wrods ", "[[", "{a", "{a}", "\n", "**", "Y2 - ", "number "],
)  # fmt: skip
def test_a_nasty_text_costs_little(piece: str) -> None:
    """As much as a file may hold is read in a moment, and does not end in thousands of messages."""
    value = (piece * 130_000)[:130_000]
    log = ProblemLog()
    own = LanguageRules(
        avoid={"reach ... out": "", "reach reach reach": ""},
        words=("x*",),
        terms={"number": ""},
        allowed=("number",),
    )
    reader = language.ProofReader(own, Vocabulary("en", own.words), Places(Path("none")), log)
    start = time.process_time()
    reader.read(Text("en", "none.yml", "say[1]", value, "an-entry"))
    assert time.process_time() - start < MOST_SECONDS
    assert len(log) <= 30


# --- traps: right and wrong sentences with the rules that the handbook has ---------------------


def _traps() -> Iterator[tuple[str, str, list[str]]]:
    for path in TRAPS:
        case = read_case(path)
        assert case.keys() == {"right", "wrong"}
        for sentence in case["right"]:
            yield path.stem, sentence, []
        for sentence, rules in case["wrong"].items():
            yield path.stem, sentence, rules if isinstance(rules, list) else [rules]


@pytest.mark.parametrize(("locale", "sentence", "rules"), list(_traps()))
def test_traps(locale: str, sentence: str, rules: list[str]) -> None:
    """What is right is left alone, and what is wrong is found in every form."""
    log = ProblemLog()
    own = language.read_rules(ROOT, locale, log)
    reader = language.ProofReader(own, Vocabulary(locale, own.words), Places(Path("none")), log)
    reader.read(Text(locale, "none.yml", "say[1]", sentence))
    found = [problem.message for problem in log.errors()]
    assert len(found) == len(rules), found
    for message, rule in zip(sorted(found), sorted(rules), strict=True):
        assert rule in message, found


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_language_has_its_lists(locale: str) -> None:
    """Thirty calques and more; and no word of the list that the dictionary knows by now."""
    log = ProblemLog()
    own = language.read_rules(ROOT, locale, log)
    assert len(log) == 0
    assert len(own.avoid) >= 30
    assert len(own.terms) >= 10
    alone = Vocabulary(locale, ())
    assert [word for word in own.words if alone.knows(word)] == []


# --- words and phrases -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Press Ctrl+C, then F5.", ["Press", "Ctrl", "C", "then"]),
        ("Error 0x8F1 in 4.2, 20-й, me@example.org", ["Error", "in"]),
        ("зв’язок, зв'язок і POS-термінал", ["зв’язок", "зв'язок", "і", "POS-термінал"]),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, found: list[str]) -> None:
    """Numbers, codes and addresses are no words."""
    assert [token.word for token in tokens(text)] == found


def test_a_guessed_word_is_not_known() -> None:
    """The search inflects what it does not know; that makes no word of it."""
    assert dictionary("ro").lexemes("gugălește")
    assert dictionary("ro").lemmas("gugălește") == ()


@pytest.mark.parametrize(
    ("locale", "word", "lemma"),
    [
        ("en", "bought", "buy"),
        ("en", "lead’s", "lead"),
        ("pl", "zrobiłem", "zrobić"),
        ("pl", "PILNE", "pilny"),
        ("uk", "з’ясували", "з’ясувати"),
        ("ru", "ещё", "ещё"),
        ("ro", "clienților", "client"),
    ],
)
def test_the_dictionary_word_of_a_form(locale: str, word: str, lemma: str) -> None:
    """In whatever case it is written."""
    assert lemma in dictionary(locale).lemmas(word)


@pytest.mark.parametrize(
    ("locale", "word"),
    [("en", "wrods"), ("en", "color"), ("pl", "wziąść"), ("uk", "слідуючий"), ("ru", "еще"),
     ("ru", "вообщем"), ("ro", "intro"), ("ro", "sînt"), ("de", "Wort")],
)  # fmt: skip
def test_what_is_misspelt_is_no_word(locale: str, word: str) -> None:
    """Also where only the dots of ё are missing."""
    assert dictionary(locale).lemmas(word) == ()


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("reach out", "She reached out.", ["reached out"]),
        ("=reach out", "She reached out.", []),
        ("reach out", "Reach. Out of it, reach, out", []),
        ("reach ... out", "reach one two three out, reach one two three four out", ["reach one two three out"]),
        ("big|large cat*", "large cats, big catalogue, biggest dog", ["large cats", "big catalogue"]),
        ("*ize", "organize it", ["organize"]),
        ("phoned", "They phone.", ["phone"]),
        ("buy", "They bought.", ["bought"]),
        ("col*r", "color and colour", ["color", "colour"]),
        ("reach out", "reach “out”", ["reach “out"]),
        ("reach out", "reach", []),
        ("...", "anything", []),
        ("", "anything", []),
    ],
)  # fmt: skip
def test_phrases(phrase: str, text: str, found: list[str]) -> None:
    """All that an editor may write in a list."""
    phrases = Phrases({phrase: ""}, Vocabulary("en", ()))
    assert [text[start:end] for start, end, _ in phrases.find(text, tokens(text))] == found


# --- what is remembered ----------------------------------------------------------------------


def test_a_second_run_asks_no_dictionary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the answers of the first; other words are asked for."""
    first = Vocabulary("en", (), tmp_path)
    assert (first.knows("calls"), first.knows("clals")) == (True, False)
    first.remember()
    assert len(list(tmp_path.iterdir())) == 1

    asked = []
    real = dictionary("en")

    class Asked:
        def lemmas(self, word: str) -> tuple[str, ...]:
            asked.append(word)
            return real.lemmas(word)

    monkeypatch.setattr(vocabulary, "dictionary", lambda _: Asked())
    second = Vocabulary("en", (), tmp_path)
    assert (second.knows("calls"), second.knows("clals"), second.knows("ring")) == (
        True,
        False,
        True,
    )
    assert asked == ["ring"]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"calls": 5}'])
def test_a_broken_memory_is_no_trouble(tmp_path: Path, content: str) -> None:
    """Whatever stands there, words are judged as without it."""
    first = Vocabulary("en", (), tmp_path)
    first.knows("calls")
    first.remember()
    file = next(tmp_path.iterdir())
    file.write_text(content, encoding="utf-8")
    second = Vocabulary("en", (), tmp_path)
    assert second.knows("calls")
    second.remember()


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path: Path) -> None:
    """A folder that is a file stands for one that is read-only."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    asked = Vocabulary("en", (), tmp_path / "file")
    assert asked.knows("calls")
    asked.remember()


def test_no_rules_are_no_trouble(tmp_path: Path) -> None:
    """A new language begins without the file."""
    log = ProblemLog()
    assert language.read_rules(tmp_path, "de", log) == LanguageRules()
    assert len(log) == 0
