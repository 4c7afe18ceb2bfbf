"""The gateway's own tests, asked of a Traefik that was told its routes by Kubernetes."""

from tests.gateway.test_routing import (
    test_a_hook_takes_no_other_method,
    test_a_tiers_readiness_is_told_on_the_internal_entry_point_only,
    test_an_account_needs_exactly_one_tiers_key,
    test_every_method_reaches_the_tier,
    test_everything_else_is_not_found,
    test_no_key_is_unauthenticated,
    test_the_key_alone_routes_the_account,
    test_the_other_tiers_key_is_forbidden,
    test_the_platforms_pages_are_answered_by_both_tiers,
    test_the_reference_pages_need_no_key_to_read,
    test_the_right_key_reaches_its_tier_in_either_header,
    test_vendors_reach_their_hook_without_a_key,
    test_what_only_resembles_a_reference_page_needs_a_key,
    test_whoever_writes_the_refusal_is_not_shown_the_refused_key,
)

__all__ = [
    "test_a_hook_takes_no_other_method",
    "test_a_tiers_readiness_is_told_on_the_internal_entry_point_only",
    "test_an_account_needs_exactly_one_tiers_key",
    "test_every_method_reaches_the_tier",
    "test_everything_else_is_not_found",
    "test_no_key_is_unauthenticated",
    "test_the_key_alone_routes_the_account",
    "test_the_other_tiers_key_is_forbidden",
    "test_the_platforms_pages_are_answered_by_both_tiers",
    "test_the_reference_pages_need_no_key_to_read",
    "test_the_right_key_reaches_its_tier_in_either_header",
    "test_vendors_reach_their_hook_without_a_key",
    "test_what_only_resembles_a_reference_page_needs_a_key",
    "test_whoever_writes_the_refusal_is_not_shown_the_refused_key",
]
