"""What is heard of a socket: what a page of ours can say, of a size that it can have; all else counts as not said."""

import math
from typing import Any, Final

LONGEST: Final = 400_000  # bytes of a message; an address of 6,000 characters and every control of a page take 30,000
MOST_FILES: Final = 20  # places for uploads asked for at once
LONGEST_NAME: Final = 200  # characters of what names a page, a part of one or a request, which the log tells of
CONTROLS: Final = ("$$ID-", "$$STREAMLIT_INTERNAL_KEY")  # how Streamlit's names of controls begin; others are looked up and missed
NOT_OURS: Final = (  # what Streamlit does for whoever asks, and no page of ours asks for
    "clear_cache", "load_git_info", "set_run_on_save", "debug_disconnect_websocket", "debug_shutdown_runtime",
    "install_skills", "dismiss_skills_nudge",
)  # fmt: skip


def is_heard(said: bytes | None) -> bool:
    """Tell whether a message is one that our pages may send.

    Streamlit knows more: emptying what is kept for all visitors, naming the files changed in the folder of the program, writing
    into it. What a later Streamlit adds for its own pages is heard.
    """
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
    from streamlit.proto.BackMsg_pb2 import BackMsg

    if not said or len(said) > LONGEST:
        return False
    try:
        message = BackMsg.FromString(said)
    except DecodeError:
        return False
    asked = message.ListFields()
    if len(asked) == 1 and asked[0][0].name == "backend_operation_request":
        asked = [each for each in asked[0][1].ListFields() if each[0].containing_oneof is not None]
    kinds = [field.name for field, _ in asked]
    if "file_urls_request" in kinds and len(message.file_urls_request.file_names) > MOST_FILES:
        return False
    moved = message.rerun_script
    names = (moved.fragment_id, moved.page_script_hash, moved.page_name, message.backend_operation_request.request_id,
             message.file_urls_request.request_id)  # fmt: skip
    return (
        bool(kinds)
        and not set(kinds) & set(NOT_OURS)
        and all(len(name) <= LONGEST_NAME and (not name or name.isprintable()) for name in names)
        and all(state.id.startswith(CONTROLS) for state in moved.widget_states.widgets)
    )


def mistrust_controls() -> None:
    """See to it that what is no value of a control counts as not said, instead of as a fault of ours."""
    try:
        from streamlit.elements.widgets.number_input import NumberInputSerde
        from streamlit.errors import StreamlitAPIException  # of files under a name that their control does not take
        from streamlit.runtime.state.session_state import Serialized, WStates
    except ImportError:  # a Streamlit that keeps them elsewhere: the app runs, and such a value is a fault in the log again
        return

    look, number = WStates.__getitem__, NumberInputSerde.deserialize
    if look.__module__ == __name__:
        return

    def value(self: Any, key: str) -> Any:
        state, about = self.states.get(key), self.widget_metadata.get(key)
        if isinstance(state, Serialized) and about is not None:
            form = state.value.WhichOneof("value")
            if form not in (None, about.value_type) and about.value_type is not None:
                raise KeyError(key)
            most = getattr(about, "max_array_length", None)  # which Streamlit holds addresses to, and raises over here
            if most is not None and form is not None and len(getattr(getattr(state.value, form), "data", ())) > most:
                raise KeyError(key)
        try:
            return look(self, key)
        except (TypeError, ValueError, OverflowError, AttributeError, LookupError, RecursionError, StreamlitAPIException):
            raise KeyError(key) from None

    def finite(self: NumberInputSerde, ui_value: float | None) -> float | None:
        return number(self, None if ui_value is not None and not math.isfinite(ui_value) else ui_value)

    WStates.__getitem__ = value  # type: ignore[method-assign]
    NumberInputSerde.deserialize = finite  # type: ignore[assignment, method-assign]
