"""What is said over a socket that no page of ours says: it counts as not said, and nobody else feels it."""

import time
from typing import Any

import pytest
from streamlit.elements.widgets.number_input import NumberInputSerde
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.NumberInput_pb2 import NumberInput
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import Serialized, WStates

from buyermaze.screens.engine import guard, heard
from buyermaze.screens.engine.guard import Guard
from buyermaze.screens.engine.sockets import MOST_WAITING
from buyermaze.screens.sidebar import choices
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.sheets.target import target_of
from tests.hardening.test_app_limits import app
from tests.waiting import awaited

MOVED = BackMsg(rerun_script={"query_string": "seed=2"}).SerializeToString()
UNHEARD = {
    "empties what is kept for all": BackMsg(clear_cache=True).SerializeToString(),
    "asks for the files changed in the folder": BackMsg(load_git_info=True).SerializeToString(),
    "watches files": BackMsg(set_run_on_save=True).SerializeToString(),
    "stops the server": BackMsg(debug_shutdown_runtime=True).SerializeToString(),
    "has files written": BackMsg(backend_operation_request={"request_id": "1", "install_skills": {}}).SerializeToString(),
    "asks for a hundred places at once": BackMsg(file_urls_request={"file_names": ["a"] * 100}).SerializeToString(),
    "is very long": BackMsg(rerun_script={"query_string": "a" * heard.LONGEST}).SerializeToString(),
    "moves what is no control": BackMsg(rerun_script={"widget_states": {"widgets": [{"id": "own"}]}}).SerializeToString(),
    "has lines of its own written into the log": BackMsg(rerun_script={"fragment_id": "x\n2026 all is well"}).SerializeToString(),
    "fills the log": BackMsg(backend_operation_request={"request_id": "x" * 1000, "dataframe_chunk": {}}).SerializeToString(),
    "asks for a page of ten thousand letters": BackMsg(rerun_script={"page_name": "x" * 10_000}).SerializeToString(),
    "is no message": b"\xff\xfe again",
    "is empty": b"",
    "is text": None,
}  # fmt: skip


@pytest.mark.parametrize("said", UNHEARD.values(), ids=UNHEARD)
def test_what_no_page_of_ours_says_is_not_heard(said: bytes | None) -> None:
    assert told([said, MOVED]) == ([MOVED], [])


@pytest.mark.parametrize(
    "said",
    [MOVED, BackMsg(rerun_script={"widget_states": {"widgets": [{"id": "$$ID-0-market", "string_value": "a"}]},
                                  "page_name": "plans", "fragment_id": "0a1b"}).SerializeToString(),
     BackMsg(stop_script=True).SerializeToString(), BackMsg(app_heartbeat=True).SerializeToString(),
     BackMsg(file_urls_request={"file_names": ["a.yaml"]}).SerializeToString(),
     BackMsg(backend_operation_request={"request_id": "1", "deferred_file": {"file_id": "1"}}).SerializeToString(),
     BackMsg(backend_operation_request={"request_id": "1", "dataframe_chunk": {}}).SerializeToString()],
)  # fmt: skip
def test_what_pages_say_is_heard(said: bytes) -> None:
    assert told([said]) == ([said], [])


def test_who_goes_on_saying_what_is_not_heard_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LONGEST_AT_THE_DOOR", 0.0)
    said, sent = told([b"\xff"] * 1000 + [MOVED])
    assert said == []
    assert [message["code"] for message in sent] == [1008]
    assert told([b"\xff"] * MOST_WAITING + [MOVED])[0] == [MOVED]


def told(messages: list[bytes | None]) -> tuple[list[bytes], list[Any]]:
    """Return what of some messages the app hears, and what the socket is sent."""
    left, found, sent = list(messages), [], []

    async def whole(scope: Any, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            found.append(message["bytes"])

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.receive", "bytes": left.pop(0)} if left else {"type": "websocket.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    awaited(Guard(whole)({"type": "websocket", "client": ("192.0.2.1", 1), "headers": []}, receive, send))
    return found, sent


@pytest.mark.parametrize(
    ("form", "control", "forged"),
    [
        ("int_value", int, {"string_value": "![x](//evil.example/x.png)"}),
        ("double_array_value", list, {"bool_value": True}),
        ("json_value", dict, {"json_value": "[["}),
        ("json_value", lambda value: value["room"]["job"] + 1, {"json_value": '{"room": {"job": "a"}}'}),
        ("string_value", lambda value: ["a", "b"][int(value)], {"string_value": "99"}),
        ("double_value", int, {"double_value": float("inf")}),
    ],
)
def test_what_is_no_value_of_a_control_counts_as_not_said(form: Any, control: Any, forged: dict[str, Any]) -> None:
    heard.mistrust_controls()
    kept = WStates()
    kept.set_widget_metadata(WidgetMetadata("a", deserializer=control, serializer=lambda value: value, value_type=form))
    kept.states["a"] = Serialized(WidgetState(id="a", **forged))
    assert kept.get("a", "usual") == "usual"
    assert "a" not in kept


@pytest.mark.parametrize(("n_said", "is_heard"), [(4, True), (5, False), (500, False)])
def test_more_choices_than_a_control_takes_count_as_not_said(n_said: int, is_heard: bool) -> None:
    heard.mistrust_controls()
    kept = WStates()
    about = WidgetMetadata("a", list, lambda value: value, value_type="string_array_value", max_array_length=4)
    kept.set_widget_metadata(about)
    kept.states["a"] = Serialized(WidgetState(id="a", string_array_value={"data": ["Merged"] * n_said}))
    assert kept.get("a", "usual") == (["Merged"] * n_said if is_heard else "usual")


@pytest.mark.parametrize("said", [float("inf"), -float("inf"), float("nan")])
@pytest.mark.parametrize("form", [NumberInput.INT, NumberInput.FLOAT])
def test_a_number_without_end_is_the_usual_one(form: Any, said: float) -> None:
    heard.mistrust_controls()
    assert NumberInputSerde(1, form, 0, 9).deserialize(said) == 1
    assert NumberInputSerde(1, form, 0, 9).deserialize(2) == 2


def test_where_nothing_is_taken_no_file_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not guard.no_room("/_stcore/upload_file/a/b")
    monkeypatch.setenv("BUYERMAZE_APP_READ_ONLY", "1")
    assert guard.no_room("/_stcore/upload_file/a/b") == "This view takes no files."


@pytest.mark.parametrize("amount", ["0", "1e300", "1e400", "9" * 5000])
def test_a_target_out_of_bounds_is_a_sentence_on_the_page_too(amount: str) -> None:
    at = app("plans", plan_target=amount, sharpen="false", replications="2")
    assert [each.value for each in at.warning if "Until then" in each.value], [each.value for each in at.error]
    assert at.session_state["n_drawn"] and not [each for each in at.error if "on our side" in each.value]


def test_a_target_that_is_none_is_told_in_a_sentence() -> None:
    with pytest.raises(InputProblem, match="allowed is 0 to 1e"):
        target_of({"amount": float("inf"), "measure": "bookings"})


def test_a_lever_is_looked_for_by_its_first_words_however_many_there_are() -> None:
    usual = choices.about("trust")
    began = time.process_time()
    assert choices.about("trust " * 60_000) == usual
    assert time.process_time() - began < 3.0


def test_an_organisation_chosen_many_times_is_chosen_once() -> None:
    at = app()
    at.session_state["programmes"] = ["merged", "merged", "merged", "baton_pass"]
    at.run()
    assert at.session_state["setup"].names == ["Merged", "Baton pass"]
