"""When places are open and what they offer, as bits that can be counted."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Expand; the next import of a source fills the columns."""
    op.execute(
        "ALTER TABLE local_places ADD COLUMN open_dayparts smallint,"
        " ADD COLUMN amenities_known smallint NOT NULL DEFAULT 0,"
        " ADD COLUMN amenities_offered smallint NOT NULL DEFAULT 0"
    )


def downgrade() -> None:
    """Undo."""
    op.execute(
        "ALTER TABLE local_places DROP COLUMN open_dayparts, DROP COLUMN amenities_known,"
        " DROP COLUMN amenities_offered"
    )
