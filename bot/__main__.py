"""The command line: `nhipcau …`, `python -m bot …`."""

from __future__ import annotations

from bot.commands import nhipcau


def main() -> None:
    """Run the command that was typed."""
    nhipcau(prog_name="nhipcau")


if __name__ == "__main__":
    main()
