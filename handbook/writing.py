"""Writes files so that a command which is stopped at any instant leaves no half-written handbook.

A command plans all its writes first (`Plan`), then commits them: every new text goes to a temporary
file in its own folder, and only when all of them stand on the disk are they moved into place, each
in one step. A journal names these moves; when the power fails between two of them, the next
command finishes what was begun (`finish_interrupted`).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

JOURNAL = ".handbook-unfinished.json"
"""Lies in the content's root while several files are moved into place."""
_TEMPORARY = re.compile(r"\..+\.handbook-new")


_LITTER_AGE = 60 * 60
"""Seconds; no command takes that long."""


class CommandError(Exception):
    """A command cannot do what it is asked; the message is for the person who asked."""


class Plan:
    """Writes and removals that belong together; nothing happens before `commit`."""

    def __init__(self, root: Path, command: str) -> None:
        self.root = root
        self._command = command
        self._before: dict[str, bytes | None] = {}
        """What stood in each file when it was planned; None where there was none."""
        self._after: dict[str, bytes | None] = {}
        """What shall stand there; None to remove it."""

    def read(self, path: str) -> str:
        """Return the text of a file as it will be, with plain line ends."""
        data = self._after[path] if path in self._after else self._now(path)
        if data is None:
            raise CommandError(f"{path}: there is no such file")
        try:
            return data.decode().replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise CommandError(f"{path}: is not UTF-8; save it in the encoding UTF-8") from error

    def write(self, path: str, text: str, *, newline: str = "") -> None:
        """Plan a new text for a file, which keeps its own kind of line ends unless told another."""
        before = self._remember(path)
        kept = "\r\n" if before and b"\r\n" in before else "\n"
        data = text.replace("\n", newline or kept).encode()
        self._plan(path, data)

    def write_bytes(self, path: str, data: bytes) -> None:
        """Plan the bytes of a file."""
        self._remember(path)
        self._plan(path, data)

    def create(self, path: str, text: str) -> None:
        """Plan a new file; it must not be there."""
        if os.path.lexists(self.root / path) or self._after.get(path) is not None:
            raise CommandError(f"{path}: is there already; nothing was written")
        self.write(path, text)

    def remove(self, path: str) -> None:
        """Plan that a file goes."""
        if self._remember(path) is None and self._after.get(path) is None:
            raise CommandError(f"{path}: there is no such file")
        self._plan(path, None)

    def changes(self) -> dict[str, tuple[str | None, str | None]]:
        """Return the text before and after of every file that changes, sorted by path."""
        return {
            path: (_as_text(self._before[path]), _as_text(data))
            for path, data in sorted(self._after.items())
        }

    def __len__(self) -> int:
        """Count the files that change."""
        return len(self._after)

    def commit(self) -> None:
        """Do everything that is planned, or nothing: CommandError, and all is as it was."""
        if not self._after:
            return
        made: dict[str, Path] = {}
        folders: list[Path] = []
        try:
            for path in self._after:
                self._check(path)
            for path, data in self._after.items():
                if data is not None:
                    folders += _make_folders((self.root / path).parent)
                    made[path] = _write_beside(self.root / path, data)
            with _undisturbed():
                self._move(made)
        except OSError as error:
            reason = f"{error.filename or self.root}: {error.strerror or error}"
            raise CommandError(f"{reason}; nothing was changed") from error
        finally:
            for temporary in made.values():
                temporary.unlink(missing_ok=True)
            for folder in reversed(folders):
                with contextlib.suppress(OSError):
                    folder.rmdir()  # Only if nothing came into it.

    def _move(self, made: dict[str, Path]) -> None:
        removed = [path for path, data in self._after.items() if data is None]
        journal = self.root / JOURNAL
        moves = {path: made[path].relative_to(self.root).as_posix() for path in made}
        if len(self._after) > 1:
            steps = {"command": self._command, "move": moves, "remove": removed}
            data = json.dumps(steps, ensure_ascii=True, indent=1).encode()
            temporary = _write_beside(journal, data)
            try:
                temporary.replace(journal)
            finally:
                temporary.unlink(missing_ok=True)
        done = []
        try:
            for path, temporary in made.items():
                temporary.replace(self.root / path)
                done.append(path)
            for path in removed:
                (self.root / path).unlink()
                done.append(path)
        except OSError:
            journal.unlink(missing_ok=True)
            for path in done:
                self._restore(path)
            raise
        journal.unlink(missing_ok=True)

    def _restore(self, path: str) -> None:
        before = self._before[path]
        target = self.root / path
        if before is None:
            target.unlink()
        else:
            _write_beside(target, before).replace(target)

    def _plan(self, path: str, data: bytes | None) -> None:
        if data == self._before[path]:
            self._after.pop(path, None)  # It will be as it is.
        else:
            self._after[path] = data

    def _remember(self, path: str) -> bytes | None:
        if path not in self._before:
            self._before[path] = self._now(path)
        return self._before[path]

    def _now(self, path: str) -> bytes | None:
        target = self.root / path
        try:
            return target.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CommandError(f"{path}: cannot be read ({error.strerror})") from error

    def _check(self, path: str) -> None:
        target = self.root / path
        parent = target.parent
        while not parent.exists():
            parent = parent.parent
        if not parent.resolve().is_relative_to(self.root.resolve()):
            raise CommandError(f"{path}: leads out of the handbook's folder; nothing was changed")
        if self._now(path) != self._before[path]:
            message = "was changed by another program meanwhile; nothing was changed, run it again"
            raise CommandError(f"{path}: {message}")
        if target.is_symlink():
            raise CommandError(f"{path}: is a link to another file; nothing was changed")
        # Replacing a file asks only its folder: a lock on the file itself is the person's word.
        if target.exists() and not target.stat().st_mode & stat.S_IWUSR:
            message = "is read-only; make it writable, and run the command again"
            raise CommandError(f"{path}: {message}; nothing was changed")


