"""The configuration of a run: three sources, one order, all mistakes at once."""

from pathlib import Path

import pytest

from rollcall.config import Config, ConfigError


def _pyproject(folder: Path, text: str) -> Path:
    path = folder / "pyproject.toml"
    path.write_text(f"[tool.rollcall]\n{text}", encoding="utf-8")
    return path


def test_options_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    """A value of an earlier source is used if no later source has one."""
    path = _pyproject(tmp_path, 'profile = "ci"\nrate = 5\nmax-rows = 7\nlaws = ["page.*"]\n')
    environ = {"ROLLCALL_RATE": "6", "ROLLCALL_MAX_ROWS": "8", "ROLLCALL_PARENTS": "a=1,a=2,b=3"}
    config = Config.load(path, environ, max_rows="9", seed=None)
    assert (config.profile, config.rate, config.max_rows) == ("ci", 6.0, 9)
    assert config.laws == ("page.*",)
    assert dict(config.parents) == {"a": ("1", "2"), "b": ("3",)}
    assert config.seed == config.settings.seed


def test_all_mistakes_are_told_with_their_source(tmp_path: Path) -> None:
    """A file, a variable and an option that are wrong have a line each."""
    path = _pyproject(tmp_path, 'profil = "ci"\nrate = "fast"\nprobe-methods = "perhaps"\n')
    with pytest.raises(ConfigError) as caught:
        Config.load(path, {"ROLLCALL_MAX_TIME": "-1"}, max_requests="0")
    lines = str(caught.value).splitlines()
    assert {line.partition(": ")[0] for line in lines} == {
        "[tool.rollcall] profil",
        "[tool.rollcall] rate",
        "ROLLCALL_MAX_TIME",
        "--max-requests",
        "[tool.rollcall] probe-methods",
    }
    assert lines[0].endswith("require-witnesses, plugins")


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    """One that is not named may be missing."""
    with pytest.raises(ConfigError, match="no such file"):
        Config.load(tmp_path / "pyproject.toml", {})
    assert Config.load(environ={}).profile == "smoke"


def test_a_profile_bounds_what_is_not_bounded_otherwise() -> None:
    """The profile live is slow; None is any number."""
    assert Config("live").rate == 5
    assert Config("live").max_requests == 3000
    assert Config("live", rate=None).rate is None
    assert Config("ci").seed == Config("ci").seed
    assert Config().seed != Config().seed


def test_a_configuration_checks_itself() -> None:
    """What is given in Python is read like text, and wrong values are refused together."""
    assert Config(seed=1, rate=2).rate == 2.0
    with pytest.raises(ConfigError, match=r"(?s)profile: expected .*\nmax_rows: expected"):
        Config("hourly", max_rows=0)
