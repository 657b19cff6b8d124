"""Thirty wrong plans and more: each is refused in one sentence, as a file, in the library and as an upload, and writes nothing."""

from pathlib import Path
from typing import Any

import pytest

import buyermaze as bm
from buyermaze.experiments.commands import main
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.uploads import from_upload

HIRE = "add: {programme.team.n_reps: 2}"
ENTRIES = {
    "date: 2026-7-1, " + HIRE: "expected a date such as 2026-01-05, found the text '2026-7-1'",
    "date: July, " + HIRE: "found the text 'July'",
    "date: 1.7.2026, " + HIRE: "found the text '1.7.2026'",
    "date: 01/07/2026, " + HIRE: "found the text '01/07/2026'",
    "date: 20260701, " + HIRE: "expected a date such as 2026-01-05, found 20260701",
    "date: 1782864000, " + HIRE: "expected a date such as 2026-01-05, found 1782864000",
    "date: true, " + HIRE: "expected a date such as 2026-01-05, found yes",
    "date: [2026-07-01], " + HIRE: "expected a date such as 2026-01-05, found a list",
    "date: 2026-02-30, " + HIRE: "day is out of range for month",
    "date: 2026-Q5, " + HIRE: "found the text '2026-Q5'",
    "date: 2026-W27, " + HIRE: "found the text '2026-W27'",
    "date: 2026-07-01T09:00:00, " + HIRE: "expected a date such as",
    "date: 2026-07-01T00:00:00+02:00, " + HIRE: "expected a date such as 2026-01-05, found the text '2026-07-01T00:00:00+02:00'",
    "date: 2026-07-01T00:00:00Z, " + HIRE: "expected a date such as",
    "date: 2019-07-01, " + HIRE: "2019-07-01 is outside the run, which lasts from",
    "date: 9999-07-01, " + HIRE: "out of bounds, allowed is a day in the years 1970 to 2300",
    "week: -105, " + HIRE: "is outside the run",
    "week: 99999, " + HIRE: "is outside the run",
    "week: two, " + HIRE: "week: expected a number",
    "week: true, " + HIRE: "week: expected a number, found yes",
    "week: '26', " + HIRE: "week: expected a number, found the text '26'",
    "week: .nan, " + HIRE: "must be a finite number",
    "week: 3, date: 2026-07-01, " + HIRE: "a date or a week, and not both",
    HIRE: "needs a date or a week",
    "week: 3": "must change something",
    "week: 3, weeks_ramp: -4, " + HIRE: "weeks_ramp: -4 is out of bounds; allowed is 0 to 520 weeks",
    "week: 3, weeks_ramp: long, " + HIRE: "weeks_ramp: expected a number",
    "week: 3, weeks_to_hire: -1, " + HIRE: "weeks_to_hire -1 is out of bounds, allowed is 0 to 104",
    "week: 3, ramp: curvy, weeks_ramp: 3, " + HIRE: "there are linear, s, learning",
    "week: 3, cost: -5, " + HIRE: "cost: -5 is out of bounds",
    "week: 3, add: {programme.team.n_reps: 0}": "changes nothing: programme.team.n_reps is 6 by then already",
    "week: 3, changes: {programme.team.n_reps: 6}": "changes nothing",
    "week: 3, add: {programme.team.n_reps: -9}": "-3 is out of bounds; allowed is 1 to 64 people",
    "week: 3, changes: {programme.team.n_reps: '7'}": "programme.team.n_reps: expected a whole number, found the text '7'",
    "week: 3, add: {programme.team.n_reps: '2'}": "programme.team.n_reps: what is added must be a number, found the text '2'",
    "week: 3, changes: {programme: {team: {}}}": "programme.team is a group of parameters; name one of n_reps",
    "week: 3, changes: {programme.team.n_reps: 7, programme: {team: {n_reps: 8}}}": "programme.team.n_reps is given twice",
    "week: 3, add: {programme.team.n_reps: 1, programme: {team: {n_reps: 2}}}": "programme.team.n_reps is given twice",
    "week: 3, add: {programme.team.reps: 2}": "did you mean 'n_reps'",
    "week: 3, add: {team.n_reps: 2}": "did you mean 'programme.team.n_reps'?",
    "week: 3, add: {run.seed: 2}": "cannot change within a run",
    "week: 3, add: 2": "expected a group of parameters, found 2",
    "week: 3, changes: {programme.gate.closed: maybe}": "expected yes or no",
    "date: 2026-07-01, transition: merg": "did you mean 'merge'",
    "date: 2026-07-01, transition: split": "changes nothing",
    "week: 3, changes: {programme: {team: {n_reps: [8]}}}": "programme.team.n_reps: expected a whole number, found a list",
    "week: 3, weeks_ramp: 4, changes: {programme.marketing.ads: ~}": "marketing.ads: expected a number, found nothing",
    "date: 2026-07-01, transition: merge, title: ~": "title: expected text, found nothing",
    "date: 2026-07-01, transition: merge, name: mine": "a transition has no 'name'; there are title, share_skill_lost",
    "date: 2026-07-01, transition: hire, weeks_content: 13": "brings no content, so 'weeks_content' has no use; leave it out",
    "date: 2026-07-01, transition: [merge]": "transition: expected one of merge, split, add_sla, remove_gate, hire, found a list",
    "date: 2026-7-1, transition: merge": "a date such as 2026-01-05, found the text '2026-7-1'",
    "date: 20260701, transition: merge": "a transition needs a date such as 2026-01-05, found 20260701",
    "transition: merge": "needs a date",
    "week: 3, transition: merge": "begins on a date; give it one instead of a week",
    "date: 2026-07-01, transition: merge, weeks_learning: -1": "weeks_learning: -1 is out of bounds",
    "date: 2026-07-01, transition: merge, skill_lost: 0.1": "did you mean 'share_skill_lost'",
    "quarter: Q3, " + HIRE: "no parameter 'quarter'",
    "week: 3, title: [a], " + HIRE: "title: expected text, found a list",
    "week: 3, name: '', " + HIRE: "'' cannot be a name",
    "week: 3, weeks_to_hire: 5, changes: {programme.marketing.ads: 2}": "weeks_to_hire: nobody is hired here; leave it out",
    "week: 3, weeks_ramp: 4, changes: {programme.gate.closed: false}": "is no number and cannot move little by little",
    "week: 3, add: {programme.team.n_reps: 0.5}": "expected a whole number (allowed is 1 to 64 people), found 6.5",
    "week: 3, add: {programme.governance.form: 1}": "nothing can be added to what is no number",
    "week: 3, changes: {programme.team.n_reps: 9}, add: {programme.team.n_reps: 2}": "is both set and added to",
    "week: 3, changes: {programme.coverage: [{name: all, by: partners}]}": "rows may not come or go",
    "week: 3, changes: {programme.coverage.all.by: partners}": "programme.coverage has no rows; give it a list of them first",
    "week: 3, changes: {timeline: []}": "cannot change within a run",
    "week: 3, cost: 40k, " + HIRE: "cost: expected a number (allowed is 0 to 1,000,000,000 USD), found the text '40k'",
    "date: 2026-07-01, transition: merge, " + HIRE: "a transition has no 'add'",
}
TARGETS = {
    "{amount: 1,2m, date: 2026-12-31}": "no parameter '2m'; did you mean|no parameter '2m'; there are amount, measure, date",
    "{amount: '1,2 Mio', date: 2026-12-31}": "'1,2 Mio' is no amount; write 1200000, 1,200,000, 800k or 1.2m",
    "{amount: '1,2m', date: 2026-12-31}": "'1,2m' is no amount",
    "{amount: -5, date: 2026-12-31}": "-5 is out of bounds",
    "{amount: 0, date: 2026-12-31}": "amount 0 is reached before anything happens",
    "{amount: yes, date: 2026-12-31}": "expected a number",
    "{amount: 1.2m, date: Q4}": "expected a date such as",
    "{amount: 1.2m, date: 1782864000}": "expected a date such as",
    "{amount: 1.2m, date: 2026-12-31, measure: revenue}": "there are bookings, n_wins, profit",
    "{amount: 1.2m, by: 2026-12-31}": "no parameter 'by'; there are amount, measure, date",
    "1.2m": "target",
    "{measure: n_wins, date: 2026-12-31}": "target: amount is missing; give what is to be reached, 1.2m",
    "{amount: €1.2m}": "target.amount: '€1.2m' is no amount; write 1200000, 1,200,000, 800k or 1.2m, in USD",
    "{amount: '£800k'}": "target.amount: '£800k' is no amount",
    "{amount: 1.2m EUR}": "target.amount: '1.2m EUR' is no amount",
    "{amount: 20%}": "target.amount: '20%' is no amount",
    "{amount: 1.2m, currency: EUR}": "no parameter 'currency'; there are amount, measure, date",
    "{amount: 1m, date: 2026}": "expected a date such as 2026-01-05, found 2026",
    "{amount: 1m, date: 2026-12}": "found the text '2026-12'",
}
CALENDARS = {
    "DE": "run.calendar: expected a group of parameters",
    "[DE]": "run.calendar: expected a group of parameters",
    "{country: Atlantis}": "there is no country 'Atlantis' with known holidays",
    "{region: BY}": "the region 'BY' needs its country",
    "{opens: 18, closes: 9}": "closes: 9 is not an hour or more after opens, 18",
    "{opens: 9am}": "opens: expected a number (allowed is 0 to 23 hour of the day), found the text '9am'",
    "{holidays: DE}": "run.calendar has no parameter 'holidays'",
}
FILES = {f"timeline:\n  - {{{entry}}}\n": said for entry, said in ENTRIES.items()}
FILES |= {f"target: {target}\n": said for target, said in TARGETS.items()}
FILES |= {f"run: {{calendar: {calendar}}}\n": said for calendar, said in CALENDARS.items()}
FILES |= {
    "timeline:\n  - {date: 2026-07-01, transition: merge}\n  - {date: 2026-07-01, transition: merge}\n": "become one team'): "
    "programme.gate.closed is changed twice at the same time",
    "timeline:\n  - {date: 2026-07-01, transition: merge}\n  - {date: 2026-12-01, transition: merge}\n": "line 5: "
    "transition 'merge' changes nothing: it is under way already, from 2026-07-01 to 2027-01-06",
    "timeline:\n  - {date: 2026-07-01, transition: remove_gate}\n  - {week: 60, changes: {programme.gate.closed: no}}\n"
    f"  - {{week: 70, {HIRE}}}\n": "line 5: timeline.2: changes nothing: programme.gate.closed is no by then already",
    "market: {segments: [{name: small}, {name: small}]}\n": "market.segments: every name must be different",
    "timeline: merge in July\n": "a list of entries",
    "timeline: {week: 3}\n": "a list of entries",
    "timeline:\n  - hire\n": "expected a group of parameters",
    f"timeline:\n  - {{week: 3, {HIRE}}}\n  - {{week: 3, {HIRE}}}\n": "changed twice at the same time",
}


