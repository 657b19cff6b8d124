"""Attribution of paths: exact answers of hand-made chains, and rules that share out everything once."""

from itertools import permutations

import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buyermaze.simulator.analysis.attribution.attribution import credit_of
from buyermaze.simulator.analysis.attribution.markov import (
    best_order,
    chain,
    markov,
    p_conversion,
    removal_effects,
    transitions,
)
from buyermaze.simulator.analysis.attribution.path_files import read_paths
from buyermaze.simulator.analysis.attribution.rules_of_thumb import (
    RULES,
    credit,
    position,
    time_decay,
    u_shaped,
    w_shaped,
)
from buyermaze.simulator.analysis.attribution.shapley import path_shapley, shapley
from buyermaze.simulator.analysis.attribution.touch_paths import Path, channels_of
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.written import Written

CLASSIC = pandas.DataFrame(
    {
        "path": ["a > b > c", "a", "b > c"],
        "total_conversions": [1, 0, 0],
        "total_conversion_value": [10.0, 0, 0],
        "total_null": [0, 1, 1],
    }
)
channel_paths = st.lists(
    st.builds(
        Path,
        channels=st.lists(st.sampled_from("abcd"), min_size=1, max_size=6).map(tuple),
        conversions=st.integers(0, 5).map(float),
        value=st.integers(0, 50).map(float),
        null=st.integers(0, 5).map(float),
    ),
    min_size=1,
    max_size=8,
)


def test_the_textbook_chain_gives_the_textbook_removal_effects():
    paths = read_paths(CLASSIC)
    assert p_conversion(chain(paths)) == pytest.approx(1 / 3)
    assert removal_effects(paths, ["a", "b", "c"]) == pytest.approx([0.5, 1.0, 1.0])
    assert markov(paths, ["a", "b", "c"]) == pytest.approx([0.2, 0.4, 0.4])
    assert markov(paths, ["a", "b", "c"], of="value") == pytest.approx([2, 4, 4])


def test_a_chain_with_a_loop_is_solved_like_the_fundamental_matrix_says():
    paths = [Path(("a", "b", "a", "b"), 2, 2, 1), Path(("b",), 1, 1, 3), Path(("a",), 0, 0, 2)]
    # start: a 5, b 4 (of 9); a: b 6, end 2 (of 8); b: a 3, conversion 3, end 4 (of 10)
    q = np.array([[0, 5 / 9, 4 / 9], [0, 0, 6 / 8], [0, 3 / 10, 0]])
    absorbed = np.linalg.inv(np.eye(3) - q) @ np.array([0, 0, 3 / 10])
    assert p_conversion(chain(paths)) == pytest.approx(absorbed[0], rel=1e-12)
    only_b = 4 / 9 * 3 / 10  # without a, those who would go there are lost
    assert p_conversion(chain(paths), "a") == pytest.approx(only_b, rel=1e-12)
    assert p_conversion(chain(paths), "b") == 0.0


def test_a_chain_with_long_memory_repeats_the_paths_themselves():
    paths = [Path(("a", "b", "c"), 3, 3, 1), Path(("c", "a"), 1, 1, 5), Path(("b",), 2, 2, 0)]
    assert p_conversion(chain(paths, order=3)) == pytest.approx(6 / 12)
    # with the whole past in the state, removal loses exactly the conversions of paths through the channel
    assert removal_effects(paths, ["a", "b", "c"], order=3) == pytest.approx([4 / 6, 5 / 6, 4 / 6])


def test_walking_the_chain_at_random_agrees_with_the_solution():
    paths = [Path(("a", "b", "a"), 2, 2, 1), Path(("b", "c"), 1, 1, 3), Path(("c",), 1, 1, 2)]
    walk, luck = chain(paths), np.random.default_rng(7)
    exits = np.column_stack([walk.moves, walk.converted, walk.ended])
    odds = exits / exits.sum(axis=1, keepdims=True)
    n, won, at_most = 4000, 0, len(walk.states)
    for _ in range(n):
        state = walk.states.index(())
        while state < at_most:
            state = int(luck.choice(at_most + 2, p=odds[state]))
        won += state == at_most
    p = p_conversion(walk)
    assert abs(won / n - p) < 4 * np.sqrt(p * (1 - p) / n)


@settings(max_examples=60, deadline=None)
@given(channel_paths)
def test_every_model_shares_out_every_conversion_exactly_once(paths):
    channels, total = channels_of(paths), sum(path.conversions for path in paths)
    for rule in RULES.values():
        given_away = credit(paths, channels, rule)
        assert given_away.sum() == pytest.approx(total)
        assert (given_away >= 0).all()
    assert path_shapley(paths, channels).sum() == pytest.approx(total)
    if total:
        assert markov(paths, channels, order=2).sum() == pytest.approx(total)


@settings(max_examples=30, deadline=None)
@given(channel_paths)
def test_path_shapley_is_the_shapley_value_of_its_game(paths):
    channels = channels_of(paths)

    def worth(team):
        return sum(path.conversions for path in paths if set(path.channels) <= team)

    assert path_shapley(paths, channels) == pytest.approx(shapley(channels, worth))


