"""YAML that our own reader, and any other, reads as it was meant: text that looks like a number stands in quotes."""

from typing import Any, Final

import yaml

from buyermaze.simulator.inputs.grammar.yaml_reader import RESOLVERS

WIDTH: Final = 110  # characters of a line


class _Writer(yaml.SafeDumper):
    """Writes text without quotes only where neither YAML 1.1 nor our reader takes it for anything else."""


for _tag, _pattern, _first in RESOLVERS:
    _Writer.add_implicit_resolver(_tag, _pattern, _first)


def written(content: dict[str, Any]) -> str:
    """Return content as the text of a YAML file, in its own order."""
    return str(yaml.dump(content, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=WIDTH))
