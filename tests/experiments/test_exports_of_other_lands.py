"""Deal lists of other lands and shapes: counts and worth are right, or a question is asked; never a hundred times too much."""

import pytest

from buyermaze.experiments.importing.leads import import_leads
from buyermaze.experiments.importing.rows import Reading
from buyermaze.experiments.importing.words import ended
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.numbers import unit_of
from tests.experiments.exports_of_other_lands import EXPORTS
from tests.experiments.test_importing import counts, file

ROWS = "1,2026-01-05,won,{}\n2,2026-01-06,lost,{}\n3,2026-01-07,open,{}\n"


def worth(found):
    return found.leads.loc[found.leads["result"] == "won", "value"].sum()


@pytest.mark.parametrize("tool", EXPORTS)
def test_counts_and_worth_of_deals_are_right_in_any_language(tmp_path, tool):
    text, expected, amount = EXPORTS[tool]
    found = import_leads([file(tmp_path, text)])
    assert counts(found) == expected, found.sentences()
    assert worth(found) == pytest.approx(amount)
    assert set(found.leads["first_contact"].dt.year) == {2026}


@pytest.mark.parametrize(
    "header",
    ["value_in_cents", "amount (cents)", "amount_cents", "Betrag in Cent", "amountInCents", "Amount (¢)", "amount_minor_units",
     "value_pence", "Montant (centimes)", "Importe en céntimos", "Valor em centavos"],
)  # fmt: skip
def test_a_column_that_says_it_counts_hundredths_is_read_so_and_that_is_told(tmp_path, header):
    found = import_leads([file(tmp_path, f"id,created,status,{header}\n" + ROWS.format(120050, 90000, 990))])
    assert worth(found) == pytest.approx(1200.5)
    assert f"'{header}' is read in hundredths" in found.remarks


@pytest.mark.parametrize("header", ["Probability per cent", "percent", "Amount", "Center value", "Recent amount"])
def test_a_name_with_such_letters_in_it_counts_no_hundredths(header):
    assert unit_of(header)[0] == 1.0


@pytest.mark.parametrize("beside", ["value_currency", "currency"])
def test_whole_numbers_beside_a_currency_as_programs_write_both_are_asked_about(tmp_path, beside):
    rows = "1,2026-01-05,won,120000,usd\n2,2026-01-06,lost,90000,usd\n"
    path = file(tmp_path, f"id,created,status,value,{beside}\n{rows}")
    with pytest.raises(InputProblem, match=r"'value' may count hundredths .* --amounts whole or --amounts hundredths"):
        import_leads([path])
    assert worth(import_leads([path], reading=Reading(amounts="hundredths"))) == 1200
    assert worth(import_leads([path], reading=Reading(amounts="whole"))) == 120_000
    plain = file(tmp_path, f"id,created,status,Value,{beside.title()}\n{rows.replace('usd', 'USD')}")
    assert worth(import_leads([plain])) == 120_000


def test_a_column_that_shows_a_hundredth_of_each_amount_is_asked_about_or_read_where_its_name_says_so(tmp_path):
    rows = "1,2026-01-05,won,120050,1200.50\n2,2026-01-06,lost,90000,900.00\n"
    with pytest.raises(InputProblem, match="'amount shown to buyers' holds a hundredth of each"):
        import_leads([file(tmp_path, f"id,created,status,amount,amount shown to buyers\n{rows}")])
    assert worth(import_leads([file(tmp_path, f"id,created,status,amount,amount_display\n{rows}")])) == 1200.5


def test_hundredths_with_decimals_contradict_their_name(tmp_path):
    with pytest.raises(InputProblem, match=r"its name says so, and it holds '1200\.50'"):
        import_leads([file(tmp_path, "id,created,status,amount_cents\n" + ROWS.format("1200.50", "900.00", "9.90"))])


