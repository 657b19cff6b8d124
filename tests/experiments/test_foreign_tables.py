"""Exports with headers and words of other languages, headings between rows, odd forms: right counts or a question."""

import gzip
from pathlib import Path

import pytest

from buyermaze.experiments.importing.leads import import_leads
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import without_accents

# header, a line per lead: id, day in March 2025, word, day in May 2025; what the roles are
FOREIGN = {
    "German": ("Vorgangs-Nr.;Firma;Angelegt am;Phase;Betrag;Währung;Abgeschlossen am", ("Gewonnen", "Verloren", "In Bearbeitung"),
               "{id};Firma {id};{day}.03.2025;{word};1.200,50;EUR;{end}", "{day}.05.2025", "cp1252"),
    "French": ("Identifiant;Société;Date de création;Étape;Montant HT;Devise;Date de clôture", ("Gagné", "Perdu", "En cours"),
               "{id};Soc;{day}/03/2025;{word};1 200,50 €;EUR;{end}", "{day}/05/2025", "utf-8-sig"),
    "Spanish": ("ID de oportunidad;Cuenta;Fecha de creación;Estado;Importe;Fecha de cierre", ("Ganada", "Perdida", "Abierta"),
                "{id};Emp;{day}/03/2025;{word};1200,50;{end}", "{day}/05/2025", "latin-1"),
    "Portuguese": ("Nome,Estado,Data de criação,Data de fechamento,Valor,ID", ("Ganha", "Perdida", "Em andamento"),
                   'N{id},{word},{day}/03/2025,{end},"R$ 1.200,50",{id}', "{day}/05/2025", "utf-8"),
    "Dutch": ("Dealnummer;Aangemaakt op;Status;Bedrag;Gesloten op", ("Gewonnen", "Verloren", "Lopend"),
              "{id};{day}-03-2025;{word};1200,50;{end}", "{day}-05-2025", "utf-16"),
    "Italian": ("Identificativo;Data creazione;Stato;Importo;Data chiusura", ("Vinta", "Persa", "In corso"),
                "{id};{day}/03/2025;{word};1200,50;{end}", "{day}/05/2025", "cp1252"),
    "Japanese": ("案件ID,会社名,作成日,ステータス,金額,クローズ日", ("受注", "失注", "商談中"),
                 '{id},会社,2025/03/{day},{word},"¥1,200,000",{end}', "2025/05/{day}", "utf-8"),
}  # fmt: skip


def table(language: str, n: int = 30) -> bytes:
    header, words, line, end, encoding = FOREIGN[language]
    rows = [header]
    for k in range(n):
        day = f"{13 + k % 15:02d}"
        closed = end.format(day=day) if k % 3 < 2 else ""
        rows.append(line.format(id=f"K{k}", day=day, word=words[k % 3], end=closed))
    return "\r\n".join(rows).encode(encoding)


@pytest.mark.parametrize("language", FOREIGN)
def test_exports_of_other_languages_give_their_counts_days_and_amounts(tmp_path: Path, language: str) -> None:
    file = tmp_path / "leads.csv"
    file.write_bytes(table(language))
    found = import_leads([file])
    assert (found.n_won, found.n_lost, found.n_open) == (10, 10, 10), found.sentences()
    assert set(found.leads["first_contact"].dt.strftime("%Y-%m")) == {"2025-03"}
    decided = found.leads[found.leads["result"] != "open"]
    assert decided["closed"].notna().all() and set(decided["closed"].dt.month) == {5}
    assert set(found.leads["value"]) == ({1_200_000.0} if language == "Japanese" else {1200.5})


def test_accents_are_taken_off_latin_letters_only() -> None:
    assert without_accents("Étape Währung Número Situação") == "Etape Wahrung Numero Situacao"
    assert without_accents("ステージ ガ") == "ステージ ガ"


def test_a_heading_between_rows_is_no_lead(tmp_path: Path) -> None:
    lines = ["Name,Item ID,Stage,Deal value,Created", "Active deals,,,,"]
    lines += [
        f"D{k},{9000 + k},{['Won', 'Lost', 'Working on it'][k % 3]},{1000 + k},2025-03-{1 + k:02d}" for k in range(12)
    ]
    lines += ["Closed deals,,,,", "D99,9999,Won,5,2025-04-01"]
    file = tmp_path / "board.csv"
    file.write_text("\n".join(lines))
    found = import_leads([file])
    assert (found.n_won, found.n_lost, found.n_open) == (5, 4, 4)
    assert sum("a heading between rows" in sentence for sentence in found.sentences()) == 2


def test_the_zero_dates_of_databases_are_gaps(tmp_path: Path) -> None:
    file, none = tmp_path / "dump.csv", "0000-00-00 00:00:00"
    lines = [
        f"{k},2025-03-{1 + k:02d},{'2025-05-01' if k % 3 == 0 else none},{'2025-05-01' if k % 3 == 1 else none}"
        for k in range(12)
    ]
    file.write_text("\n".join(["id,created,won_at,lost_at", *lines]))
    found = import_leads([file])
    assert (found.n_won, found.n_lost, found.n_open) == (4, 4, 4)


def test_a_list_of_one_column_and_a_word_is_still_leads(tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_text("id,status\n" + "".join(f"{k},{'won' if k % 2 else ''}\n" for k in range(10)))
    assert import_leads([file]).n_won == 5


def test_a_packed_utf_16_table_with_tabs_is_read(tmp_path: Path) -> None:
    file = tmp_path / "leads.tsv.gz"
    lines = ["Deal ID\tCreated\tStatus"] + [f"{k}\t2025-03-{1 + k:02d}\t{['Won', 'Lost'][k % 2]}" for k in range(20)]
    file.write_bytes(gzip.compress("\n".join(lines).encode("utf-16")))
    found = import_leads([file])
    assert (found.n_won, found.n_lost, found.n_open) == (10, 10, 0)


def test_a_japanese_table_of_windows_is_asked_about_or_right_and_never_wrong(tmp_path: Path) -> None:
    file = tmp_path / "leads.csv"
    file.write_bytes(table("Japanese").decode("utf-8").replace("¥", "").encode("cp932"))
    with pytest.raises(InputProblem):
        import_leads([file])
    found = import_leads([file], encoding="cp932")
    assert (found.n_won, found.n_lost, found.n_open) == (10, 10, 10)
