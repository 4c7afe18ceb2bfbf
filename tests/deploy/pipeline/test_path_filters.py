import pytest

from pipeline.path_filters import is_let_in, is_started_by


# The examples of GitHub's own documentation of `paths`.
@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*", "README.md"),
        ("*.jsx?", "page.js"),
        ("*.jsx?", "page.jsx"),
        ("**", "all/the/files.md"),
        ("*.js", "app.js"),
        ("**.js", "src/js/app.js"),
        ("docs/*", "docs/README.md"),
        ("docs/**", "docs/mona/octocat.txt"),
        ("docs/**/*.md", "docs/README.md"),
        ("docs/**/*.md", "docs/a/markdown/file.md"),
        ("**/docs/**", "docs/hello.md"),
        ("**/docs/**", "space/docs/plan/space.doc"),
        ("**/README.md", "README.md"),
        ("**/*src/**", "a/src/app.js"),
        ("**/*src/**", "my-src/code/js/app.js"),
        ("**/*-post.md", "path/their-post.md"),
        ("**/migrate-*.sql", "db/sept/migrate-v1.sql"),
        ("v[12].[0-9]+.txt", "v1.10.txt"),
    ],
)
def test_a_pattern_matches_what_the_documentation_says(pattern: str, path: str) -> None:
    assert is_let_in(path, [pattern])


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*", "docs/README.md"),
        ("*.js", "js/index.js"),
        ("docs/*", "docs/mona/octocat.txt"),
        ("docs/**", "other/docs/x"),
        ("services/local/**", "services/locale/x.py"),
        ("libs/**", "libs"),
        ("a.b", "axb"),
        ("v[12].txt", "v3.txt"),
    ],
)
def test_a_pattern_leaves_out_the_rest(pattern: str, path: str) -> None:
    assert not is_let_in(path, [pattern])


@pytest.mark.parametrize(
    ("patterns", "path", "expected"),
    [
        (["*.md", "!README.md"], "README.md", False),
        (["*.md", "!README.md"], "hello.md", True),
        (["*.md", "!README.md", "README*"], "README.md", True),
        (["!README.md"], "hello.md", False),
    ],
)
def test_the_last_pattern_that_matches_decides(
    patterns: list[str], path: str, expected: bool
) -> None:
    assert is_let_in(path, patterns) is expected


def test_one_file_that_is_let_in_starts_the_workflow() -> None:
    assert is_started_by(["docs/x.md", "libs/a.py"], ["libs/**"])
    assert not is_started_by(["docs/x.md"], ["libs/**"])
    assert not is_started_by([], ["**"])
