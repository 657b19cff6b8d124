"""Dates, amounts, numbers of rows and customers' own dates in lists of many languages: read right or asked about, never misread."""

import pytest

from buyermaze.experiments.importing.leads import import_leads
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.dates import parsed_dates
from buyermaze.simulator.tables.months import LANGUAGES, meanings
from buyermaze.simulator.tables.numbers import parsed_numbers, unit_of
from tests.experiments.test_exports_of_other_lands import worth
from tests.experiments.test_importing import counts, file

SHORT = {
    "Polish": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "Czech": "led úno bře dub kvě čvn čvc srp zář říj lis pro",
    "Dutch": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "Portuguese": "jan fev mar abr mai jun jul ago set out nov dez",
    "Swedish": "jan feb mars apr maj juni juli aug sep okt nov dec",
    "Norwegian": "jan. feb. mars april mai juni juli aug. sep. okt. nov. des.",
    "Spanish": "ene feb mar abr may jun jul ago sept oct nov dic",
    "Italian": "gen feb mar apr mag giu lug ago set ott nov dic",
    "French": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "German": "Jän. Feb. März April Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "Turkish": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
    "Finnish": "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "Romanian": "ian. feb. mar. apr. mai iun. iul. aug. sept. oct. nov. dec.",
    "Russian": "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
    "Croatian": "sij velj ožu tra svi lip srp kol ruj lis stu pro",
}


def months(words):
    return [moment.at.month if moment.at else moment.problem for moment in parsed_dates(words, "Created")]


@pytest.mark.parametrize("language", SHORT)
def test_short_names_of_months_are_read_in_the_language_of_their_column(language):
    names = SHORT[language].split()
    assert months([f"{place + 10} {name} 2026" for place, name in enumerate(names)]) == list(range(1, 13))


@pytest.mark.parametrize("language", LANGUAGES)
def test_full_names_of_months_are_read_in_the_language_of_their_column(language):
    names = [forms.split("/")[0] for forms in LANGUAGES[language].split()]
    assert months([f"{place + 10}. {name} 2026" for place, name in enumerate(names)]) == list(range(1, 13))


def test_a_finnish_november_is_no_march():
    assert set(meanings("marraskuuta").values()) == {11} and set(meanings("mar").values()) == {3}


@pytest.mark.parametrize("word", ["lip", "srp", "listopad"])
def test_a_month_that_two_languages_place_differently_is_asked_about(word):
    with pytest.raises(InputProblem, match=f"'{word}' is one month in one language and another in another"):
        parsed_dates([f"5 {word} 2026"], "Created")


@pytest.mark.parametrize(
    ("text", "day"),
    [("05.01.2026 r.", "2026-01-05 00:00"), ("5 января 2026 г., 15:45", "2026-01-05 15:45"),
     ("2026. 01. 05. 15:45", "2026-01-05 15:45"), ("2026. márc. 5.", "2026-03-05 00:00"),
     ("05.01.2026 15:45 Uhr", "2026-01-05 15:45"), ("5 jan. 2026 kl. 15:45", "2026-01-05 15:45"),
     ("5.1.2026 klo 15.45", "2026-01-05 15:45"), ("25/02/2026 às 09:05", "2026-02-25 09:05"),
     ("5 de jan. de 2026", "2026-01-05 00:00"), ("pon., 5 sty 2026", "2026-01-05 00:00"),
     ("mar. 6 janv. 2026", "2026-01-06 00:00"), ("Mo., 05.01.2026", "2026-01-05 00:00"),
     ("den 5 januari 2026", "2026-01-05 00:00"), ("05.01.2026.", "2026-01-05 00:00"), ("Mar 6, 2026", "2026-03-06 00:00")],
)  # fmt: skip
def test_what_languages_write_around_a_date_is_understood(text, day):
    assert f"{parsed_dates([text], 'Created', 'day-first')[0].at:%Y-%m-%d %H:%M}" == day


@pytest.mark.parametrize("created", ["5 sausio 2026", "5 Bzz 2026"])
def test_a_column_of_dates_in_a_language_nobody_taught_is_asked_about_and_loses_no_lead(created, tmp_path):
    rows = "".join(f"{k};{'won' if k % 2 else 'lost'};{created}\n" for k in range(6))
    with pytest.raises(InputProblem, match=f"'{created}' is no date that this program knows"):
        import_leads([file(tmp_path, f"id;status;created\n{rows}6;lost;\n")])


@pytest.mark.parametrize(
    ("cell", "value", "money"),
    [("1 250 000,- Kč", 1_250_000, "CZK"), ("12 500:-", 12_500, ""), ("1 200,50 zł", 1200.5, "PLN"),
     ("12,5 tis. Kč", 12_500, "CZK"), ("kr 12 500,00", 12_500, "kr"), ("12.500,00 din.", 12_500, "RSD"),
     ("R$ 1.200,50", 1200.5, "BRL")],
)  # fmt: skip
def test_amounts_of_other_lands_are_read(cell, value, money):
    read = parsed_numbers([cell, "1,50"], "Value", delimiter=";")[0]
    assert (read.value, read.currency) == (value, money)