def test_shapley_is_the_mean_over_all_orders_and_shares_out_everything():
    luck = np.random.default_rng(3)
    value = {frozenset(team): float(luck.normal()) for size in range(5) for team in permutations("abcd", size)}
    marginal = np.zeros(4)
    for order in permutations("abcd"):
        for k, player in enumerate(order):
            marginal["abcd".index(player)] += value[frozenset(order[: k + 1])] - value[frozenset(order[:k])]
    found = shapley("abcd", value.__getitem__)
    assert found == pytest.approx(marginal / 24)
    assert found.sum() == pytest.approx(value[frozenset("abcd")] - value[frozenset()])


def test_rules_of_thumb_by_hand():
    path = Path(("a", "b", "c", "d"), 1, 1, 0, hours=(160, 80, 40, 0), lead=1, opportunity=2)
    assert position(path) == pytest.approx([0.4, 0.1, 0.1, 0.4])
    assert u_shaped(path) == pytest.approx([0.4, 0.4, 0.1, 0.1])
    assert w_shaped(path) == pytest.approx([0.3, 0.3, 0.3, 0.1])
    weights = np.array([0.25, 0.5, 0.5**0.5, 1])
    assert time_decay(path, 80) == pytest.approx(weights / weights.sum())
    for rule in RULES.values():
        assert rule(Path(("a",), 1, 1, 0)) == pytest.approx([1])
    assert position(Path(("a", "b"), 1, 1, 0)) == pytest.approx([0.5, 0.5])


def test_plain_paths_come_from_a_file_and_leave_out_what_they_cannot_know(tmp_path):
    file = tmp_path / "paths.csv"
    CLASSIC.to_csv(file, index=False)
    found = credit_of(read_paths(file))
    assert "w_shaped" not in found.models
    assert found.shares().sum(axis=1) == pytest.approx(np.ones(len(found.models)))
    assert len(found.table()) == 3 * len(found.models)
    assert len(found.sentences()) == 3


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"drop": "path"}, "no column 'path'"),
        ({"total_conversions": [-1, 0, 0]}, "'total_conversions' must be a number"),
        ({"total_null": ["x", 0, 0]}, "'total_null' must be a number"),
        ({"path": ["a >", "a", "b"]}, "is no path"),
    ],
)
def test_wrong_tables_are_refused_in_one_sentence(change, says):
    table = CLASSIC.drop(columns=change["drop"]) if "drop" in change else CLASSIC.assign(**change)
    with pytest.raises(InputProblem, match=says):
        read_paths(table)


def test_value_is_shared_by_what_removal_does_to_value():
    paths = [Path(("Email",), 10, 100, 90), Path(("Demo",), 1, 10_000, 99)]
    assert markov(paths, ["Email", "Demo"], of="value") == pytest.approx([100, 10_000])
    assert markov(paths, ["Email", "Demo"]) == pytest.approx([10, 1])


def test_the_order_is_that_of_the_chain_that_made_the_paths():
    luck = np.random.default_rng(4)
    made = {1: [], 2: []}
    for order, paths in made.items():
        for _ in range(3000):
            path = [str(luck.choice(list("ab")))]
            while luck.random() < 0.8:  # the second chain repeats the step before last, nine times in ten
                back = order == 2 and len(path) > 1 and luck.random() < 0.9
                path.append(path[-2] if back else str(luck.choice(list("ab"))))
            paths.append(Path(tuple(path), *((1, 1, 0) if luck.random() < 0.5 else (0, 0, 1))))
    assert {order: best_order(paths) for order, paths in made.items()} == {1: 1, 2: 2}


def test_the_transition_matrix_has_rows_that_sum_to_one():
    table = transitions(read_paths(CLASSIC))
    assert table.groupby("before")["p"].sum().to_numpy() == pytest.approx(1)
    assert table.set_index(["before", "after"]).loc[("b", "c"), "n"] == 2


