"""Send one message: to one resolved address, without redirects, within a time limit."""

import ssl
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from socket import SHUT_RDWR, create_connection
from threading import Timer
from typing import Final
from urllib.parse import urlsplit

from app.delivery.addresses import resolve
from app.delivery.errors import Undelivered

PATIENCE: Final = 10.0  # seconds for one message, from connecting to the answer's first lines
HTTPS: Final = 443
HTTP: Final = 80


def send(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allow_private: bool = False,
    patience: float = PATIENCE,
) -> int:
    """POST a body and return the status, 2xx; what is answered besides it is not read.

    The host is resolved once, and the connection goes to the address that was checked. Raises
    Undelivered for everything else, redirects included.
    """
    parts = urlsplit(url)
    is_safe = parts.scheme == "https"
    port = parts.port or (HTTPS if is_safe else HTTP)
    host = parts.hostname or ""
    connection = _Pinned(host, port, patience, is_safe=is_safe)
    connection.address = resolve(host, port, allow_private=allow_private)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    alarm = Timer(patience, connection.abort)
    alarm.start()
    try:
        connection.request("POST", target, body, dict(headers))
        status = connection.getresponse().status
    except TimeoutError:
        raise Undelivered("No answer in time.") from None
    except ssl.SSLError as error:
        raise Undelivered(f"No safe connection: {error.reason or 'it broke'}.") from None
    except (OSError, HTTPException, ValueError):
        why = "No answer in time." if connection.is_aborted else "The connection failed."
        raise Undelivered(why) from None
    finally:
        alarm.cancel()
        connection.close()
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise Undelivered(f"The answer was {status}.", is_final=status == HTTPStatus.GONE)
    return status


class _Pinned(HTTPConnection):
    """A connection to an address that was chosen before; the host's name stands in the request."""

    def __init__(self, host: str, port: int, patience: float, *, is_safe: bool) -> None:
        super().__init__(host, port, timeout=patience)
        self.default_port = HTTPS if is_safe else HTTP  # It is left out of the Host header.
        self.address = ""
        self.is_safe = is_safe
        self.is_aborted = False

    def connect(self) -> None:
        """Connect to the address; over TLS the certificate has to be the host's."""
        self.sock = create_connection((self.address, self.port), self.timeout)
        if self.is_safe:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def abort(self) -> None:
        """Break the connection, from another thread: drops of an answer reset every timeout."""
        self.is_aborted = True
        if self.sock is not None:
            try:
                self.sock.shutdown(SHUT_RDWR)
            except OSError:
                return
