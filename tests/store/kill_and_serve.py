"""Serve the app from processes that can be killed and are back at once, for the tests beside.

`python -m tests.store.kill_and_serve ADDRESS COUNT LOG` imports everything once, says on which
ports it listens and forks a server for each. A line on its input that holds a place in that list
kills that server as `kill -9` does and forks another; the end of the input kills all.
"""

import json
import os
import signal
import socket
import sys

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from app.content.load import load_content
from app.main import create_app
from app.settings import Settings


def main(address: str, count: int, log: str) -> None:
    application = create_app(Settings(database_url=SecretStr(address)), load_content())
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    servers = [fork(application, listener, log) for listener in listeners]
    say([listener.getsockname()[1] for listener in listeners])
    for line in sys.stdin:
        place = int(line)
        kill(servers[place])
        servers[place] = fork(application, listeners[place], log)
        say(servers)
    for server in servers:
        kill(server)


def fork(application: FastAPI, listener: socket.socket, log: str) -> int:
    """Start a server on a socket that outlives it: who connects meanwhile waits for the next."""
    if server := os.fork():
        return server
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(written, sys.stdout.fileno())
    os.dup2(written, sys.stderr.fileno())
    config = uvicorn.Config(application, log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])
    os._exit(1)


def kill(server: int) -> None:
    os.kill(server, signal.SIGKILL)
    os.waitpid(server, 0)


def say(what: list[int]) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
