from hashlib import sha256

import psycopg
import pytest

from shared.jobs.schema import grant_statements, install_statements, uninstall_statements

# Another digest means that pgqueuer declares other tables: write a migration first.
INSTALLED_BY_MIGRATION = "b6880be330c212aac6dd9ff8661b28d779e7c818f1fa8a0db775eb04ba44bee1"


def test_the_library_still_declares_what_the_migration_installed() -> None:
    assert sha256("\n".join(install_statements()).encode()).hexdigest() == INSTALLED_BY_MIGRATION


def test_no_extension_is_asked_for() -> None:
    assert "EXTENSION" not in "\n".join(install_statements()).upper()


def test_a_strange_variable_renames_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANNEL", "elsewhere")
    monkeypatch.setenv("PGQUEUER_PREFIX", "other_")
    assert "other_" not in "\n".join(install_statements())


@pytest.mark.parametrize(
    "statement", ["DROP TABLE pgqueuer", "TRUNCATE pgqueuer", "ALTER TABLE pgqueuer ADD x int"]
)
def test_the_application_cannot_change_the_queues_shape(
    queue_urls: tuple[str, str], statement: str
) -> None:
    with (
        psycopg.connect(queue_urls[0]) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())


def test_the_queue_can_be_removed_and_installed_again(queue_urls: tuple[str, str]) -> None:
    with psycopg.connect(queue_urls[1]) as owner:
        statements = [*uninstall_statements(), *install_statements()]
        for statement in [*statements, *grant_statements("jobs_tests_app")]:
            owner.execute(statement.encode())