@pytest.mark.parametrize("body", FILES, ids=lambda body: " ".join(body.split())[:70])
def test_a_wrong_plan_is_refused_in_one_sentence_wherever_it_comes_from(body: str, tmp_path: Path, capsys: Any) -> None:
    file, out = tmp_path / "plan.yaml", tmp_path / "out.json"
    file.write_text(f"schema_version: 1\nextends: baton_pass\n{body}")
    words = FILES[body].split("|")
    with pytest.raises(InputProblem) as in_library:
        bm.load(str(file))
    with pytest.raises(InputProblem) as uploaded:
        from_upload("plan.yaml", file.read_bytes())
    with pytest.raises(SystemExit) as left:
        main(["outlook", str(file), "--target", "1m", "--replications", "2", "--json", str(out)])
    said = capsys.readouterr().err
    assert left.value.code == 2
    assert not out.exists()
    for sentence in (str(in_library.value), str(uploaded.value), said):
        assert any(word in sentence for word in words), sentence
        assert len(sentence.strip().splitlines()) == 1
        assert "plan.yaml, line" in sentence


def test_a_plan_that_is_right_is_taken_with_an_amount_as_people_write_it(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(
        f"schema_version: 1\nextends: baton_pass\ntimeline:\n  - {{date: 2026-07-01, {HIRE}}}\ntarget: {{amount: 1.2m}}\n"
    )
    plan = bm.load(str(file))
    assert plan.target is not None and plan.target.amount == 1.2e6
    assert from_upload("plan.yaml", file.read_bytes()).fingerprint == plan.fingerprint


def test_a_title_of_several_lines_is_said_in_one(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(
        f'schema_version: 1\nextends: baton_pass\ntimeline:\n  - {{week: 3, title: "two\\nreps more", {HIRE}}}\n'
    )
    assert bm.load(str(file)).timeline[0].words == "two reps more"
