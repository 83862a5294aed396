"""What the hooks of one build share. Not a hook itself.

MkDocs loads each hook file by its path and puts only this folder on `sys.path`, and only while it
loads; so the way to the engine, one folder up, is laid here.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from mkdocs.config.defaults import MkDocsConfig  # noqa: E402
from mkdocs_static_i18n.plugin import I18n  # noqa: E402

from handbook.frame import FrameBuilder  # noqa: E402  (the path above comes first)
from handbook.model import Catalog  # noqa: E402
from handbook.rendering import Renderer  # noqa: E402


def i18n(config: MkDocsConfig) -> I18n:
    """Return the plugin that sorts pages into languages; it knows which one is under way."""
    plugin = config.plugins["i18n"]
    assert isinstance(plugin, I18n)
    return plugin


@dataclass
class Build:
    """The content of one build, and what turns it into pages."""

    catalog: Catalog
    renderer: Renderer
    frames: FrameBuilder
    version: str
    """Of the style sheet, the scripts and the icons."""


@dataclass
class State:
    """Lives as long as the process: `mkdocs serve` builds many times."""

    serving: bool = False
    build: Build | None = None
    """The last build without errors."""

    @property
    def current(self) -> Build:
        """Return the build under way; there is one from `on_config` on."""
        assert self.build is not None
        return self.build


state = State()
