"""What Python packs is what the browser unpacks: forms, postings and layouts."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handbook.search.alphabets import LATIN, exchanged, letters_to_exchange
from handbook.search.analysis import fold
from handbook.search.documents import Document, Line
from handbook.search.index import _layout, _one_after_another, _postings, vlq
from handbook.search.lexicon import SHORT, PackedLexicon, base36, pack
from tests.search.engine import ask

ALPHABET = "abcłżăîabcабвьіїёґ’019"
"""Letters that fold, and such that do not; words begin with none of `’`."""
FORMS = st.from_regex(f"[{ALPHABET.replace('’', '')}][{ALPHABET}]{{0,7}}", fullmatch=True)
TERMS = st.dictionaries(
    st.text(st.sampled_from("abcкл"), min_size=1, max_size=4),
    st.sets(FORMS, min_size=1, max_size=12),
    min_size=1,
    max_size=12,
)

Terms = Mapping[str, set[str]]


def unpack(packed: PackedLexicon, base: PackedLexicon | None = None) -> dict[str, set[str]]:
    """The packed table spelled out by the letter of its description, without any haste."""
    spelled = str.maketrans(dict(zip(SHORT, packed.letters, strict=False)))
    listed_before = base.endings if base else []
    endings = [text.translate(spelled) for text in [*listed_before, *packed.endings]]
    found: dict[str, set[str]] = defaultdict(set)
    for next_new, bucket in packed.buckets.values():
        stem, new = "", next_new
        for item in bucket.translate(spelled).split(";"):
            head, _, tail = item.rpartition(",")
            stem = stem[: int(head[0], 36)] + head[1:]
            listed, _, reference = tail.partition("=")
            number = int(reference, 36) if reference else new
            new += not reference
            for ending in endings[int(listed, 36)].split("|"):
                found[packed.order[number]].add(stem + ending)
    return dict(found)


def random_terms(rng: random.Random) -> dict[str, set[str]]:
    """Words with many forms, some of which belong to several words or have several stems."""
    terms: dict[str, set[str]] = {}
    for number in range(rng.randint(1, 40)):
        forms = set()
        for _ in range(rng.randint(1, 3)):
            stem = "".join(rng.choices(ALPHABET, k=rng.randint(1, 40 if number == 0 else 6)))
            forms |= {stem + "".join(rng.choices(ALPHABET, k=rng.randint(0, 3))) for _ in range(6)}
        forms = {form.lstrip("’") for form in forms} - {""}
        if forms:
            terms[f"term {number}"] = forms
    return terms


@given(TERMS)
def test_nothing_is_lost_in_the_packing(terms: Terms) -> None:
    """Every term has its forms, no more and no less."""
    assert unpack(pack(terms)) == terms


@given(TERMS, TERMS)
def test_nothing_is_lost_in_packing_on_another_table(terms: Terms, before: Terms) -> None:
    """What the reader has already is not sent again, and both stay readable."""
    base = pack(before)
    packed = pack(terms, base)
    assert unpack(packed, base) == terms
    assert not set(packed.endings) & set(base.endings)


@given(TERMS, st.randoms(use_true_random=False))
def test_packing_knows_no_order(terms: Terms, rng: random.Random) -> None:
    """The same words give the same bytes, however they come in."""
    shuffled = list(terms.items())
    rng.shuffle(shuffled)
    assert pack(dict(shuffled)) == pack(terms)


def test_terms_are_numbered_in_the_order_of_their_first_stem() -> None:
    """The postings follow this order."""
    packed = pack({"pies": {"pies", "psa"}, "kot": {"kot", "kota"}, "iść": {"iść", "szedł"}})
    assert packed.order == ["iść", "kot", "pies"]


def test_the_browser_finds_every_form_with_all_its_terms() -> None:
    """Exact where a form is spelled so, folded where another one is."""
    rng = random.Random(11)  # noqa: S311 - the same words every time
    samples = [terms for _ in range(40) if (terms := random_terms(rng))]
    jobs = []
    for terms in samples:
        packed = pack(terms)
        words = sorted({form for forms in terms.values() for form in forms})
        words += [*sorted({fold(word) for word in words}), "nothere", "ż", "’"]
        data = {
            "letters": packed.letters,
            "endings": packed.endings,
            "lexicon": packed.buckets,
        }
        jobs.append({"do": "lookup", "data": data, "words": words})
    for terms, job, answers in zip(samples, jobs, ask(*jobs), strict=True):
        order = pack(terms).order
        folded = fold_all(terms)
        for word, hits in zip(job["words"], answers, strict=True):
            found = {order[hit["term"]]: hit["exact"] for hit in hits}
            alike = [name for name, forms in folded.items() if fold(word) in forms]
            assert found == {name: word in terms[name] for name in alike}, (word, terms)


def fold_all(terms: Terms) -> dict[str, set[str]]:
    """The same terms with their forms folded."""
    return {name: {fold(form) for form in forms} for name, forms in terms.items()}


def test_the_browser_finds_every_beginning() -> None:
    """The terms that have a form which begins so, by how much is missing."""
    rng = random.Random(12)  # noqa: S311 - the same words every time
    samples = [terms for _ in range(20) if (terms := random_terms(rng))]
    jobs = []
    for terms in samples:
        packed = pack(terms)
        forms = sorted({form for forms in terms.values() for form in forms})
        starts = [form[: rng.randint(1, len(form))] for form in forms]
        data = {
            "letters": packed.letters,
            "endings": packed.endings,
            "lexicon": packed.buckets,
        }
        words = [start for start in starts if fold(start)]
        jobs.append({"do": "withPrefix", "data": data, "words": words})
    for terms, job, answers in zip(samples, jobs, ask(*jobs), strict=True):
        order = pack(terms).order
        folded = fold_all(terms)
        for word, hits in zip(job["words"], answers, strict=True):
            start = fold(word)
            expected = {
                name: min(longer)
                for name, forms in folded.items()
                if (longer := [len(form) - len(start) for form in forms if form.startswith(start)])
            }
            assert {order[hit["term"]]: hit["extra"] for hit in hits} == expected
            assert [hit["extra"] for hit in hits] == sorted(expected.values())


@given(st.lists(st.integers(0, 2**30 - 1)))
def test_numbers_are_what_the_alphabet_says(numbers: list[int]) -> None:
    """Five bits a letter, the lowest first."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for number in numbers:
        values = [letters.index(letter) for letter in vlq(number)]
        assert [value >= 32 for value in values] == [True] * (len(values) - 1) + [False]
        assert sum((value & 31) << (5 * place) for place, value in enumerate(values)) == number
        assert int(base36(number), 36) == number


