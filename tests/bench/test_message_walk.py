"""A small walk through WhatsApp's rules; the drill's is a hundred thousand steps."""

from bench.message_walk import walked

STEPS = 1_500


async def test_no_step_breaks_a_rule_or_the_cap() -> None:
    walk = await walked(1, STEPS)
    assert walk.taken > STEPS / 20
    assert walk.twin.violations == []
    assert walk.most_spent_paise <= walk.cap_paise
