"""The one place that knows the compiler: ``@rule`` marks behaviour that both engines share.

A rule is plain Python on scalars, arrays and records. It is compiled on first use, cached on disk, and releases the
interpreter lock. ``BUYERMAZE_JIT=off`` or ``NUMBA_DISABLE_JIT=1`` runs the very same source uncompiled;
``BUYERMAZE_JIT=plain`` compiles it the way numba does by itself, as a version of numba does that was not tried. All three
give the same results. numba is left as it was found: what other code of the same process compiles is compiled as ever.
"""

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, update_wrapper
from importlib import metadata
from typing import Any, TypeVar

from buyermaze.simulator.model.compiler.machine_code import (
    FLAG,
    KEY,
    LONG,
    NOTHING,
    REAL,
    Call,
    called,
    is_linkable,
    keep,
    kept,
    made,
    spelled,
)

F = TypeVar("F", bound=Callable[..., Any])
STEERED_ON = ((0, 68),)  # versions of numba whose pipeline was tried with tests/identity; others compile as they do
_asked = os.environ.get("BUYERMAZE_JIT", "on").lower()
_disabled = os.environ.get("NUMBA_DISABLE_JIT", "0").strip() not in ("", "0")
if "numba" in sys.modules:  # a program may have said so to numba itself
    _disabled = bool(sys.modules["numba"].config.DISABLE_JIT)
_one_at_a_time = threading.RLock()
COMPILED = _asked not in ("off", "0", "false") and not _disabled


def rule(function: F) -> F:
    """Return the function compiled to machine code (or unchanged when compilation is switched off).

    Rules that call a rule take in its unoptimised code. Only what is called from Python is optimised, as one whole,
    turned into machine code and kept on disk. Rules whose name starts with an underscore are called by other rules only. Rules
    allocate nothing: without the compiler's reference counts a run is a fifth faster and threads share no counter.
    """
    if not COMPILED:
        return _quiet()(function) if not function.__name__.startswith("_") else function
    return Rule(function)  # type: ignore[return-value]


class Rule:
    """A rule that is compiled: code kept by an earlier process is called at once; the compiler is loaded where there is none.

    For the compiler a rule is what it makes of it (``_numba_type_``), so rules call each other by their names. Arguments that
    machine code does not take from Python, such as names or single records, are for the same source, uncompiled.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        update_wrapper(self, function)
        self.py_func = function
        self._code: dict[tuple[str, ...], Call | None] = {}
        self._compiled: Any = None

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Run the rule."""
        if not _by_address():
            return self.compiled(*args, **named)
        words: list[Any] = []
        kinds = None if named or len(args) != self.py_func.__code__.co_argcount else spelled(args, words)
        if kinds is not None and kinds not in self._code:
            self._code[kinds] = self._found(kinds, words, args)
        call = self._code.get(kinds) if kinds is not None else None
        return call(words) if call is not None else _quiet()(self.py_func)(*args, **named)

    def __reduce__(self) -> str:
        """Return the rule's name, by which another process finds it."""
        return self.py_func.__qualname__

    @property
    def _numba_type_(self) -> Any:
        return self.compiled._numba_type_

    @property
    def compiled(self) -> Any:
        """The rule in the compiler's hands."""
        if self._compiled is None:
            with _one_at_a_time:
                self._compiled = self._compiled or _handed_over(self.py_func)
        return self._compiled

    def _found(self, kinds: tuple[str, ...], words: list[Any], args: tuple[Any, ...]) -> Call | None:
        """Return kept code for such arguments; where there is none, make it and keep it for the next process."""
        name = f"{self.py_func.__module__.partition('.')[2]}.{self.py_func.__qualname__}"
        known = kept(name, kinds)
        if known is not None:
            return known
        types = tuple(map(self.compiled.typeof_pyval, map(_widest, args)))
        self.compiled.compile(types)
        result = self.compiled.overloads[types]
        returned = _returned(result.signature.return_type)
        if returned is None:
            return None
        library = result.library
        code = made(
            result.fndesc.llvm_func_name, words, returned, library._final_module, library._get_compiled_object()
        )
        if code is None:
            return None
        keep(name, kinds, code)
        return called(name, code)


def _widest(value: Any) -> Any:
    """Return a number as code takes it: of all whole numbers the widest, whatever they are called."""
    from numpy import bool_, integer, uint64

    if isinstance(value, (bool, bool_)):
        return bool(value)
    return int(value) if isinstance(value, (int, integer)) and not isinstance(value, uint64) else value


def _returned(kind: Any) -> str | None:
    """Return what machine code gives back: a kind of word, a class of numbers with names, or None for anything else."""
    from numba.core import types

    if isinstance(kind, types.IntEnumMember) and kind.dtype == types.int64:
        return f"{kind.instance_class.__module__}:{kind.instance_class.__qualname__}"
    known = {types.float64: REAL, types.int64: LONG, types.uint64: KEY, types.boolean: FLAG, types.none: NOTHING}
    return known.get(kind)


