"""The gateway's own tests, asked of a Traefik that was told its routes by Kubernetes."""

from tests.gateway.test_headers import *  # noqa: F403 - every test of it is collected here too
from tests.gateway.test_keys import *  # noqa: F403 - likewise
from tests.gateway.test_limits import (
    test_a_body_over_a_mebibyte_is_refused,
    test_a_body_up_to_a_mebibyte_arrives_whole,
    test_a_chunked_body_over_a_mebibyte_is_refused_too,
    test_an_import_has_only_the_tiers_own_limit,
    test_headers_that_are_too_large_are_refused,
    test_what_needs_no_key_has_the_same_limit,
    test_what_only_resembles_an_import_has_the_usual_limit,
)
from tests.gateway.test_path_spellings import *  # noqa: F403 - likewise
from tests.gateway.test_routing import *  # noqa: F403 - likewise

# Of the limits, those that need no gateway with files of its own.
__all__ = [
    "test_a_body_over_a_mebibyte_is_refused",
    "test_a_body_up_to_a_mebibyte_arrives_whole",
    "test_a_chunked_body_over_a_mebibyte_is_refused_too",
    "test_an_import_has_only_the_tiers_own_limit",
    "test_headers_that_are_too_large_are_refused",
    "test_what_needs_no_key_has_the_same_limit",
    "test_what_only_resembles_an_import_has_the_usual_limit",
]
