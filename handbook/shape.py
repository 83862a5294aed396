"""Turns nodes into the values that the schema declares, and reports where they do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from handbook import characters, inline
from handbook.model import Value
from handbook.problems import ProblemLog, Rule
from handbook.schema import Bounds, Field, Kind
from handbook.source import Mapping, Node, Scalar, wrong_type
from handbook.source import Sequence as SequenceNode

_MAX_FINDINGS = 10
"""Most findings named in one text: a paragraph in the wrong language is one mistake, not fifty."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the fields of one file in one language."""

    log: ProblemLog
    locale: str

    def read(self, declared: Field, node: Node, keys: Sequence[str] = ()) -> Value | None:
        """Return the value of a field, or None when nothing of it can be used.

        `keys` are the ids that a keyed field must have, in their order.
        """
        if declared.kind is Kind.KEYED:
            return self._keyed(declared, node, keys)
        if declared.kind is Kind.LINES:
            items = self._items(declared, node)
            texts = (self._text(declared, item, name) for name, item in items)
            return tuple(text for text in texts if text is not None)
        if declared.kind is Kind.RECORDS:
            return tuple(
                self._record(declared, item, name) for name, item in self._items(declared, node)
            )
        if declared.kind is Kind.DIALOGUE:
            return tuple(
                self._turn(declared, item, name) for name, item in self._items(declared, node)
            )
        return self._text(declared, node, declared.name)

    def _items(self, declared: Field, node: Node) -> list[tuple[str, Node]]:
        if not isinstance(node, SequenceNode):
            hint = "write one item a line, each after '- '"
            wrong_type(self.log, node, declared.name, "a list", hint)
            return []
        count = len(node.items)
        bounds = declared.count
        if count < bounds.least:
            message = f"{count} of at least {bounds.least} items"
            self.log.add(Rule.TOO_FEW, node.place, declared.name, message, "add some")
        elif count > bounds.most:
            message = f"{count} items (at most {bounds.most})"
            self.log.add(Rule.TOO_MANY, node.place, declared.name, message, "keep the best")
        return [(f"{declared.name}[{i}]", item) for i, item in enumerate(node.items, 1)]

    def _keyed(self, declared: Field, node: Node, keys: Sequence[str]) -> Value | None:
        if not isinstance(node, Mapping):
            hint = "write 'entry-id: text', one a line"
            wrong_type(self.log, node, declared.name, "a mapping of keys", hint)
            return None
        facts = f"the facts name as '{declared.keyed_by}'"
        check_keys(self.log, node, declared.name, keys, keys, facts)
        values = {}
        for key in keys:
            item = node.get(key)
            text = item and self._text(declared, item, f"{declared.name}.{key}")
            if text:
                values[key] = text
        return values

    def _record(self, declared: Field, node: Node, name: str) -> dict[str, str]:
        if not isinstance(node, Mapping):
            keys = " and ".join(f"'{key}:'" for key in declared.record)
            wrong_type(self.log, node, name, "a mapping of keys", f"write {keys}")
            return {}
        check_keys(self.log, node, name, declared.record, declared.record, "a record has")
        values = {}
        for key, bounds in zip(declared.record, declared.record_length, strict=True):
            item = node.get(key)
            text = item and self._text(declared, item, f"{name}.{key}", bounds)
            if text:
                values[key] = text
        return values

    def _turn(self, declared: Field, node: Node, name: str) -> dict[str, str]:
        if not isinstance(node, Mapping) or len(node.pairs) != 1:
            speakers = " or ".join(f"'{speaker}: …'" for speaker in declared.record)
            wrong_type(self.log, node, name, "one turn", f"write {speakers}")
            return {}
        check_keys(self.log, node, name, declared.record, (), "a speaker may be")
        speaker, (_, item) = next(iter(node.pairs.items()))
        text = self._text(declared, item, f"{name}.{speaker[:60]}")
        return {speaker: text} if text and speaker in declared.record else {}

    def _text(
        self, declared: Field, node: Node, name: str, bounds: Bounds | None = None
    ) -> str | None:
        if not isinstance(node, Scalar):
            wrong_type(
                self.log, node, name, "text", "write text; quote it if it begins with [ or {"
            )
            return None
        text = node.value.strip()
        if not text:
            message = "empty"
            self.log.add(Rule.EMPTY_TEXT, node.place, name, message, declared.description)
            return None
        if declared.kind is not Kind.PROSE and declared.kind is not Kind.KEYED and "\n" in text:
            hint = "write it as one paragraph"
            self.log.add(Rule.WRONG_TYPE, node.place, name, "more than one line", hint)
        self._check_length(node, text, name, bounds or declared.length)
        self.check_text(node, text, name, links=declared.links)
        return text

    def _check_length(self, node: Scalar, text: str, name: str, bounds: Bounds) -> None:
        if len(text) < bounds.least:
            there = "1 character" if len(text) == 1 else f"{len(text)} characters"
            message = f"{there} (at least {bounds.least})"
            self.log.add(Rule.TOO_SHORT, node.place, name, message, "say a little more")
        elif len(text) > bounds.most:
            message = f"{len(text)} characters (at most {bounds.most})"
            self.log.add(Rule.TOO_LONG, node.place, name, message, "shorten it")

    def check_text(self, node: Scalar, text: str, name: str, *, links: bool) -> None:
        """Report letters and markup that do not belong into a text of this language."""
        for finding in islice(characters.find_letters(text, self.locale), _MAX_FINDINGS):
            place = node.place_of(finding.piece)
            self.log.add(finding.rule, place, name, finding.message, finding.hint)
        for fault in islice(inline.markup_faults(text, links=links), _MAX_FINDINGS):
            place = node.place_of(fault.piece)
            self.log.add(fault.rule, place, name, fault.message, fault.hint)


