"""Which words the interface needs in every language (`docs/<lang>/ui.yml`)."""

from __future__ import annotations

from handbook import references, schema

INTERFACE: dict[str, str] = {
    "language": "The language's own name: Polski, Українська.",
    "report_prompt": "First line of a report about a page: what is wrong here?",
}
"""Words that are not the heading of a field: key and what it is for."""


def sections() -> dict[str, tuple[str, ...]]:
    """Return the sections of `ui.yml` with the keys that each must have."""
    return {
        "interface": tuple(INTERFACE),
        "fields": tuple(schema.page_fields()),
        "relations": references.RELATIONS,
        "speakers": ("client", "agent"),
        "records": ("mistake", "instead"),
        "source_kinds": schema.SOURCE_KINDS,
    }

