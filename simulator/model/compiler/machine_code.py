"""Machine code called by its address: a process that finds code kept by an earlier one loads no compiler.

Code of a rule takes its arguments as words: a number is one word; an array is its place in memory, its shape and its strides.
It calls nothing but itself and mathematics, is linked in memory, and runs without the interpreter lock. It is kept in files
that are checked before they are linked (``disk_cache``).
"""

import ctypes
import json
import os
import platform
import threading
import weakref
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from buyermaze.simulator.model.compiler.disk_cache import cache_folder, read_checked, write_checked

REAL, LONG, KEY, FLAG, NOTHING = "real", "long", "key", "flag", "nothing"
LOW, HIGH = -(2**63), 2**63  # of whole numbers with a sign; keys have none and reach twice as far
IN_LLVM: Final = {REAL: ("double",), LONG: ("i64", "ptr", "i8*"), FLAG: ("i8",)}  # how code declares the words it takes
PASSED: Final[dict[str, Any]] = {REAL: ctypes.c_double, LONG: ctypes.c_int64, FLAG: ctypes.c_int8}
RETURNED: Final[dict[str, Any]] = {
    REAL: (ctypes.c_double, float),
    LONG: (ctypes.c_int64, int),
    KEY: (ctypes.c_uint64, int),
    FLAG: (ctypes.c_int8, bool),
    NOTHING: (ctypes.c_void_p, lambda _: None),
}
ALL_IS_WELL: Final = (0, -2)  # done; done, with nothing to give back
MATHEMATICS: Final = (
    "exp", "exp2", "log", "log2", "log10", "pow", "sqrt", "erf", "erfc", "floor", "ceil", "rint", "round", "trunc", "fabs",
    "fmod", "fma", "sin", "cos", "tan", "memset", "memcpy", "memmove",
)  # fmt: skip
Call = Callable[[list[Any]], Any]


class Code(NamedTuple):
    """Machine code of a rule for arguments of some kinds."""

    symbol: str  # of its function
    passed: list[str]  # kinds of its words
    returned: str  # a key of RETURNED, or a class of numbers with names as ``module:Class``
    wanted: list[str]  # what it calls
    object: bytes  # an object file


_linking = threading.RLock()  # only one thread may make the engine: code is gone with the one it was linked in
_parts: dict[int, tuple[Any, tuple[str, ...], tuple[int, ...]]] = {}  # of arrays that are alive: kind and words
_layouts: dict[tuple[Any, ...], str] = {}


def spelled(args: Iterable[Any], words: list[Any]) -> tuple[str, ...] | None:
    """Return the kinds of arguments and append their words, or None where one is of no kind that is passed this way."""
    kinds: list[str] = []
    for value in args:
        if isinstance(value, float):
            kinds.append(REAL)
            words.append(value)
        elif isinstance(value, np.ndarray):
            part = _part(value)
            if part is None:
                return None
            kinds += part[0]
            words += part[1]
        elif isinstance(value, (bool, np.bool_)):
            kinds.append(FLAG)
            words.append(bool(value))
        elif isinstance(value, np.uint64):
            kinds.append(KEY)
            words.append(int(value))
        elif isinstance(value, (int, np.integer)) and LOW <= value < 2 * HIGH:
            kinds.append(LONG if value < HIGH else KEY)
            words.append(int(value))
        elif isinstance(value, tuple) and hasattr(value, "_fields"):
            inner = spelled(value, words)
            if inner is None:
                return None
            kinds += inner
        else:
            return None
    return tuple(kinds)


def _part(array: Any) -> tuple[tuple[str, ...], tuple[int, ...]] | None:
    known = _parts.get(id(array))
    if known is not None and known[0]() is array:
        return known[1], known[2]
    if not array.flags.carray or not array.ndim:  # contiguous, aligned, writeable
        return None
    words = (0, 0, array.size, array.itemsize, array.ctypes.data, *array.shape, *array.strides)
    kinds = (f"{_layout(array.dtype)}x{array.ndim}",)
    number = id(array)
    _parts[number] = weakref.ref(array, lambda _: _parts.pop(number, None)), kinds, words
    return kinds, words


def _layout(dtype: Any) -> str:
    """Return a name for how the numbers of an array are laid out; of records, names and size tell them apart."""
    if dtype.names is None:
        return str(dtype.str)
    key = dtype.itemsize, dtype.names
    if key not in _layouts:
        _layouts[key] = sha256(repr((dtype.itemsize, dtype.fields)).encode()).hexdigest()[:16]
    return _layouts[key]