def check_keys(
    log: ProblemLog,
    node: Mapping,
    name: str,
    known: Iterable[str],
    required: Iterable[str],
    known_are: str,
) -> None:
    """Report keys of `node` that are not `known`, and `required` ones that it lacks.

    `known_are` begins the list of what is allowed: `a record has`.
    """
    known = dict.fromkeys(known)
    for key, (scalar, _) in node.pairs.items():
        if key not in known:
            allowed = ", ".join(islice(known, 30)) or "nothing"
            hint = log.did_you_mean(key, known) or f"{known_are}: {allowed}"
            message = f"unknown field '{key[:60]}'"
            log.add(Rule.UNKNOWN_FIELD, scalar.place, join(name, key[:60]), message, hint)
    for key in required:
        if key not in node.pairs:
            hint = f"add '{key}:'"
            log.add(Rule.MISSING_FIELD, node.place, join(name, key), "missing", hint)


def read_words(
    log: ProblemLog,
    node: Node,
    name: str,
    required: Sequence[str],
    optional: Sequence[str] = (),
) -> dict[str, Scalar]:
    """Read a mapping of single words; report what is missing, unknown or empty."""
    if not isinstance(node, Mapping):
        hint = f"write {{{', '.join(f'{key}: …' for key in required)}}}"
        wrong_type(log, node, name, "a mapping of keys", hint)
        return {}
    known = (*required, *optional)
    check_keys(log, node, name, known, required, "allowed are")
    words = {}
    for key, (_, value) in node.pairs.items():
        if not isinstance(value, Scalar) or not value.value.strip():
            message = "empty" if isinstance(value, Scalar) else "not one word"
            field = join(name, key[:60])
            log.add(Rule.EMPTY_TEXT, value.place, field, message, "write it, or drop it")
        elif key in known:
            words[key] = value
    return words


def join(name: str, key: str) -> str:
    """Return the path of a key within a field: `respond.name-a-deadline`."""
    return f"{name}.{key}" if name else key
