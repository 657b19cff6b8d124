"""Reports made for eyes, and words near an end: what is no lead is left out by name, what may mean two things is asked."""

import pytest

from buyermaze.experiments.importing.leads import import_leads
from buyermaze.experiments.importing.rows import Reading
from buyermaze.experiments.importing.words import Words, ended
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.numbers import unit_of
from tests.experiments.test_importing import counts, file


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("Almost lost", "unclear"), ("Verbally won", "unclear"), ("Open - lost contact", "unclear"), ("Won, pending papers",
        "unclear"),
        ("Rep bought in (pipeline)", "open"), ("Won back from a rival", "unclear"), ("A rival won", "lost"), ("Not yet won",
        "open"),
        ("Lost to another vendor", "lost"), ("Invoice paid", "unclear"), ("No longer interested", "unknown"), ("Absage", "lost"),
        ("Refusé", "lost"), ("Firmado", "won"), ("PO received", "won"), ("Not renewed", "lost"), ("No-go", "lost"),
        ("Open - Not Contacted", "open"), ("Not open", "unknown"),
    ],
)  # fmt: skip
def test_words_that_come_near_an_end_are_asked_or_denied(word, meaning):
    assert ended(word) == meaning


def test_a_grouped_report_counts_every_row_to_its_group(tmp_path):
    rows = ("Deals by stage,,,\nmade by somebody,,,\n,,,\nStage,Deal ID,Created Date,Amount\n"
            "Won,1,2026-01-25,10\n,2,2026-01-26,20\n"
            "Subtotal,,,30\nLost,3,2026-01-27,5\nSubtotal,,,5\nTotal,,,35\n\n(c) somebody\n")  # fmt: skip
    found = import_leads([file(tmp_path, rows)])
    assert counts(found) == (2, 1, 0)
    assert "is grouped by 'Stage'" in " ".join(found.remarks)
    counted = rows.replace("Subtotal,,,30\n", "Subtotal,,,30\n,Count,,2\n").replace(
        "Total,,,35\n", "Total,,,35\n,3,,7\n"
    )
    assert counts(import_leads([file(tmp_path, counted)])) == (2, 1, 0), "lines below a total are more of it"


def test_headers_that_come_again_and_lines_of_sums_are_no_leads(tmp_path):
    head = "Name,Status,Created,Amount\n"
    text = f"{head}A,Won,2026-01-25,1\nTotal,Won,2026-01-26,2\n{head}B,Lost,2026-01-27,4\n"
    text += "Average,,,2.3\nQ1 total,,,7\nOverall Totals (3 deals),,,7\nTotal Energy,Open,,4\n"
    found = import_leads([file(tmp_path, text)])
    assert counts(found) == (2, 1, 1), "a deal called Total that has a date, or a word on its end, is a deal"
    assert set(found.rejected["reason"]) == {"a line of totals"}
    assert "1 lines of leads.csv that repeat the header are left out" in found.remarks


@pytest.mark.parametrize(
    ("header", "factor", "currency"),
    [
        ("Amount", 1, ""), ("Amount (k€)", 1000, "EUR"), ("Value in USD", 1, "USD"), ("Revenue ($M)", 1e6, "$"),
        ("Amount (in thousands)", 1000, ""),
        ("Wert (TEUR)", 1000, "EUR"), ("金額（千円）", 1000, "JPY"), ("Amount (net)", 1, ""), ("Sum (000s GBP)", 1000, "GBP"),
        ("Built in May", 1, ""),
    ],
)  # fmt: skip
def test_units_of_a_header_count(header, factor, currency):
    assert unit_of(header) == (factor, currency)


def test_units_of_a_header_are_said(tmp_path):
    found = import_leads([file(tmp_path, "id,created,status,Amount (k€)\n1,2026-01-05,won,1.5\n2,2026-01-05,lost,2\n")])
    assert found.leads["value"].tolist() == [1500, 2000]
    assert set(found.leads["currency"]) == {"EUR"}
    assert "'Amount (k€)' is read in units of 1,000" in found.remarks


def test_a_bare_no_is_asked_and_its_answer_taken(tmp_path):
    path = file(tmp_path, "id,created,won\n1,2026-01-05,1\n2,2026-01-05,0\n")
    with pytest.raises(InputProblem, match=r"'won': 1 leads are not won.*lost or still open.*--lost WORD"):
        import_leads([path])
    assert counts(import_leads([path], reading=Reading(Words(lost=("0",))))) == (1, 1, 0)
    assert counts(import_leads([path], reading=Reading(Words(open=("0",))))) == (1, 0, 1)


