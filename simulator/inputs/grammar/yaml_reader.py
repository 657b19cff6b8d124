"""Read a YAML file that anybody may have written: small, plain, without tricks, and every entry with its line."""

import re
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path as FilePath
from typing import Any, Final

import yaml

from buyermaze.simulator.core.errors import InputProblem, Path, shown
from buyermaze.simulator.core.local_files import content_of
from buyermaze.simulator.core.plain_text import one_line

SCHEMA_VERSION: Final = 1  # of the files of scenarios and markets
MOST_BYTES = 1_000_000
DEEPEST = 20
WHOLE = re.compile(r"^[-+]?[0-9]+$")
FLOAT = re.compile(r"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")
LONGEST_LABEL = 160  # characters of a file's name in a message
PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp")}

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without its C library
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class _PlainLoader(_Loader):
    """A safe loader of YAML 1.2 that reads what ``--set`` reads: ``010`` is ten, ``1:30`` a word, ``yes`` a yes."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - none of those of YAML 1.1


RESOLVERS: Final = (  # what a word without quotes is, its pattern, what it begins with
    ("tag:yaml.org,2002:bool", re.compile(r"^(true|false|yes|no|on|off)$", re.I), [*"tTfFyYnNoO"]),
    ("tag:yaml.org,2002:int", WHOLE, [*"-+0123456789"]),
    ("tag:yaml.org,2002:float", FLOAT, [*"-+0123456789."]),
    ("tag:yaml.org,2002:null", re.compile(r"^(~|null|Null|NULL|)$"), ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:timestamp", re.compile(r"^\d{4}-\d{2}-\d{2}$"), [*"0123456789"]),
    ("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"]),
)
for _tag, _pattern, _first in RESOLVERS:
    _PlainLoader.add_implicit_resolver(_tag, _pattern, _first)
_PlainLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


@dataclass(frozen=True)
class Document:
    """The content of a file, and the line of every entry by its path."""

    label: str
    data: dict[str, Any]
    lines: dict[Path, int]

    def place(self, path: Path) -> str:
        """Name the file and the line of an entry, or of the nearest group around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.label}, line {self.lines[path]}" if path in self.lines else self.label


def read(source: Traversable | FilePath | bytes, label: str, begins: str = f"schema_version: {SCHEMA_VERSION}") -> Document:
    """Read one YAML mapping from a file or from its bytes; ``begins`` is what a file of its kind begins with."""
    label = one_line(label, LONGEST_LABEL)
    text = _text(source if isinstance(source, bytes) else content_of(source, label, MOST_BYTES), label)
    try:
        _refuse_tricks(text, label)
        loader = _PlainLoader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                raise InputProblem(f"{label}: the file is empty; start with '{begins}'")
            if not isinstance(node, yaml.MappingNode):
                raise InputProblem(f"{label}: expected 'key: value' lines, found {_kind(node)}")
            lines: dict[Path, int] = {(): 1}
            data = _value(loader, node, label, lines, ())
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        if error.problem_mark:
            with suppress(yaml.YAMLError):  # a parser that looks ahead may give up on a trick before it hands it out
                _refuse_tricks(text[: error.problem_mark.index], label)
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        if "nesting depth" in str(error):
            raise InputProblem(f"{label}{line}: nested more than {DEEPEST} levels deep") from None
        raise InputProblem(f"{label}{line}: this is not valid YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise InputProblem(f"{label}: this is not valid YAML: {(str(error) or 'unreadable').splitlines()[0]}") from None
    except (RecursionError, ValueError, OverflowError) as error:
        if isinstance(error, InputProblem):
            raise
        raise InputProblem(f"{label}: this is not valid YAML ({type(error).__name__})") from None
    return Document(label, data, lines)


def _text(content: bytes, label: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputProblem(f"{label}: not a text file in UTF-8 (byte {error.start + 1} is not text)") from None


def _refuse_tricks(text: str, label: str) -> None:
    """Refuse what makes a small file grow or a reader break: anchors, aliases, tags, very deep nesting."""
    depth = 0
    for event in yaml.parse(text, _PlainLoader):
        place = f"{label}, line {event.start_mark.line + 1 if event.start_mark else 1}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InputProblem(
                f"{place}: anchors and aliases (& and *) are not allowed; write the values out or use 'extends'"
            )
        tag = getattr(event, "tag", None)
        if tag:
            raise InputProblem(f"{place}: tags such as '{tag}' are not allowed; write plain values")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise InputProblem(f"{place}: nested more than {DEEPEST} levels deep")


def _value(loader: Any, node: yaml.Node, label: str, lines: dict[Path, int], path: Path) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, label, lines, path)
    if isinstance(node, yaml.SequenceNode):
        values = []
        for position, entry in enumerate(node.value):
            lines[*path, position] = entry.start_mark.line + 1
            values.append(_value(loader, entry, label, lines, (*path, position)))
        return values
    if node.tag not in PLAIN_TAGS:
        return node.value
    try:
        return loader.construct_object(node)
    except (ValueError, OverflowError) as error:  # a number of thousands of digits, the 31st of February
        line = node.start_mark.line + 1
        raise InputProblem(f"{label}, line {line}: {shown(node.value)} cannot be read as a value: {error}") from None


def _mapping(loader: Any, node: yaml.MappingNode, label: str, lines: dict[Path, int], path: Path) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise InputProblem(f"{label}, line {line}: a name was expected before the colon, found {_kind(key_node)}")
        key = str(key_node.value)
        if key in result:
            raise InputProblem(f"{label}, line {line}: '{key}' is given twice, first in line {lines[*path, key]}")
        lines[*path, key] = line
        result[key] = _value(loader, value_node, label, lines, (*path, key))
    return result


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return "a group" if isinstance(node, yaml.MappingNode) else "a single value"