def _handed_over(function: Callable[..., Any]) -> Any:
    """Return a function as the compiler has it; a process that finds its code kept does not come here."""
    numba = _compiler()
    options = {"nogil": True, "error_model": "numpy"}
    if not _steered():
        plain: Any = numba.njit(**options)(function)
        _one_version_per_type(plain)
        if not function.__name__.startswith("_"):
            _keep_on_disk(plain)
        return plain
    options |= {"no_cfunc_wrapper": True, "_nrt": False}
    ingredient, whole = _pipelines()
    taken_in: Any = numba.njit(pipeline_class=ingredient, no_cpython_wrapper=True, **options)(function)
    _one_version_per_type(taken_in)
    entered: Any = numba.njit(pipeline_class=whole, no_cpython_wrapper=_by_address(), **options)(function)
    entered.get_call_template = taken_in.get_call_template
    entered.get_overload = taken_in.get_overload
    if not _by_address() and not function.__name__.startswith("_"):
        _keep_on_disk(entered)
    return entered


@cache
def _quiet() -> Any:
    """Return a decorator under which numbers behave as in compiled code: they wrap around and say nothing."""
    from numpy import errstate

    return errstate(over="ignore", divide="ignore", invalid="ignore")


@cache
def _pipelines() -> tuple[Any, Any]:
    """Return two ways to compile: a rule as an ingredient of others, and a rule with all its ingredients as a whole."""
    from types import SimpleNamespace

    from numba.core.codegen import JITCodeLibrary
    from numba.core.compiler import CompilerBase, DefaultPassBuilder

    class IngredientLibrary(JITCodeLibrary):  # type: ignore[misc]
        """Code that stops short of optimisation and of the machine; nothing in it has an address."""

        codegen = SimpleNamespace(set_env=lambda name, environment: None)

        def _optimize_final_module(self) -> None:
            pass

        def _finalize_final_module(self) -> None:
            self._finalize_dynamic_globals()
            self._finalized = True

        def get_pointer_to_function(self, name: str) -> int:
            self._ensure_finalized()
            return 0

    class WholeLibrary(JITCodeLibrary):  # type: ignore[misc]
        """Code in which ingredients are nobody else's, so that the compiler may inline them or drop their arguments."""

        def _optimize_final_module(self) -> None:
            for function in self._final_module.functions:
                if not function.is_declaration and function.linkage.name == "linkonce_odr":
                    function.linkage = "internal"
            super()._optimize_final_module()

    class Ingredient(CompilerBase):  # type: ignore[misc]
        library = IngredientLibrary

        def define_pipelines(self) -> Any:
            state = self.state
            state.targetctx = state.targetctx.subtarget(mangler=_short_symbol)
            state.library = self.library(state.targetctx.codegen(), state.func_id.func_qualname)
            state.library.enable_object_caching()
            return [DefaultPassBuilder.define_nopython_pipeline(state)]

        def compile_extra(self, function: Any) -> Any:
            with _in_haste():
                return super().compile_extra(function)

    class Whole(Ingredient):
        library = WholeLibrary

    return Ingredient, Whole


@contextmanager
def _in_haste() -> Iterator[None]:
    """Compile without looking for garbage, of which there is none yet, and spell out every record once: a fifth faster."""
    if not gc.isenabled():  # a rule that is compiled for another one, or a program that wants it so
        yield
        return
    from numba.core.types.npytypes import Record

    spell, spelled = Record.__repr__, {}

    def spell_once(record: Any) -> str:
        if id(record) not in spelled:
            spelled[id(record)] = record, spell(record)  # kept, so that no other gets its number
        return spelled[id(record)][1]

    gc.disable()
    Record.__repr__ = spell_once  # type: ignore[method-assign]
    try:
        yield
    finally:
        Record.__repr__ = spell  # type: ignore[method-assign]
        gc.enable()


@cache
def _compiler() -> Any:
    """Import numba without scipy's linear algebra, which rules never use and which takes a quarter of a second.

    numba looks for it when its own array functions are loaded, to know that it is there; scipy always is, as this package
    needs it. Whoever compiles linear algebra later finds the look-up in its place.
    """
    import numba
    from numba.np import linalg

    if "numba.np.arraymath" not in sys.modules and (look_up := getattr(linalg, "ensure_blas", None)):
        linalg.ensure_blas = lambda: None
        try:
            from numba.np import arraymath

            arraymath.ensure_blas = look_up  # type: ignore[attr-defined,unused-ignore]
        finally:
            linalg.ensure_blas = look_up
    return numba


@cache
def _steered() -> bool:
    """Tell whether this numba lets itself be steered: it was tried, and nobody asked for its own ways."""
    numba = sys.modules.get("numba")
    version = tuple(int(part) for part in (numba.__version__ if numba else metadata.version("numba")).split(".")[:2])
    return _asked != "plain" and version in STEERED_ON


@cache
def _by_address() -> bool:
    """Tell whether machine code is called by its address: the compiler was tried, and this process can link what it makes."""
    return _steered() and is_linkable()