def test_a_no_beside_leads_of_which_nothing_is_said_is_asked(tmp_path):
    text = (
        "id,created,status,is won\n1,2025-01-07,Qualified,true\n2,2025-01-08,Qualified,false\n3,2025-01-09,Qualified,\n"
        "4,2025-01-10,Qualified,false\n"
    )
    path = file(tmp_path, text)
    with pytest.raises(InputProblem, match="2 leads are not won"):
        import_leads([path])
    assert counts(import_leads([path], reading=Reading(Words(lost=("false",))))) == (1, 2, 1)
    assert counts(import_leads([path], reading=Reading(Words(open=("false",))))) == (1, 0, 3)


def test_strange_words_with_a_closing_date_are_asked_and_without_are_named(tmp_path):
    text = "id,created,status,closed on\n1,2026-01-05,won,2026-02-01\n2,2026-01-05,lost,2026-02-01\n"
    text += "3,2026-01-05,kaput,{}\n4,2026-01-05,open,\n"
    with pytest.raises(InputProblem, match=r"'3' was closed on 2026-02-03.*'kaput' means"):
        import_leads([file(tmp_path, text.format("2026-02-03"))])
    found = import_leads([file(tmp_path, text.format(""))])
    assert counts(found) == (1, 1, 2)
    assert "does not know count as open: 'kaput'" in " ".join(found.remarks)


@pytest.mark.parametrize(
    "word",
    ["Unsold", "Timed out", "Deal fell through", "Budget cut", "Wrong fit", "Passed", "Odrzucony", "Booked", "Võidetud", "Stage 7"],
)
def test_words_not_known_are_asked_about_where_no_date_tells_that_such_leads_are_open(tmp_path, word):
    text = f"id,created,status{{}}\n1,2026-01-05,Won{{}}\n2,2026-01-05,Lost{{}}\n3,2026-01-05,{word}{{}}\n"
    bare, expected = text.format("", "", "", ""), text.format(",close date", ",", ",", ",2026-02-03")
    for table in (bare, expected):
        with pytest.raises(InputProblem, match=word):
            import_leads([file(tmp_path, table)])
    told = import_leads([file(tmp_path, bare)], reading=Reading(Words(open=(word,))))
    assert counts(told) == (1, 1, 1)
    dated = import_leads([file(tmp_path, text.format(",closed on", ",2026-02-01", ",2026-02-02", ","))])
    assert counts(dated) == (1, 1, 1)
    assert f"does not know count as open: '{word}'" in " ".join(dated.remarks)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("Won back by incumbent", "lost"),
        ("Zero wins", "lost"),
        ("About to lose", "unclear"),
        ("Won on paper, unsigned", "unclear"),
        ("Best case win", "unclear"),
        ("Not started", "open"),
        ("No response", "open"),
        ("Not qualified", "unknown"),
        ("No longer contacted", "unknown"),
    ],
)
def test_what_is_about_to_be_or_was_taken_back_is_no_end_of_ours(word, meaning):
    assert ended(word) == meaning


def test_of_a_win_and_a_loss_the_later_counts_and_a_denied_win_is_rejected(tmp_path):
    text = "id,created,won date,lost date\n1,2026-01-05,2026-02-02,2026-02-01\n2,2026-01-05,2026-02-02,2026-02-03\n3,2026-01-05,,\n"
    found = import_leads([file(tmp_path, text)])
    assert counts(found) == (1, 1, 1)
    assert "the later counts (won)" in found.remarked.iloc[0]["reason"]
    text = "id,created,stage,is won\n1,2026-01-05,Won,no\n2,2026-01-05,Lost,no\n3,2026-01-05,Won,yes\n"
    denied = import_leads([file(tmp_path, text)])
    assert counts(denied) == (1, 1, 0)
    assert "won and not won" in denied.rejected.iloc[0]["reason"]


def test_a_list_of_wins_alone_gives_no_win_rate(tmp_path):
    from buyermaze.experiments.calibration.lead_numbers import numbers_from_leads

    found = import_leads([file(tmp_path, "id,created,status\n1,2026-01-05,won\n2,2026-01-05,won\n")])
    assert "says nothing of how many leads are won" in " ".join(found.remarks)
    told = numbers_from_leads(found.leads)
    assert "lead_win_rate" not in told.numbers
    assert "all leads are won" in told.remarks[0]


@pytest.mark.parametrize(
    ("text", "kind"), [("<html><table><tr><td>id</td></tr></table>", "a web page"), ('[{"id": 1}]', "JSON")]
)
def test_what_is_no_table_is_named(tmp_path, text, kind):
    with pytest.raises(InputProblem, match=f"is {kind} under the name of a table"):
        import_leads([file(tmp_path, text)])


