"""A network cable between browser and server that a test can pull: a page, its service worker and
a browser started anew all lose the network alike, which the driver's own switch does not do."""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class Cable:
    """Forwards connections at `url` to a server; while pulled, it takes none and drops those that
    stand."""

    def __init__(self, server_url: str) -> None:
        target = urlsplit(server_url)
        self._target = (target.hostname or "localhost", target.port or 80)
        self._pulled = threading.Event()
        self._ends: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._take, daemon=True).start()

    def pull(self) -> None:
        self._pulled.set()
        for end in list(self._ends):
            self._close(end)

    def plug_in(self) -> None:
        self._pulled.clear()

    def close(self) -> None:
        self.pull()
        self._close(self._listener)

    def _take(self) -> None:
        while True:
            try:
                near, _address = self._listener.accept()
            except OSError:
                return
            if self._pulled.is_set():
                near.close()
                continue
            far = socket.create_connection(self._target)
            self._ends |= {near, far}
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                target.sendall(chunk)
        self._close(source)
        self._close(target)

    def _close(self, end: socket.socket) -> None:
        self._ends.discard(end)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
