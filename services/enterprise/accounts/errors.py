"""What can go wrong with clients, on purpose."""

from uuid import UUID

from shared.errors import NotFoundError


class ClientNotFoundError(NotFoundError):
    """There is no such client, or it is not the caller's to see."""

    def __init__(self, client_id: UUID) -> None:
        super().__init__(f"There is no client {client_id} that this key may see.")