def test_the_day_a_nondisclosure_was_signed_is_no_win(tmp_path):
    text = "id,created,NDA signed,contract signed,lost date\n1,2026-01-05,2026-01-06,2026-02-06,\n2,2026-01-05,2026-01-06,,\n"
    assert counts(import_leads([file(tmp_path, f"{text}3,2026-01-05,2026-01-06,,2026-03-01\n")])) == (1, 1, 1)


def test_zones_by_their_letters_count_and_strange_ones_are_named(tmp_path):
    rows = "id,created,status\n1,2026-01-05 10:00 AEST,won\n2,2026-01-05 10:00 IST,lost\n3,2026-01-05 10:00 QQT,lost\n"
    found = import_leads([file(tmp_path, rows)])
    assert [moment.strftime("%H:%M") for moment in found.leads["first_contact"]] == ["00:00", "04:30"]
    assert "there is no zone QQT" in found.rejected.iloc[0]["reason"]


def test_ids_that_a_spreadsheet_shortened_are_refused(tmp_path):
    with pytest.raises(InputProblem, match=r"has shortened 'Record ID' .1.82E.10."):
        import_leads([file(tmp_path, "Record ID,created,status\n1.82E+10,2026-01-05,won\n1.82E+10,2026-01-05,lost\n")])


def test_a_table_whose_rows_do_not_fit_its_header_is_refused(tmp_path):
    with pytest.raises(
        InputProblem, match=r"2 of 3 rows do not fit the header .line 2: 3 cells where the header has 4"
    ):
        import_leads(
            [file(tmp_path, "id,status,created,note\n1,won,2026-01-05\n2,lost,2026-01-05,a,b\n3,lost,2026-01-05,a\n")]
        )


def test_a_case_that_is_reopened_after_its_end_is_open(tmp_path):
    events = ["a,Deal won,2026-01-05", "a,Deal reopened,2026-01-06", "b,Deal lost,2026-01-05", "b,Deal reopened,2026-01-06",
              "b,Deal won,2026-01-07", "c,Deal lost,2026-01-05"]  # fmt: skip
    found = import_leads([file(tmp_path, "case_id,activity,timestamp\n" + "\n".join(events) + "\n")])
    assert counts(found) == (1, 1, 1)
    assert "'a' was won and reopened; open" in set(found.remarked["reason"])


def test_dates_and_amounts_of_other_countries_are_read(tmp_path):
    text = "id;created;status;amount\n1;2026年1月5日 14時30分;受注;900.-\n2;2026년 1월 6일;失注;1'200.—\n"
    text += "3;1er févr. 2026;商談中;900,-\n"
    found = import_leads([file(tmp_path, text)])
    assert counts(found) == (1, 1, 1)
    assert [f"{moment:%m-%d %H:%M}" for moment in found.leads["first_contact"]] == [
        "01-05 14:30",
        "01-06 00:00",
        "02-01 00:00",
    ]
    assert found.leads["value"].tolist() == [900, 1200, 900]


@pytest.mark.parametrize(
    ("system", "table", "name"), [("hubspot", "deals", "dealname"), ("salesforce", "Opportunity", "Name")]
)
def test_our_own_exports_come_back_whatever_deals_are_called_and_while_they_are_open(tmp_path, system, table, name):
    import pandas

    from buyermaze.simulator.analysis.crm.export import export_crm
    from buyermaze.simulator.analysis.crm.tables import crm_of
    from buyermaze.simulator.inputs.reading.loading import load
    from buyermaze.simulator.runs.run import simulate

    run = simulate(
        load("baton_pass", changes={"run.n_accounts": 30, "run.weeks_warm_up": 20.0, "run.weeks_follow_up": 4.0})
    )
    held = crm_of(run).opportunities
    export_crm(run, tmp_path / "crm", system)
    path = tmp_path / "crm" / f"{table}.csv"
    deals = pandas.read_csv(path, dtype=str, keep_default_na=False)
    deals[name] = [f'Lost, "Won" & Sons {k};\nTotal\twon' for k in range(len(deals))]
    deals.to_csv(path, index=False)
    is_won, is_closed = held["is_won"].astype(bool), held["is_closed"].astype(bool)
    assert (~is_closed).any()
    found = import_leads([path])
    assert counts(found) == (int(is_won.sum()), int((is_closed & ~is_won).sum()), int((~is_closed).sum()))
    assert found.rejected.empty


def test_dates_as_browsers_and_java_write_them_and_wide_letters_are_read(tmp_path):
    text = "id,created,status\n1,Mon Jan 05 2026 10:11:12 GMT+0100 (Central European Standard Time),Ｗｏｎ\n"
    found = import_leads([file(tmp_path, text + "2,Mon Jan 05 10:11:12 CET 2026,Ｌｏｓｔ\n")])
    assert counts(found) == (1, 1, 0)
    assert [f"{moment:%d %H:%M}" for moment in found.leads["first_contact"]] == ["05 09:11", "05 09:11"]


