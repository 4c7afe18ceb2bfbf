"""Failures of webhooks that go out.

* NotFoundError
  - EndpointNotFoundError
  - DeliveryNotFoundError
* ConflictError
  - TooManyEndpointsError
  - DeliveryOnItsWayError
  - EndpointDisabledError
* InvalidError
  - UnusableAddressError
"""

from uuid import UUID

from shared.errors import ConflictError, FieldProblem, InvalidError, NotFoundError


class EndpointNotFoundError(NotFoundError):
    """The tenant has no such endpoint."""

    def __init__(self, endpoint_id: UUID) -> None:
        super().__init__(f"There is no endpoint {endpoint_id}. List them to find yours.")


class DeliveryNotFoundError(NotFoundError):
    """The tenant has no such delivery, or it is forgotten."""

    def __init__(self, delivery_id: UUID) -> None:
        super().__init__(
            f"There is no delivery {delivery_id}. Deliveries are forgotten after 30 days."
        )


class TooManyEndpointsError(ConflictError):
    """The tenant has as many endpoints as it may have."""

    def __init__(self, most: int) -> None:
        super().__init__(f"You have {most} endpoints, the most there may be. Remove one first.")


class DeliveryOnItsWayError(ConflictError):
    """The delivery is tried by itself still."""

    def __init__(self) -> None:
        super().__init__("The delivery is still tried by itself. Wait for its end.")


class EndpointDisabledError(ConflictError):
    """Nothing is sent to the endpoint."""

    def __init__(self) -> None:
        super().__init__("The endpoint is disabled. Enable it first, then send again.")


class UnusableAddressError(InvalidError):
    """Nothing may be sent to the address."""

    def __init__(self, problem: str) -> None:
        super().__init__("Give an address in the open net.", (FieldProblem("url", f"{problem}"),))
