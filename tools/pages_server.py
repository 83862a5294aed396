"""Serve a built site on this machine as GitHub Pages would: below a path, with 404.html for what is not there."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path


@contextmanager
def served(folder: Path, path: str) -> Iterator[str]:
    """Serve a folder below a path such as `/handbook/` on a free port; yields the URL of its home page."""
    handler = functools.partial(PagesHandler, site_folder=folder, site_path=path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{path}"
        server.shutdown()


class PagesHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below a path."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, site_folder: Path, site_path: str) -> None:
        self.site_path = site_path
        self.error_page = (site_folder / "404.html").read_bytes()
        super().__init__(*args, directory=str(site_folder))  # type: ignore[arg-type] # what the server hands over

    def translate_path(self, path: str) -> str:
        """The file for a path; what lies outside the site does not exist."""
        if not path.startswith(self.site_path):
            return str(Path(self.directory) / "outside of the site")
        return super().translate_path(path.removeprefix(self.site_path.rstrip("/")))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page for what is not there."""
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.error_page)))
        self.end_headers()
        self.wfile.write(self.error_page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is inherited
        """Keep the output of the tests clean."""
