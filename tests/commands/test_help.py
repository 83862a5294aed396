"""What every command says of itself."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from handbook.cli import main


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_shows_examples_and_exit_codes(name: str) -> None:
    """And each of its options says what it is for."""
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert f"  python -m handbook {name}" in result.stdout
    assert "Exit code 0" in " ".join(result.stdout.split())
    for option in main.commands[name].params:
        assert getattr(option, "help", "") != ""


def test_the_list_of_commands_says_what_each_does() -> None:
    """In one line."""
    result = CliRunner().invoke(main, ["--help"])
    for name, command in main.commands.items():
        assert name in result.stdout
        assert command.get_short_help_str()


@pytest.mark.parametrize(
    ("wrong", "right"), [("chekc", "check"), ("translate", "translated"), ("initt", "init")]
)
def test_a_wrong_command_suggests_the_nearest(wrong: str, right: str) -> None:
    """Exit code 2."""
    result = CliRunner().invoke(main, [wrong])
    assert result.exit_code == 2
    assert f"no command '{wrong}'; did you mean '{right}'?" in result.stderr


def test_a_word_like_no_command_lists_them() -> None:
    """Exit code 2."""
    result = CliRunner().invoke(main, ["xyzzy"])
    assert result.exit_code == 2
    assert "the commands are: add-language, check, " in result.stderr