def _short_symbol(name: str, types: Any, *, abi_tags: Any = (), uid: Any = None) -> str:
    """Name a compiled function by a digest of its arguments' types.

    numba spells a record's every field out in the symbol of every function that takes one; short names halve the time
    from start to first result.
    """
    import hashlib

    from numba.core.itanium_mangler import mangle

    digest = hashlib.sha256(", ".join(map(str, types)).encode()).hexdigest()[:16]
    found: str = mangle(name, (), abi_tags=(*abi_tags, digest), uid=uid)
    return found


def _one_version_per_type(compiled: Any) -> None:
    """Compile a rule once per type of its arguments, not per constant, member, width of integer or argument left out."""
    from inspect import Parameter, signature

    from numba import typeof
    from numba.core.types import Integer, IntEnumMember, int64, unliteral  # type: ignore[attr-defined]

    resolve = compiled.get_call_template
    arguments = signature(compiled.py_func).parameters
    left_out = {
        name: typeof(argument.default)
        for name, argument in arguments.items()
        if argument.default is not Parameter.empty
    }

    def widest(kind: Any) -> Any:
        kind = unliteral(kind)
        if isinstance(kind, IntEnumMember):
            return int64
        return int64 if isinstance(kind, Integer) and kind.signed else kind  # type: ignore[attr-defined]

    def resolve_types(args: Any, kws: Any) -> Any:
        missing = {name: left_out[name] for name in list(arguments)[len(args) :] if name in left_out}
        named = {name: widest(kind) for name, kind in (missing | dict(kws)).items()}
        return resolve(tuple(widest(arg) for arg in args), named)

    compiled.get_call_template = resolve_types


def _keep_on_disk(compiled: Any) -> None:
    """Cache machine code in a folder of our own; numba looks the folder up when caching is switched on."""
    import numba

    from buyermaze.simulator.model.compiler.disk_cache import cache_folder

    folder = cache_folder()
    if folder is None:
        return
    before = numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES
    numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES = folder, ""
    try:
        compiled._cache = _checked_cache()(compiled.py_func)
    except (OSError, RuntimeError):  # no room for the function's folder: go on without
        return
    finally:
        numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES = before


@cache
def _checked_cache() -> Any:
    """Return numba's cache of a function, but looked at before it is loaded and never a reason to fail."""
    import pickle

    from numba.core.caching import (
        CompileResultCacheImpl,
        FunctionCache,
        IndexDataCacheFile,
        UserProvidedCacheLocator,
    )

    from buyermaze.simulator.model.compiler.disk_cache import read_checked, write_checked

    class CheckedFiles(IndexDataCacheFile):  # type: ignore[misc]
        """Index and machine code in files that carry their digest."""

        def load(self, key: Any) -> Any:
            kept = super().load(key)
            return kept[1] if kept is not None and kept[0] == key else None

        def save(self, key: Any, data: Any) -> None:
            super().save(key, (key, data))  # two processes may take one name for code of different types

        def _load_index(self) -> dict[Any, str]:
            try:
                stamp, overloads = pickle.loads(read_checked(self._index_path) or b"")
                is_ours = stamp == (self._version, self._source_stamp)
                return {key: str(name) for key, name in overloads.items()} if is_ours else {}
            except Exception:  # whole, but it means nothing: it is written anew
                return {}

        def _save_index(self, overloads: Any) -> None:
            write_checked(self._index_path, self._dump(((self._version, self._source_stamp), overloads)))

        def _load_data(self, name: str) -> Any:
            content = read_checked(self._data_path(name))
            if content is None:
                raise FileNotFoundError(name)
            return pickle.loads(content)

        def _save_data(self, name: str, data: Any) -> None:
            write_checked(self._data_path(name), self._dump(data))

    class RoomOfTheHouse(UserProvidedCacheLocator):  # type: ignore[misc]
        """The folder around is named after the sources' text, so wherever that text is installed its code is here."""

        @classmethod
        def get_suitable_cache_subpath(cls, py_file: str) -> str:
            return os.path.basename(os.path.dirname(py_file))

    class OwnFolder(CompileResultCacheImpl):  # type: ignore[misc]
        _locator_classes = (RoomOfTheHouse,)

    class CheckedCache(FunctionCache):  # type: ignore[misc]
        _impl_class = OwnFolder

        def __init__(self, function: Any) -> None:
            super().__init__(function)
            plain: Any = self._cache_file
            self._cache_file: Any = CheckedFiles(
                cache_path=plain._cache_path, filename_base=self._impl.filename_base, source_stamp=plain._source_stamp
            )

        def _load_overload(self, sig: Any, target_context: Any) -> Any:
            try:
                return super()._load_overload(sig, target_context)
            except Exception:  # whatever is wrong with a file that is kept, the code can be made again
                return None

        def _save_overload(self, sig: Any, data: Any) -> None:
            try:
                super()._save_overload(sig, data)
            except Exception:  # it reads the index first; a run has its code already and needs no file
                return

    return CheckedCache