def finish_interrupted(root: Path) -> str:
    """Finish what an interrupted command had begun; return its name, or nothing.

    What one that was stopped before that has left beside its files is removed.
    """
    journal = root / JOURNAL
    if not journal.is_file():
        _remove_litter(root)
        return ""
    try:
        steps = json.loads(journal.read_bytes())
        moves = [(root / temporary, root / path) for path, temporary in steps["move"].items()]
        removed = [root / path for path in steps["remove"]]
        command = str(steps["command"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(f"{JOURNAL}: is not readable; look at 'git status'") from error
    inside = root.resolve()
    for path in [*removed, *(path for move in moves for path in move)]:
        if not path.parent.resolve().is_relative_to(inside):
            raise CommandError(f"{JOURNAL}: leads out of the handbook's folder; remove it")
    if not all(_TEMPORARY.fullmatch(temporary.name) for temporary, _ in moves):
        raise CommandError(f"{JOURNAL}: was not written by a command; remove it")
    try:
        for temporary, path in moves:
            if temporary.exists():
                temporary.replace(path)
        for path in removed:
            path.unlink(missing_ok=True)
        journal.unlink()
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from error
    return command


def _remove_litter(root: Path) -> None:
    """Remove temporary files that are too old to belong to a command that still runs."""
    oldest = time.time() - _LITTER_AGE
    for top in ("data", "docs", "schema"):
        for path in (root / top).rglob(".*.handbook-new"):
            with contextlib.suppress(OSError):
                if _TEMPORARY.fullmatch(path.name) and path.stat().st_mtime < oldest:
                    path.unlink()


def _write_beside(target: Path, data: bytes) -> Path:
    """Write `data` to a new file in the folder of `target` and see it on the disk."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.handbook-new")
    temporary.unlink(missing_ok=True)
    # Not tempfile: that would make the file private, and others shall read the handbook.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; return the new ones, the uppermost first."""
    new = []
    while not folder.exists():
        new.append(folder)
        folder = folder.parent
    for path in reversed(new):
        path.mkdir()
    return list(reversed(new))


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl+C and a polite end wait the few milliseconds that moving takes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, signal.SIG_IGN) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


def _as_text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "replace")
