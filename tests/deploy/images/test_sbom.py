import pytest

from images.sbom import debian_components, installed_components, release_of, whole

STATUS = """\
Package: zlib1g
Status: install ok installed
Architecture: amd64
Version: 1:1.3+b1
Description: compression
 a second line: of the description

Package: removed
Status: deinstall ok config-files
Architecture: all
Version: 1
"""
LOCKED = [{"name": "psycopg-binary"}, {"name": "colorama"}]


def test_debians_installed_packages_are_components_with_addresses() -> None:
    assert debian_components(STATUS, "debian-13") == [
        {
            "type": "library",
            "bom-ref": "pkg:deb/debian/zlib1g@1:1.3%2Bb1?arch=amd64&distro=debian-13",
            "name": "zlib1g",
            "version": "1:1.3+b1",
            "purl": "pkg:deb/debian/zlib1g@1:1.3%2Bb1?arch=amd64&distro=debian-13",
        }
    ]


def test_what_the_lock_file_has_for_other_systems_is_left_out() -> None:
    assert installed_components(LOCKED, ["Psycopg_Binary"]) == [{"name": "psycopg-binary"}]


def test_what_is_installed_and_not_locked_is_refused() -> None:
    with pytest.raises(ValueError, match="without being in the lock file: stray"):
        installed_components(LOCKED, ["colorama", "stray"])


def test_the_document_is_about_the_image() -> None:
    python = {
        "bomFormat": "CycloneDX",
        "metadata": {"component": {"name": "vertical-light-os", "version": "1"}},
        "components": LOCKED,
    }
    made = whole(python, ["colorama"], [{"name": "zlib1g"}], "local")
    assert made["bomFormat"] == "CycloneDX"
    assert made["components"] == [{"name": "colorama"}, {"name": "zlib1g"}]
    assert made["metadata"]["component"] == {
        "name": "vertical-light-os-local",
        "type": "container",
        "version": "1",
    }


def test_the_release_is_read_from_the_base() -> None:
    assert release_of("NAME=Debian\nVERSION_CODENAME=trixie\n") == "debian-trixie"