@pytest.mark.parametrize(
    "header", ["Win-back", "Won back", "Won before", "Won by partner", "Won via tender", "Previously won", "Must-win", "LOI signed"]
)
def test_a_yes_to_something_else_about_winning_is_no_win(tmp_path, header):
    rows = ["1,2026-01-05,{},yes", "2,2026-01-06,{},no", "3,2026-01-07,{},no", "4,2026-01-08,{},yes"]
    bare = "\n".join(["id,created,close date," + header, *rows])
    with pytest.raises(InputProblem, match="no column says how leads ended"):
        import_leads([file(tmp_path, bare.format("2026-02-01", "2026-02-02", "", "2026-02-03"))])
    staged = "\n".join(["id,created,stage," + header, *rows])
    found = import_leads([file(tmp_path, staged.format("Closed Won", "Closed Lost", "Proposal", "Closed Lost"))])
    assert counts(found) == (1, 2, 1)


@pytest.mark.parametrize("header", ["Won?", "Is won", "Gewonnen", "Ganado", "Gagné", "Ganho", "Vinto"])
def test_a_yes_to_winning_is_a_win_in_any_language(tmp_path, header):
    rows = "1,2026-01-05,2026-02-01,{0}\n2,2026-01-06,2026-02-02,{1}\n3,2026-01-07,,{1}\n"
    for yes, no in (("yes", "no"), ("VERDADERO", "FALSO"), ("VRAI", "FAUX")):
        found = import_leads([file(tmp_path, f"id,created,closed on,{header}\n" + rows.format(yes, no))])
        assert counts(found) == (1, 1, 1)


@pytest.mark.parametrize(
    "word",
    ["Gagné par un concurrent", "Ganado por la competencia", "Ganho por outro", "Wettbewerber hat gewonnen", "Technical win",
     "Vorläufig gewonnen", "Won - refunded", "LOI signed", "Beat competitor", "Declined meeting", "Awarded to other", "Conclue",
     "Negócio fechado", "Eliminado", "Auftrag erfolgreich"],
)  # fmt: skip
def test_wins_of_others_and_wins_of_less_than_a_deal_are_asked_about(word):
    assert ended(word) == "unclear"


def test_a_word_that_only_contains_one_of_losing_is_none():
    assert [ended(word) for word in ("Arrival scheduled", "Rival chosen", "Competitors")] == ["open", "lost", "lost"]


def test_two_columns_of_ends_that_contradict_each_other_are_asked_about(tmp_path):
    rows = "1,2026-01-05,Won,Lost\n2,2026-01-06,Lost,Won\n3,2026-01-07,Open,Open\n"
    with pytest.raises(InputProblem, match="'1' is won by 'Lead status' and lost by 'Stage'"):
        import_leads([file(tmp_path, f"id,created,Lead status,Stage\n{rows}")])


def test_a_deal_that_was_changed_after_it_ended_and_is_open_again_is_asked_about(tmp_path):
    rows = ["1,2026-01-05,Won,2026-02-01", "2,2026-01-06,Lost,2026-02-01", "3,2026-01-07,Open,2026-02-01",
            "4,2026-01-07,Open,2026-02-01", "2,2026-01-06,Open,{}"]  # fmt: skip
    text = "\n".join(["id,created,stage,last modified", *rows])
    assert counts(import_leads([file(tmp_path, text.format("2026-01-20"))])) == (1, 1, 2)
    with pytest.raises(InputProblem, match="'2' ends in line 3 and is open again in line 6, which was changed later"):
        import_leads([file(tmp_path, text.format("2026-03-01"))])


def test_yes_and_no_say_how_a_deal_ended_whose_stage_is_merely_done(tmp_path):
    rows = "1,2026-01-05,Done,yes,no\n2,2026-01-06,Done,no,yes\n3,2026-01-07,In progress,no,no\n{}"
    text = f"id,created,status,deal won,deal lost\n{rows}"
    assert counts(import_leads([file(tmp_path, text.format(""))])) == (1, 1, 1)
    with pytest.raises(InputProblem, match="'Done' may be a win, a loss or neither"):
        import_leads([file(tmp_path, text.format("4,2026-01-08,Done,no,no\n"))])


def test_flags_of_wins_and_of_ends_in_german_tell_losses_from_open_deals(tmp_path):
    rows = "1;05.01.2026;Ja;Ja\n2;06.01.2026;Nein;Ja\n3;27.01.2026;Nein;Nein\n"
    assert counts(import_leads([file(tmp_path, f"Deal ID;Angelegt;Gewonnen;Abgeschlossen\n{rows}")])) == (1, 1, 1)
