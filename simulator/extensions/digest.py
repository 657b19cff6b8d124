"""What a part of somebody's own is made of, as a digest: its text and that of all it calls, and the values it closes over."""

import ast
import functools
import hashlib
import importlib.util
import inspect
import marshal
import pickle
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any, Final

PLAIN: Final = (int, float, complex, str, bytes, bool, type(None), type(Ellipsis))
INSTALLED: Final = {"site-packages", "dist-packages"}  # folders of packages that others wrote
OURS: Final = "buyermaze"  # its version is in every mark already


def digest_of(*parts: Any) -> str:
    """Return sixty-four hexadecimal digits that change with what parts do.

    Counted are the text of the files they are written in and of the modules of somebody's own that these import, code
    without a file, functions and classes they use, defaults, and values they close over or take from their module.
    """
    return _marked(parts, held=False)


def held_by(*parts: Any) -> str:
    """Return a digest of the lists, tables and other changeable things that parts use, as they are now.

    A part may keep notes in one of them, so they count as they were when the part was used first.
    """
    return _marked(parts, held=True)


def _marked(parts: tuple[Any, ...], held: bool) -> str:
    mark, seen, files = hashlib.sha256(), dict[int, Any](), set[str]()
    for part in parts:
        for piece in _pieces(part, _top(part), held, seen, files):
            mark.update(len(piece).to_bytes(8, "big") + piece)
    return mark.hexdigest()


def _top(part: Any) -> str:
    """Return the name of the package a part is of: all of it is somebody's own, wherever it is installed."""
    return str(getattr(part, "__module__", "") or "").partition(".")[0]


def _pieces(what: Any, top: str, held: bool, seen: dict[int, Any], files: set[str]) -> Iterator[bytes]:
    """Yield what decides a function, a class or a value, and all it uses; changeable values alone where ``held``."""
    if isinstance(what, PLAIN):
        if not held:
            yield repr(what).encode()
        return
    if id(what) in seen:
        return
    seen[id(what)] = what  # kept, so that its number is not given to another
    if isinstance(what, (tuple, frozenset)):
        inner = what if isinstance(what, tuple) else sorted(what, key=repr)
        for each in inner:
            yield from _pieces(each, top, held, seen, files)
    elif isinstance(what, functools.partial):
        for each in (what.func, what.args, tuple(sorted(what.keywords.items()))):
            yield from _pieces(each, top, held, seen, files)
    elif isinstance(what, MethodType):
        for each in (what.__func__, what.__self__):
            yield from _pieces(each, top, held, seen, files)
    elif isinstance(what, (FunctionType, type)):
        yield from _of_code(what, top, held, seen, files)
    elif isinstance(what, ModuleType):
        if not held and _is_own(getattr(what, "__file__", None), what.__name__, top):
            yield from _texts(str(what.__file__), what.__name__, top, files)
    elif held:
        yield _state(what)
    else:
        yield type(what).__qualname__.encode()
        yield from _pieces(type(what), top, held, seen, files)


def _of_code(what: Any, top: str, held: bool, seen: dict[int, Any], files: set[str]) -> Iterator[bytes]:
    module = str(getattr(what, "__module__", "") or "")
    file = getattr(sys.modules.get(module), "__file__", None)
    if module.partition(".")[0] == OURS or (file and not _is_own(file, module, top)):
        yield f"{module}.{what.__qualname__}".encode()
        return
    if not held:
        yield what.__qualname__.encode()
        if file and Path(file).is_file():
            yield from _texts(file, module, top, files)
        else:
            yield _source(what)
    members = list(vars(what).values()) + list(what.__bases__) if isinstance(what, type) else [what]
    for member in members:
        member = getattr(member, "__func__", getattr(member, "fget", member))
        if isinstance(member, FunctionType):
            for value in _used(member):
                yield from _pieces(value, top, held, seen, files)
        elif isinstance(member, type):
            yield from _pieces(member, top, held, seen, files)
    fields = getattr(what, "model_fields", None) if isinstance(what, type) else None
    if fields and not held:
        yield repr(
            [(name, str(each.annotation), each.default, each.metadata) for name, each in fields.items()]
        ).encode()


def _used(function: FunctionType) -> Iterator[Any]:
    """Yield defaults of a function, values it closes over, and what it takes from its module."""
    yield function.__defaults__ or ()
    yield tuple(sorted((function.__kwdefaults__ or {}).items()))
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # it is not filled yet
            continue
    for name in _names(function.__code__):
        if name in function.__globals__:
            yield function.__globals__[name]


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _names(each)


def _state(what: Any) -> bytes:
    try:
        return pickle.dumps(sorted(map(repr, what)) if isinstance(what, set) else what, protocol=5)
    except Exception:  # it holds what cannot be written, such as a lock
        return type(what).__qualname__.encode()


def _is_own(file: str | None, module: str, top: str) -> bool:
    """Tell whether a module is somebody's own: of the part's package, or of no installed one."""
    name = module.partition(".")[0]
    if not file or name == OURS or name in sys.stdlib_module_names:
        return False
    return name == top or not INSTALLED & set(Path(file).parts)


def _texts(file: str, module: str, top: str, files: set[str]) -> Iterator[bytes]:
    """Yield the text of a file and of the modules of somebody's own that it imports, wherever in it."""
    place = str(Path(file).resolve())
    if place in files:
        return
    files.add(place)
    stat = Path(place).stat()
    text, imported = _read(place, module, stat.st_mtime_ns, stat.st_size)
    yield text
    for name in imported:
        found = _file_of(name)
        if found is not None and Path(found).is_file() and _is_own(found, name, top):
            yield from _texts(found, name, top, files)


@lru_cache(maxsize=256)
def _read(file: str, module: str, changed: int, size: int) -> tuple[bytes, tuple[str, ...]]:
    text = Path(file).read_bytes()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return text, ()
    package = module if Path(file).name == "__init__.py" else module.rpartition(".")[0]
    names: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= dict.fromkeys(each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            if node.level:
                try:
                    base = importlib.util.resolve_name(base, package)
                except ImportError:
                    continue
            names |= dict.fromkeys([base, *(f"{base}.{each.name}" for each in node.names)])
    return text, tuple(names)


def _file_of(name: str) -> str | None:
    """Return the file of a module, loaded or not."""
    if name.partition(".")[0] in sys.stdlib_module_names or name.partition(".")[0] == OURS:
        return None
    loaded = sys.modules.get(name)
    if loaded is not None:
        return getattr(loaded, "__file__", None)
    try:
        spec = importlib.util.find_spec(name)
    except Exception:  # whatever stops while a package above it is loaded
        return None
    return spec.origin if spec is not None and spec.has_location else None


def _source(what: Any) -> bytes:
    try:
        return inspect.getsource(what).encode()
    except (OSError, TypeError):
        members = list(vars(what).values()) if isinstance(what, type) else [what]
        return b"".join(_code(getattr(each, "__code__", each)) for each in members)


def _code(code: Any) -> bytes:
    """Return what decides a function: its instructions, names and constants, without where it was written."""
    if not isinstance(code, CodeType):
        return repr(code).encode() if isinstance(code, (*PLAIN, tuple)) else b""
    constants = b"".join(_code(each) for each in code.co_consts)
    return code.co_code + repr((code.co_names, code.co_varnames)).encode() + constants + marshal.dumps(code.co_flags)