def made(symbol: str, words: list[Any], returned: str, module: Any, content: bytes) -> Code | None:
    """Return fresh code, or None if it takes its arguments in another way or calls what belongs to the compiler.

    Parameters
    ----------
    symbol : str
        Name of the function in ``module``, whose machine code (an object file) is ``content``.
    words : list
        Of the arguments it was made for.
    returned : str
        What it gives back, as ``Code`` has it.
    """
    passed = [FLAG if isinstance(word, bool) else REAL if isinstance(word, float) else LONG for word in words]
    declared = [str(each.type) for each in module.get_function(symbol).arguments][2:]  # after result and failure
    if len(declared) != len(passed) or not all(
        has in IN_LLVM[kind] for has, kind in zip(declared, passed, strict=True)
    ):
        return None
    wanted = [each.name for each in (*module.functions, *module.global_variables) if each.is_declaration]
    wanted = [name for name in wanted if not name.startswith("llvm.")]
    if any(name.startswith(("numba_", "NRT_", "Py", "_Py")) for name in wanted):
        return None
    return Code(symbol, passed, returned, wanted, content)


def keep(name: str, kinds: tuple[str, ...], code: Code) -> None:
    """Keep code for other processes, where there is room for it."""
    with suppress(OSError):
        if place := _place(name, kinds):
            head = json.dumps((place.name, *code[:-1])).encode()
            place.parent.mkdir(mode=0o700, exist_ok=True)
            write_checked(place, head + b"\n" + code.object)


def kept(name: str, kinds: tuple[str, ...]) -> Call | None:
    """Return code that an earlier process kept, or None where there is none, or none that means anything."""
    place = _place(name, kinds)
    content = read_checked(place) if place else None
    if place is None or content is None:
        return None
    head, _, rest = content.partition(b"\n")
    try:
        whose, *told = json.loads(head)
        return called(name, Code._make((*told, rest))) if whose == place.name else None
    except Exception:  # whole, but it means nothing: it is made again
        return None


def called(name: str, code: Code) -> Call | None:
    """Return code as a function of its words, or None where something it calls is not there.

    Raises
    ------
    RuntimeError
        By the function returned, if the code did not end as that of a rule does.
    """
    holder, turned = RETURNED[code.returned] if code.returned in RETURNED else _named_number(code.returned)
    passed = [PASSED[kind] for kind in code.passed]
    with _linking:
        address = _linked(code)
    if not address:
        return None
    function = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *passed)(address)

    def call(words: list[Any]) -> Any:
        result, failure = holder(), ctypes.c_void_p()
        status = function(ctypes.byref(result), ctypes.byref(failure), *words)
        if status not in ALL_IS_WELL:
            raise RuntimeError(f"{name}: the machine code of this rule stopped with status {status}")
        return turned(result.value)

    return call


def _place(name: str, kinds: tuple[str, ...]) -> Path | None:
    """Return the file of a rule's code for such arguments on this processor."""
    folder = cache_folder()
    digest = sha256(repr((kinds, _processor())).encode()).hexdigest()[:16]
    return Path(folder) / "entries" / f"{name}.{digest}.code" if folder else None


@cache
def _processor() -> tuple[Any, ...]:
    """Return what code is made for beside the versions of compiler and sources: the processor, and what numba is told."""
    import llvmlite.binding as llvm

    told = sorted(item for item in os.environ.items() if item[0].startswith("NUMBA_"))
    return llvm.get_default_triple(), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten(), told


@cache
def is_linkable() -> bool:
    """Tell whether this process has all the mathematics that code may call: linking what calls anything else would end it."""
    return _are_there(MATHEMATICS)


def _are_there(names: Iterable[str]) -> bool:
    import llvmlite.binding as llvm

    with _linking:
        _engine()  # from then on the process itself is looked through
        return all(llvm.address_of_symbol(name) is not None for name in names)


def _linked(code: Code) -> int:
    """Return the address of code's function; 0 where it is no code or calls what is not there."""
    import llvmlite.binding as llvm

    if not _are_there(code.wanted):
        return 0
    engine = _engine()
    file = llvm.ObjectFileRef.from_data(code.object)
    if not file:
        file.detach()
        return 0
    engine.add_object_file(file)
    engine.finalize_object()
    return int(engine.get_function_address(code.symbol))


@cache
def _engine() -> Any:
    """Return what links code in memory; large distances are asked for where the compiler asks for them."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine()
    is_arm = platform.machine().lower() in ("aarch64", "arm64")
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine, use_lmm=is_arm)


def _named_number(name: str) -> tuple[Any, Any]:
    module, _, kind = name.partition(":")
    return ctypes.c_int64, getattr(import_module(module), kind)
