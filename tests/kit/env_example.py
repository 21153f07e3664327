"""Kit: what .env.example has to say; `python -m tests.kit.env_example` writes it anew."""

from __future__ import annotations

import textwrap
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings

FILE = Path(__file__).parents[2] / ".env.example"
HEAD = "# Settings of Nhịp Cầu: copy this file to .env and change what you need.\n"


def render() -> str:
    """Write each setting with its sentence above and its default."""
    prefix = Settings.model_config["env_prefix"]
    blocks = [HEAD]
    for name, field in Settings.model_fields.items():
        sentence = textwrap.fill(
            field.description or "", 97, initial_indent="# ", subsequent_indent="# "
        )
        blocks.append(f"{sentence}\n{prefix}{name.upper()}={spell(field.default)}\n")
    return "\n".join(blocks)


def spell(default: object) -> str:
    """Write a default as a line of .env would."""
    match default:
        case None:
            return ""
        case SecretStr():
            return default.get_secret_value()
        case bool():
            return str(default).lower()
    return str(default)


if __name__ == "__main__":
    FILE.write_text(render(), "utf-8")
