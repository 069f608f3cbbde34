"""The configuration of a run: its sources, their order, and invalid values."""

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


def test_invalid_values_are_named_with_their_source(tmp_path: Path) -> None:
    """The message has a line for each value of a file, a variable or an option."""
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
    assert lines[0].endswith("baseline, update-baseline, shard")


def test_a_given_file_must_exist(tmp_path: Path) -> None:
    """The default file may be missing."""
    with pytest.raises(ConfigError, match="no such file"):
        Config.load(tmp_path / "pyproject.toml", {})
    assert Config.load(environ={}).profile == "smoke"


def test_a_profile_sets_default_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """None removes a limit of the profile live; the seed of ci is fixed."""
    # The processes of pytest-xdist have one seed.
    monkeypatch.delenv("PYTEST_XDIST_TESTRUNUID", raising=False)
    assert Config("live").rate == 5
    assert Config("live").max_requests == 3000
    assert Config("live", rate=None).rate is None
    assert Config("ci").seed == Config("ci").seed
    assert Config().seed != Config().seed


def test_values_from_python_are_parsed() -> None:
    """Invalid values raise one error."""
    assert Config(seed=1, rate=2).rate == 2.0
    with pytest.raises(ConfigError, match=r"(?s)profile: expected .*\nmax_rows: expected"):
        Config("hourly", max_rows=0)


def test_headers_and_parameters_are_pairs(tmp_path: Path) -> None:
    """A value may have an equals sign or be empty; no message has one."""
    path = _pyproject(
        tmp_path, 'token-command = "print-token"\nparams = { tenant = "acme", v = 2 }\n'
    )
    config = Config.load(path, {"ROLLCALL_HEADERS": "X-A=1=2,X-B="}, params=None)
    assert dict(config.headers) == {"X-A": "1=2", "X-B": ""}
    assert dict(config.params) == {"tenant": "acme", "v": "2"}
    assert config.token_command == "print-token"  # noqa: S105 - a command
    assert dict(Config.load(path, {}, params=("a=b,c",)).params) == {"a": "b,c"}
    for options in ({"headers": ("s3cret",)}, {"params": ("=s3cret",)}):
        with pytest.raises(ConfigError, match=r"^--(header|param): expected NAME=VALUE$"):
            Config.load(path, {}, **options)