@pytest.mark.parametrize(
    ("header", "times", "money"),
    [("Belopp (tkr)", 1e3, "kr"), ("Waarde (x 1.000)", 1e3, ""), ("Částka v tis. Kč", 1e3, "CZK"), ("Kwota [tys. zł]", 1e3, "PLN"),
     ("Wartość (zł)", 1.0, "PLN"), ("Érték (Ft)", 1.0, "HUF"), ("Værdi (kr.)", 1.0, "kr"), ("Belopp (mln SEK)", 1e6, "SEK")],
)  # fmt: skip
def test_units_in_names_of_other_lands_count(header, times, money):
    assert unit_of(header) == (times, money)


@pytest.mark.parametrize(
    "text",
    ["Nr;Etap;Data utworzenia;Data zamknięcia;Wartość (zł)|Wygrana|Przegrana|Otwarta",
     "Číslo;Stav;Vytvořeno;Datum uzavření;Hodnota (Kč)|Vyhráno|Prohráno|Otevřený",
     "Nummer;Status;Skapad datum;Stängningsdatum;Värde (SEK)|Vunnen|Förlorad|Öppen",
     "Nr;Status;Oprettet;Lukkedato;Værdi (kr.)|Vundet|Tabt|Åben",
     "Nummer;Fase;Aanmaakdatum;Sluitingsdatum;Waarde (€)|Gewonnen|Verloren|Open",
     "Id;Vaihe;Luotu;Suljettu;Arvo (€)|Voitettu|Hävitty|Avoin",
     "Id;Állapot;Létrehozva;Lezárás dátuma;Érték (Ft)|Megnyert|Elveszett|Nyitott",
     "Id;Durum;Oluşturulma tarihi;Kapanış tarihi;Tutar (TRY)|Kazanıldı|Kaybedildi|Açık",
     "Id;Stadiu;Data creării;Data închiderii;Valoare (lei)|Câștigat|Pierdut|Deschis"],
)  # fmt: skip
def test_lists_of_other_lands_are_read(text, tmp_path):
    header, won, lost, still_open = text.split("|")
    rows = f"1;{won};05.01.2026;05.02.2026;1 200,50\n2;{lost};16.01.2026;17.02.2026;900,00\n3;{still_open};17.01.2026;;12 900,00\n"
    found = import_leads([file(tmp_path, f"{header}\n{rows}")])
    assert counts(found) == (1, 1, 1) and worth(found) == 1200.5
    assert found.leads["closed"].notna().sum() == 2 and found.leads["first_contact"].notna().all()


@pytest.mark.parametrize(
    "header", ["Account won on", "First purchased on", "Customer won on", "Kunde gewonnen am", "Client gagné le"]
)
def test_the_day_on_which_a_customer_was_won_once_is_not_the_win_of_this_lead(header, tmp_path):
    with pytest.raises(InputProblem, match="no column says how leads ended"):
        import_leads([file(tmp_path, f"Lead ID,Created,{header}\n1,2026-01-05,2026-02-01\n2,2026-01-06,\n3,2026-01-07,\n")])
    rows = "1,2026-01-05,2026-02-01,2024-02-01\n2,2026-01-06,,2023-02-01\n"
    assert counts(import_leads([file(tmp_path, f"Lead ID,Created,Won on,{header}\n{rows}")])) == (1, 0, 1)


@pytest.mark.parametrize("header", ["N°", "Nº", "№", "N.º", "Affaire N°", "N° de dossier", "Nro", "Číslo"])
def test_a_number_of_the_row_in_short_identifies_it_and_counts_nothing(header, tmp_path):
    rows = "7;Gagné;05/01/2026\n8;Perdu;16/01/2026\n9;Ouvert;17/01/2026\n"
    assert list(import_leads([file(tmp_path, f"{header};Statut;Créé le\n{rows}")]).leads["case"]) == ["7", "8", "9"]
    beside = "a1;7;won;2026-01-05\na2;8;lost;2026-01-06\n"
    assert counts(import_leads([file(tmp_path, f"Lead ID;{header};Status;Created\n{beside}")])) == (1, 1, 0)


def test_a_row_per_stage_with_a_number_of_deals_is_a_summary(tmp_path):
    with pytest.raises(InputProblem, match="a row seems to stand for several leads"):
        import_leads([file(tmp_path, "Etapa;Número;Importe\nGanado;12;1000\nPerdido;30;100\nAbierto;31;500\n")])
