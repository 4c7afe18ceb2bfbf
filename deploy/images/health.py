"""Is the process in this container ready? Docker sends no HTTP itself: this asks /readyz for it."""

import sys
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

SECONDS = 2.0


def answers(port: int) -> bool:
    """Tell whether the process behind a port of this machine says that it is ready."""
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    # One container runs the API or the worker, never both.
    sys.exit(not any(answers(int(port)) for port in sys.argv[1:]))
