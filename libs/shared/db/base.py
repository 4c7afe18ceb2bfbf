"""What every table has in common."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, cast
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import Uuid

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    # A wide integer and an aware time are what we mean whenever we write `int` or `datetime`.
    type_annotation_map: ClassVar = {
        int: BigInteger(),
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
    }


class TenantModel(Model):
    """Base of every table that belongs to tenants; row-level security filters on the column."""

    __abstract__ = True

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)


def tables_of(packages: Iterable[str]) -> list[Table]:
    """Return the tables whose models live in these packages."""
    prefixes = tuple(f"{package}." for package in packages)
    models = (mapper.class_ for mapper in Model.registry.mappers)
    return [
        cast("Table", model.__table__) for model in models if model.__module__.startswith(prefixes)
    ]