def test_the_browser_reads_the_numbers() -> None:
    """Any number below 2^30."""
    rng = random.Random(13)  # noqa: S311 - the same numbers every time
    jobs: list[dict[str, Any]] = []
    expected: list[Any] = []
    for _ in range(100):
        steps = [rng.choice([0, 1, 31, 32, 1023, 1024, rng.randrange(2**24)]) for _ in range(20)]
        jobs.append({"do": "numbers", "packed": "".join(map(vlq, steps))})
        expected.append([sum(steps[: n + 1]) for n in range(len(steps))])
    assert ask(*jobs) == expected


def test_the_browser_reads_the_postings() -> None:
    """Documents and lines in their order, some documents without a line, some terms nowhere."""
    rng = random.Random(16)  # noqa: S311 - the same places every time
    jobs: list[dict[str, Any]] = []
    expected: list[Any] = []
    for _ in range(60):
        documents = [
            Document("x", "laws", "", "", "", (Line("title", ""),) * rng.choice([0, 1, 3, 40]), ())
            for _ in range(rng.randint(1, 60))
        ]
        places = random_places(rng, [len(document.lines) for document in documents])
        order = sorted(places)
        lexicon = PackedLexicon([], "", {}, order)
        data = {
            "fields": [["title", 1]],
            "letters": "", "endings": [], "lexicon": {}, "weak": "", "void": "",
            "layout": ["A" + "1" * len(document.lines) for document in documents],
            "postings": "".join(_postings(lexicon, places, _one_after_another(documents))),
        }  # fmt: skip
        jobs.append({"do": "postings", "data": data, "terms": list(range(len(order)))})
        expected.append([[[n, places[term][n]] for n in sorted(places[term])] for term in order])
    assert ask(*jobs) == expected


def random_places(rng: random.Random, lines: list[int]) -> dict[str, dict[int, list[int]]]:
    """Where terms stand, in documents of so many lines."""
    return {
        f"term {number}": {
            document: sorted(rng.sample(range(count), rng.randint(1, min(5, count))))
            for document, count in enumerate(lines)
            if count and rng.random() < share
        }
        for number, share in enumerate(rng.choices([0, 0.1, 0.5, 1], k=rng.randint(1, 8)))
    }


def test_the_browser_reads_the_layout() -> None:
    """Which field each line belongs to, and its number of words, at most 35."""
    rng = random.Random(14)  # noqa: S311 - the same layouts every time
    names = [f"field {n}" for n in range(26)]
    jobs: list[dict[str, Any]] = []
    expected = []
    for _ in range(200):
        fields = sorted(rng.choices(range(26), k=rng.randint(0, 40)))
        counts = [rng.choice([0, 1, 9, 10, 35, 36, 500]) for _ in fields]
        lines = tuple(Line(names[field], "") for field in fields)
        document = Document("x", "laws", "", "", "", lines, ())
        jobs.append({"do": "layout", "packed": _layout(document, counts, names)})
        expected.append({"fields": fields, "lengths": [min(count, 35) for count in counts]})
    assert ask(*jobs) == expected


@given(st.lists(st.text(st.sampled_from("abzAZ яЯїЇéß-1"), max_size=30), max_size=6))
def test_letters_that_change_places_come_back(texts: list[str]) -> None:
    """To exchange them again is to undo it; texts in our own letters stay as they are."""
    letters = letters_to_exchange(texts)
    assert [exchanged(exchanged(text, letters), letters) for text in texts] == texts
    assert letters_to_exchange(["nothing to win here: é"]) == ""


def test_the_browser_reads_exchanged_texts() -> None:
    """With more letters than ours, and with ours among theirs."""
    alphabet = "".join(map(chr, range(0x400, 0x460)))
    texts = [alphabet, "Слово e-mail, ЇЖАК’s №5", ""]
    letters = letters_to_exchange(texts)
    assert len(letters) == len(LATIN)
    written = [exchanged(text, letters) for text in texts]
    assert written != texts
    (read,) = ask({"do": "exchange", "letters": letters, "texts": written})
    assert read == texts