def test_of_leads_that_come_twice_and_end_differently_it_is_asked_which_row_counts(tmp_path):
    rows = "".join(f"{k},2026-01-05,{'won' if k % 2 else 'lost'}\n" for k in range(9))
    path = file(tmp_path, f"id,created,status\n{rows}1,2026-01-06,lost\n")
    with pytest.raises(
        InputProblem, match=r"'1' in lines 3 and 11; say which row .* --repeats first or --repeats last"
    ):
        import_leads([path])
    assert counts(import_leads([path], reading=Reading(repeats="first"))) == (4, 5, 0)
    assert counts(import_leads([path], reading=Reading(repeats="last"))) == (3, 6, 0)


def test_of_leads_that_come_twice_the_row_that_ends_them_counts(tmp_path):
    rows = "".join(f"{k},2026-01-05,{'won' if k % 2 else 'lost'}\n" for k in range(9))
    found = import_leads([file(tmp_path, f"id,created,status\n9,2026-01-05,open\n{rows}9,2026-02-06,won\n1,,open\n")])
    assert counts(found) == (5, 5, 0)
    assert list(found.rejected["reason"]) == ["'9' is there already, in line 12", "'1' is there already, in line 4"]


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        ("ID,Stage,Count", ["1,Closed Won,120", "2,Closed Lost,340", "3,Open,55"], "'Count' holds 340"),
        ("id,owner,stage,number of deals", ["1,Ann,Won,12", "2,Ann,Lost,30"], "'number of deals' holds 30"),
        ("Id,Status,# Opportunities", ["1,Won,12", "2,Lost,3"], "'# Opportunities' holds 12"),
        ("Nr,Status,Anzahl", ["1,Gewonnen,12", "2,Verloren,3"], "'Anzahl' holds 12"),
    ],
)
def test_a_summary_in_which_a_row_stands_for_many_leads_is_not_counted_by_rows(tmp_path, header, rows, said):
    path = file(tmp_path, "\n".join([header, *rows]) + "\n")
    with pytest.raises(InputProblem, match=said):
        import_leads([path])
    given = {"case": header.split(",")[0]}
    assert import_leads([path], given).n_won == 1


def test_a_list_of_changes_is_not_counted_by_rows(tmp_path):
    rows = ["1,101,dealstage,appointmentscheduled,2026-01-02", "2,101,dealstage,closedwon,2026-02-02",
            "3,102,dealstage,closedlost,2026-02-02", "4,102,amount,closed lost,2026-02-02"]  # fmt: skip
    path = file(tmp_path, "\n".join(["history_id,deal_id,property,value,timestamp", *rows]) + "\n")
    with pytest.raises(InputProblem, match="'property' says of what, 'value' to what"):
        import_leads([path])
    found = import_leads([path], {"case": "deal_id", "activity": "value", "time": "timestamp"})
    assert counts(found) == (1, 1, 0)


def test_events_that_may_end_a_case_are_said(tmp_path):
    events = "a,Deal won,2026-01-05\nb,Deal lost,2026-01-05\nc,Offer accepted,2026-01-05\n"
    log = import_leads([file(tmp_path, "case_id,activity,timestamp\n" + events)])
    assert counts(log) == (1, 1, 1)
    assert "'Offer accepted' may end a case and count as no end" in " ".join(log.remarks)


def test_events_that_nothing_ever_follows_are_named_where_their_cases_count_as_open(tmp_path):
    ends = ("Deal won", "Deal lost", "Timed out", "Timed out", "Quote sent")
    events = (("Opened", 5), ("Quote sent", 6), ("", 9))
    lines = [f"{k},{word or end},2025-01-0{day}" for k, end in enumerate(ends) for word, day in events]
    path = file(tmp_path, "case,activity,time\n" + "\n".join(lines) + "\n")
    found = import_leads([path])
    assert counts(found) == (1, 1, 3)
    (said,) = [remark for remark in found.remarks if "nothing ever follows" in remark]
    assert "'Timed out' (2)" in said and "Quote" not in said
    told = import_leads([path], reading=Reading(Words(lost=("Timed out",))))
    assert counts(told) == (1, 3, 1) and not [remark for remark in told.remarks if "nothing ever follows" in remark]
    still = import_leads([path], reading=Reading(Words(open=("Timed out",))))
    assert counts(still) == (1, 1, 3) and not [remark for remark in still.remarks if "nothing ever follows" in remark]