def written(tmp_path, text, name="paths.csv"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / name


def test_paths_are_read_with_any_separator_of_cells_and_a_channel_may_be_called_na(tmp_path):
    semicolons = written(
        tmp_path, "path;total_conversions;total_conversion_value;total_null\nNA;1;10,5;1\na > NA;5;50;5\n"
    )
    found = read_paths(semicolons)
    assert channels_of(found) == ["NA", "a"]
    assert found[0].value == 10.5


def test_words_for_start_and_end_are_no_channels(tmp_path):
    head = "path,total_conversions,total_conversion_value,total_null\n"
    for first, win, none in (("(start)", "(conversion)", "(null)"), ("start", "conversion", "null")):
        found = read_paths(written(tmp_path, f"{head}{first} > Email > {win},1,10,0\n{first} > Email > {none},0,0,1\n"))
        assert channels_of(found) == ["Email"]
    assert channels_of(read_paths(written(tmp_path, f"{head}Start > Email,1,1,0\nEmail,1,1,0\n"))) == ["Start", "Email"]
    assert read_paths(written(tmp_path, f"{head}Email × 2 > Demo,1,1,0\n"))[0].channels == ("Email", "Email", "Demo")
    with pytest.raises(InputProblem, match=r"--separator '\|'"):
        read_paths(written(tmp_path, f"{head}Email | Demo,1,1,0\n"))
    assert len(read_paths(written(tmp_path, f"{head}Email | Demo,1,1,0\n"), "|")[0].channels) == 2


TOUCHES = (
    "user_id;timestamp;channel;converted;value\n"
    "u1;2026-03-02 09:00;Demo;0;\nu1;2026-01-05 09:00;Ads;0;\nu1;2026-03-02 17:00;Direct;1;500\nu1;2026-03-09 09:00;Ads;0;\n"
    "u2;2026-03-02 09:00;Email;no;\n"
)


def test_touches_become_paths_in_order_of_time_cut_after_every_conversion(tmp_path):
    found = read_paths(written(tmp_path, TOUCHES))
    assert [(path.channels, path.conversions, path.value, path.null) for path in found] == [
        (("Ads", "Demo", "Direct"), 1, 500, 0), (("Ads",), 0, 0, 1), (("Email",), 0, 0, 1),
    ]  # fmt: skip
    assert found[0].hours == pytest.approx((8 * 40 + 8, 8, 0))
    assert read_paths(written(tmp_path, TOUCHES), look_back_days=30)[0].channels == ("Demo", "Direct")
    table = credit_of(found).table().set_index(["model", "channel"])["conversions"]
    assert table["last", "Direct"] == 1
    assert table["last_non_direct", "Demo"] == 1
    for days in (0, float("inf"), float("nan"), 1e300):
        with pytest.raises(InputProblem, match="above 0, at most 36,500"):
            read_paths(written(tmp_path, TOUCHES), look_back_days=days)
    with pytest.raises(InputProblem, match="holds 'perhaps'"):
        read_paths(written(tmp_path, TOUCHES.replace("no;", "perhaps;")))


def test_reports_of_web_analytics_are_read_without_their_sums_and_percentages(tmp_path):
    file = tmp_path / "paths.csv"
    head = "# report\n# 2026\n\nDefault channel group path,Key events,Purchase revenue\n"
    file.write_text(head + "Ads 60% > Email 40%,20,50\nAds 100%,10,7\n,30,57\n", encoding="utf-8")
    assert [(path.channels, path.conversions) for path in read_paths(file)] == [
        (("Ads", "Email"), 20.0),
        (("Ads",), 10.0),
    ]
    file.write_text(head + "Grand total,30,57\nAds 60% > Email 40%,20,50\nAds 100%,10,7\n", encoding="utf-8")
    assert [path.channels for path in read_paths(file)] == [("Ads", "Email"), ("Ads",)]
    touches = tmp_path / "touches.csv"
    rows = "u,2026-01-05,(start),0\nu,2026-01-06,ads,0\nu,2026-01-07,(conversion),1\nv,2026-01-05,(start),0\n"
    touches.write_text("user_id,time,channel,converted\n" + rows, encoding="utf-8")
    assert [(path.channels, path.conversions) for path in read_paths(touches)] == [(("ads",), 1.0)]


def test_where_conversions_are_worth_different_amounts_credit_is_told_in_money(tmp_path):
    table = tmp_path / "paths.csv"
    table.write_text("path,total_conversions,total_conversion_value,total_null\nEmail,10,100,90\nDemo,1,10000,99\n")
    said = credit_of(read_paths(table)).sentences()
    assert said[0] == "Email: 1 % of the value by every model."
    assert said[1] == "Demo: 99 % of the value by every model."
    assert "Email 91 %" in said[2], "and by number beside it"
    table.write_text("path,total_conversions,total_conversion_value,total_null\nEmail,10,100,90\nDemo,1,10,99\n")
    assert credit_of(read_paths(table)).sentences()[0] == "Email: 91 % of the conversions by every model."


def test_how_paths_are_written_can_be_said_where_it_is_asked_and_repeats_are_counted(tmp_path):
    german = written(
        tmp_path, "path;conversions;conversion value\nSuche > Direkt;1.200;12.000\nDirekt x 2;300;3.000\n"
    )
    with pytest.raises(InputProblem, match=r"'1\.200' may mean two numbers; say which with --decimal"):
        read_paths(german)
    paths = read_paths(german, written=Written(decimal="comma"))
    assert [(path.channels, path.conversions, path.value) for path in paths] == [
        (("Suche", "Direkt"), 1200, 12_000), (("Direkt", "Direkt"), 300, 3000)]  # fmt: skip
    touches = written(tmp_path, "person,time,channel,converted\na,03/04/2026,Ads,no\na,05/04/2026,Mail,yes\n")
    with pytest.raises(InputProblem, match="say which with --dates"):
        read_paths(touches)
    assert read_paths(touches, written=Written(dates="day-first"))[0].channels == ("Ads", "Mail")
    with pytest.raises(InputProblem, match="--decimal coma: did you mean 'comma'"):
        Written(decimal="coma")
