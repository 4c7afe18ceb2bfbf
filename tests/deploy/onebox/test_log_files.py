from pathlib import Path

from onebox.log_files import Follower, last_lines, open_to_append, rotate


def test_the_writer_goes_on_in_the_emptied_file_after_a_rotation(tmp_path: Path) -> None:
    path = tmp_path / "worker.log"
    with open_to_append(path) as writer:
        writer.write(b"old line\n" * 20)
        writer.flush()
        assert rotate(path, largest_bytes=100)
        writer.write(b"new line\n")
    assert path.read_bytes() == b"new line\n"
    assert (tmp_path / "worker.log.1").read_bytes() == b"old line\n" * 20


def test_a_small_or_missing_log_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "worker.log"
    assert not rotate(path, largest_bytes=100)
    path.write_bytes(b"x" * 100)
    assert not rotate(path, largest_bytes=100)


def test_the_last_lines_are_those_of_this_run(tmp_path: Path) -> None:
    path = tmp_path / "worker.log"
    path.write_text("of the run before\n")
    position = path.stat().st_size
    with path.open("a") as file:
        file.writelines(f"line {number}\n" for number in range(30))
    assert last_lines(path, 2, since=position) == ["line 28", "line 29"]
    assert "of the run before" not in last_lines(path, 100, since=position)
    assert last_lines(tmp_path / "missing.log") == []


def test_a_follower_gives_old_lines_then_whole_new_ones(tmp_path: Path) -> None:
    path = tmp_path / "gateway.log"
    path.write_text("first\n")
    lines = Follower(lambda: sorted(tmp_path.glob("*.log"))).follow()
    assert next(lines) == ("gateway", "first")
    with path.open("a") as file:
        file.write("second\nthi")
        file.flush()
        assert next(lines) == ("gateway", "second")
        file.write("rd\n")
        file.flush()
        assert next(lines) == ("gateway", "third")


def test_a_follower_survives_a_rotation_and_finds_new_files(tmp_path: Path) -> None:
    path = tmp_path / "gateway.log"
    path.write_text("a rather long first line\n")
    lines = Follower(lambda: sorted(tmp_path.glob("*.log"))).follow()
    next(lines)
    path.write_text("cut\n")
    assert next(lines) == ("gateway", "cut")
    (tmp_path / "worker.log").write_text("hello\n")
    assert next(lines) == ("worker", "hello")
