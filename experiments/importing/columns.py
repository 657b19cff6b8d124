"""What a column of a lead list, a deal list or an event log means: guessed from its name and from what it holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np

from buyermaze.experiments.importing.words import FALSE, TRUE, ended
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.plain_text import without_accents
from buyermaze.simulator.tables.dates import looks_dated
from buyermaze.simulator.tables.numbers import looks_numeric
from buyermaze.simulator.tables.table import GAPS, TextTable

Kind = Literal["text", "date", "number", "flag"]


@dataclass(frozen=True)
class Role:
    """One meaning a column can have, and the names that suggest it, small letters and digits only, the surest first.

    A name that starts with ``~`` is a pattern looked for in the words of the column's name.
    """

    name: str
    kind: Kind
    meaning: str
    names: tuple[str, ...]


ROLES: Final = (
    Role("case", "text", "identifies a lead, deal or account",
         ("caseconceptname", "dealid", "opportunityid", "opportunitynumber", "opportunity_id", "mqlid", "leadid", "leadnumber",
          "hsobjectid", "recordid", "~^(item|box|external|row|entry) (id|key)\\b",
          "dealrecordid", "objectid", "datensatzid", "id", "prospectid", "caseid", "deal", "opportunity",
          "lead", "case", "~^(deal|opportunity|lead|mql|record|case|inquiry|prospect|quote|order)s? (id|no|number|key|guid|uuid)$",
          "~^(do not modify|ne pas modifier|no modificar|nao modificar|non modificare) (opp?ort?\\w+|lead|deal)$",
          "~^id ", "accountid", "companyid", "account", "~ (id|number|no)$",
          "reference", "referencia", "referenz", "opp", "codigo", "codice",
          "identifiant", "identificador", "identificativo", "案件id", "商談id", "案件番号", "管理番号", "商机编号", "商机id",
          "idсделки",
          "~(^| )(\\w*(nr|nummer)|numero|cislo|identifiant|identificador)( |$)",
          "~^(no|id|nr|num|codigo|codice|code|n) (de )?(la |l )?"
          "(oportunidad|oportunidade|opportunite|opportunita|affaire|negocio|trato|szansy)$",
          "~^nicht andern (verkaufschance|lead)$", "anonymousid", "distinctid", "~^(deal|opportunity|lead) ?name$", "topic",
          "title",
          "name")),
    Role("activity", "text", "what happened (event logs)",
         ("conceptname", "activity", "activityname", "event", "eventname", "eventtype", "action", "task")),
    Role("time", "date", "when it happened (event logs)",
         ("timetimestamp", "timestamp", "eventtime", "time", "starttimestamp", "completetimestamp", "endtimestamp", "datetime",
          "starttime", "endtime", "eventtimestamp", "originaltimestamp", "occurredat")),
    Role("first_contact", "date", "when the lead came in",
         ("firstcontact", "firstcontactdate", "firstcontactat", "leaddate", "leadcreated", "leadcreateddate", "createdate",
          "createddate", "created", "createdon", "createdat", "createdtime", "creationdate", "dealcreated", "dealcreatedon",
          "dealcreateddate", "addtime", "datecreated", "dateentered", "inquirydate", "engagedate", "addedon", "addedat",
          "createtime", "creee", "creado", "creadoel", "creadaen", "criadoem", "criadaem", "creatoil", "fechacreacion",
          "dateadded", "added", "hinzugefugtam", "ajoutele", "fechaalta", "addeddate",
          "erstelldatum", "erstellungsdatum", "anlagedatum",
          "opened", "opendate", "openeddate", "erstelltam", "erstellt", "creele", "creeele", "anfragevom",
          "datecreation", "fechadecreacion",
          "angelegtam", "angelegt", "datedecreation", "datadecriacao", "datacriacao", "datacreazione", "datadicreazione",
          "aangemaaktop", "aangemaakt", "skapad", "skapades", "oprettet", "opprettet", "utworzono", "vytvoreno", "zalozeno",
          "luotu",
          "~^(data (utworzenia|dodania|crearii)|datum (vytvoreni|zalozeni|aanmaak)|oprettelsesdato|aanmaakdatum|luontipaiva)$",
          "~^(skapad|skapat|oprettet|opprettet) (datum|dato|den|tid)$|^(letrehozas datuma|letrehozva|olusturulma tarihi)$",
          "датасоздания", "дата создания", "作成日", "作成日時",
          "登録日", "创建时间",
          "~first contact", "~^lead (date|created)", "~\\b(date )?(created|creation|create)\\b(?! by)", "~\\binquir", "~\\barriv")),
    Role("responded", "date", "when somebody of ours first answered",
         ("firstresponse", "firstresponsedate", "firstreply", "firstreplydate", "firsttouch", "responded", "respondedat",
          "respondedon", "replied", "repliedat", "firstoutreachdate", "firstanswered", "answered", "answeredat", "firstcall",
          "responsedate", "responsetime", "~\\bfirst (response|reply|touch|answer|outreach|call|activity)\\b",
          "~\\b(responded|replied|answered)\\b", "~\\b(response|reply) (date|at|time)\\b")),
    Role("handed_over", "date", "when sales took over from marketing",
         ("handedover", "handedoverat", "handoff", "handoffdate", "handover", "handoverdate", "acceptedat", "accepteddate",
          "saldate", "sqldate", "assigneddate", "assignedat", "~\\bhand(ed)? ?(off|over)\\b", "~\\b(accepted|assigned)\\b")),
    Role("won", "date", "when it was won",
         ("受注日", "成約日", "gewonnen", "ganado", "ganada", "gagne", "gagnee", "ganho", "ganha", "vinto", "vinta",
          "~\\bgewonnen (am|um|zeit|datum)\\b|\\bzeitpunkt (gewonnen|des gewinns)\\b",
          "~\\bgagnee? le\\b|\\b(heure|date) de gain\\b",
          "~\\b(fecha|hora) (de )?(ganad[oa]|ganancia)\\b|\\b(data|hora) d[eo] ganho\\b|\\bganh[oa] em\\b",
          "~\\bdata (di )?(vinta|vincita)\\b",
          "wondate", "wontime", "wonat", "wonon", "datewon", "dealwontime", "won", "signed", "signedon", "signeddate",
          "~\\bwon (date|time|at|on)\\b", "~\\bdate won\\b", "~\\b(bought|purchased|ordered) (on|at|date)\\b",
          "~date entered closed ?won", "~\\bsigned\\b")),
    Role("lost", "date", "when it was lost or given up",
         ("verloren", "perdido", "perdida", "perdu", "perdue", "perso", "persa",
          "~\\bverloren (am|um|zeit|datum)\\b|\\bzeitpunkt (verloren|des verlusts)\\b",
          "~\\bperdue? le\\b|\\b(heure|date) de (la )?perte\\b",
          "~\\b(fecha|hora) (de )?(perdid[oa]|perdida)\\b|\\b(data|hora) d[ea] perda\\b|\\bperdid[oa] em\\b",
          "~\\bdata (di )?pers[oa]\\b",
          "lostdate", "losttime", "lostat", "loston", "datelost", "deallosttime", "lost", "~\\blost (date|time|at|on)\\b",
          "~\\bdate lost\\b", "~date entered closed ?lost")),
    Role("closed", "date", "when it was closed, won or lost",
         ("~^(fecha de cierre|date de (fermeture|cloture)|data de fechamento|data di chiusura) (real|reelle|efetiva|effettiva)$",
          "actualclosedate", "closeddate", "closedon", "closedat", "closedtime", "dateclosed", "dealclosedon", "dealcloseddate",
          "closedate", "closingdate", "closetime", "closedatetime", "closed", "tatsabschlussdatum",
          "tatsachlabschlussdatum", "abschlussdatum", "closle",
          "fechadecierre",
          "abgeschlossenam", "geschlossenam", "resolved", "resolvedat", "resolvedtime", "resolutiondate", "solvedat",
          "datedecloture", "clotureele", "clotureeele", "датазакрытия", "datedefermeture", "datadefechamento", "datachiusura",
          "datadichiusura", "geslotenop", "afgeslotenop", "stangd", "stangningsdatum", "avslutad", "lukket", "lukkedato",
          "suljettu", "uzavreno",
          "zamknieto", "~^(data (zamkniecia|inchiderii)|datum (uzavreni|sluiting)|sluitingsdatum|lezaras datuma|kapanis tarihi)$",
          "完了日", "クローズ日", "失注日", "实际成交日期", "成交日期",
          "~^actual clos", "~\\bwon (or )?lost (date|time|at|on)\\b", "~\\bdate won (or )?lost\\b",
          "~\\bclosed (date|at|on|time)\\b", "~\\b(close|closing) (date|at|on|time)\\b")),
    Role("is_won", "flag", "whether it was won, yes or no",
         ("iswon", "isclosedwon", "hsisclosedwon", "won", "closedwon", "wonflag", "dealwon", "isdealwon", "winflag", "win",
          "gewonnen", "ganado", "ganada", "gagne", "gagnee", "ganho", "ganha", "vinto", "vinta", "wygrana",
          "~^(\\w+ )?(is|est|ist) (closed )?(won|conclue et gagnee|gagnee?|gewonnen)( flag)?$",
          "~^(closed )?won( (flag|deal|opportunity|yes no|y n))?$", "signed", "bought")),
    Role("is_lost", "flag", "whether it was lost, yes or no",
         ("islost", "isclosedlost", "hsisclosedlost", "lost", "closedlost",
          "verloren", "perdido", "perdida", "perdu", "perdue", "perso", "persa",
          "~^(\\w+ )?is (closed )?lost( flag)?$")),
    Role("is_closed", "flag", "whether it is closed, yes or no",
         ("isclosed", "hsisclosed", "closed", "isdealclosed", "closedflag",
          "geschlossen", "abgeschlossen", "ferme", "termine", "cerrado", "cerrada", "fechado", "concluido", "chiuso",
          "gesloten", "закрыта", "закрыто", "сделказакрыта", "~\\bis (deal )?closed\\b")),
    Role("result", "text", "how it ended: won, lost or open",
         ("dealstatus", "status", "result", "outcome", "dealstage", "stagename", "stage", "opportunityresult", "opportunitystatus",
          "opportunitystage", "salesstage", "wonstatus", "statustype", "state", "opportunitystate", "dealoutcome", "leadstatus",
          "hsleadstatus", "dealphase", "phase", "statuslabel", "pipelinestage", "caseresult", "caseoutcome", "casestatus",
          "etape", "statut", "ergebnis", "resultat", "resultado", "risultato", "結果", "etap", "stav", "faze",
          "wynik", "vysledek", "utfall", "skede", "trin", "tila", "vaihe", "allapot", "szakasz", "stadiu",
          "durum", "asama", "estado", "etapa", "stato", "fase",
          "situacao", "ステータス", "フェーズ", "状態", "商談ステージ",
          "阶段", "销售阶段", "商机阶段", "状态", "этап", "этапсделки", "статус", "стадия", "стадиясделки", "stageid",
          "~^(etapa|etape|phase|fase|stato|estado|statut|status) (do|da|de|del|della|du|de la) ",
          "~\\b(status|stage|result|outcome|phase|state|estado|etapa|etape|fase)( name)?$")),
    Role("value", "number", "what the deal was worth",
         ("~^(deal |opportunity )?(value|amount|price|valeur|betrag) (formatted|displayed|display|shown|decimal)$",
          "~^(ingresos|revenus?|receita|ricavi|umsatz) (real(es)?|reels?|effettivi)$",
          "amount", "dealvalue", "closevalue", "actualrevenue", "actualvalue", "value", "dealsize", "dealamount", "contractvalue",
          "ordervalue", "opportunityamount", "opportunityamountusd", "caseamount", "casevalue", "tatsumsatz", "geschumsatz",
          "estrevenue", "estimatedvalue", "estimatedrevenue", "amountusd", "amounteur", "betrag", "montant", "importe", "importo",
          "bedrag", "valor", "montantht", "valeur",
          "бюджет", "сумма", "金额", "预计金额", "金額", "売上金額", "受注金額",
          "revenue", "tcv", "acv", "wert", "tatsachlumsatz",
          "auftragswert", "auftragssumme", "umsatz", "waarde", "kwota", "valore", "belopp",
          "bidamount",
          "~\\b(deal|contract|order|opportunity) ?(value|size|amount)\\b(?!.*(currency|code))",
          "~^(amount|value|wert|betrag|montant|importe|waarde|valor|valore|bedrag|wartosc|kwota|hodnota|castka|varde|ordervarde|belopp|"
          "vaerdi|belob|verdi|belop|arvo|summa|ertek|osszeg|valoare|suma|tutar|deger)\\b(?!.*(currency|code))",
          "~^(verkaufschance|opportunity|deal) (betrag|wert|umsatz)$",
          "expectedvalue", "projectedtotal", "projectedrevenue", "projectedrevenuehigh", "erwarteterwert", "expectedrevenue",
          "likely", "total", "summe", "importetotal", "montanttotal", "valortotal")),
    Role("currency", "text", "the currency of the deal's worth",
         ("currency", "currencycode", "currencyisocode", "dealcurrency", "dealcurrencycode", "currencyofvalue",
          "dealcurrencyofvalue", "amountcurrency", "opportunitycurrency", "transactioncurrency", "valuecurrency",
          "wahrung", "devise", "moneda", "moeda", "valuta", "通貨",
          "~\\bcurrency\\b(?!.*(rate|in company))")),
)  # fmt: skip
BY_NAME: Final = {role.name: role for role in ROLES}
NOT_AN_END: Final = re.compile(
    r"\b(exp|expected|est|estimated|planned|forecast|probability|reason|previous|next|last|modified|from|gesch|geplant\w*|"
    r"voraussichtlich\w*|prevue?|prevista?|grund|motivo|motif|nda|msa)\b|予定"
)
OF_ANOTHER_WIN: Final = re.compile(
    r"\b(previously|before|again|back|loi|letter|intent|mou|pilot|poc|trial|proposal|draft|off|competitors?|rivals?|partner|via)\b"
)
"""What a name says that mentions winning or losing and means another deal, or something less than a deal."""
OF_A_CUSTOMER: Final = re.compile(
    r"\b(accounts?|customers?|clients?|compan(y|ies)|organi[sz]ations?|members?|kunden?|klant|klient|kund|cliente|compte|cuenta|conta|"
    r"firma|empresa|entreprise|azienda|first|initial|original|earliest|erst\w*|premiere?|primer[oa]?|prim[oa]|primeir[oa])\b"
)
"""What a name says of a day that is the customer's and not the deal's: when an account was won, when it first bought."""
ORDINAL: Final = re.compile(r"(?i)\bn\s?\.?\s?[°º]\.?|№|\bnro\b\.?")
"""How names abbreviate the number that tells one row from the others."""
HOW_IT_ENDED: Final = ("won", "lost", "is_won", "is_lost", "result")
MOST_WORDS: Final = 60  # a column of words that say how leads end holds no more different ones
MOSTLY: Final = 0.5  # of rows or cells: an identity is filled in more of them, and no more of a column of dates are unreadable
MERE_NAMES: Final = frozenset(["deal", "opportunity", "opp", "lead", "case", "account", "prospect", "reference"])
OF_THE_DEAL: Final = re.compile(
    r"^((deal|opportunity|lead|affaire|negocio|trato|opportunite|oportunidade?|opportunita|verkaufschance|transaction) "
    r"(?!id\b|name\b|no\b|number\b))+"
)
"""What names of columns begin with that say whose they are: *Deal - Value*, *Affaire - Valeur*, *Negócio - Negócio criado em*."""
NAMES_AT_HAND: Final = 2_000  # columns, each asked about for every role
LINE: Final = "line"  # in place of a column: every row is a lead of its own


@lru_cache(NAMES_AT_HAND)
def words_of(header: str) -> str:
    """Return the words of a column's name, in small letters: ``hs_is_closed_won``, ``IsWon``, ``Deal - Won time``."""
    if header.startswith("case:") and header != "case:concept:name":
        header = header.removeprefix("case:")
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", without_accents(ORDINAL.sub(" numero ", header)))
    words = " ".join(re.findall(r"[^\W_]+", text.lower()))
    return re.sub(r"^(hs|properties|deal properties) (?=\w)", "", words)


@lru_cache(NAMES_AT_HAND)
def _squeezed(header: str) -> frozenset[str]:
    words = words_of(header)
    bare = OF_THE_DEAL.sub("", words)
    plain = "".join(re.findall(r"[^\W_]+", without_accents(header).lower()))
    return frozenset((words.replace(" ", ""), bare.replace(" ", ""), plain))


def guessed(
    table: TextTable, given: Mapping[str, str], *, events: bool = True, says_end: "Mapping[str, str] | None" = None
) -> dict[str, str]:
    """Return which column has which role: as given, otherwise as name and content suggest; no column is used twice.

    Parameters
    ----------
    table
        A table.
    given
        Column by role, as the user says; those of other files may be among them.
    events
        Whether it may be an event log.
    says_end
        Words the user gave a meaning.
    """
    result = {role: column for role, column in given.items() if column in table.columns}

    def free(name: str) -> list[str]:
        return [column for column in fitting(table, name) if column not in result.values()]

    def take(name: str, column: str | None) -> None:
        if column is not None:
            result[name] = column

    if events:
        for name in ("activity", "time"):
            if name not in given:
                take(name, next(iter(free(name)), None))
        for name, other in (("activity", "time"), ("time", "activity")):
            if name in result and other not in result and name not in given:
                del result[name]
    for role in ROLES:
        if role.name in result or role.name in given or role.name in ("activity", "time"):
            continue
        fits = free(role.name)
        if role.name == "case":
            take("case", _case(table, fits) if "activity" in result else _identity(table, fits))
        elif role.name == "result":
            take("result", _result(table, fits, set(result.values()), says_end or {}))
        else:
            take(role.name, fits[0] if fits else None)
    return result


def _by_name(role: Role, columns: Sequence[str]) -> list[str]:
    """Return the columns whose names fit a role, the surest first."""
    found: list[str] = []
    if role.name in ("activity", "time"):
        columns = [column for column in columns if not column.startswith("case:")]
    for name in role.names:
        for column in columns:
            words = words_of(column)
            if role.name in (
                "closed",
                "result",
                "won",
                "lost",
                "first_contact",
                "is_won",
                "is_closed",
            ) and NOT_AN_END.search(words):
                continue
            if role.name in ("won", "lost", "is_won", "is_lost") and OF_ANOTHER_WIN.search(words):
                continue
            if role.name in ("won", "lost", "closed") and OF_A_CUSTOMER.search(words):
                continue
            if role.name in ("won", "lost") and {"won", "lost"} <= set(words.split()):
                continue
            fits = re.search(name[1:], words) if name.startswith("~") else name in _squeezed(column)
            if fits and column not in found:
                found.append(column)
    return found


def says_by_name(role: str, column: str) -> bool:
    """Tell whether the name of a column suggests a role."""
    return bool(_by_name(BY_NAME[role], [column]))


def is_named(role: str, column: str) -> bool:
    """Tell whether a column has one of the names of a role as they are, and is not merely called alike."""
    return not _squeezed(column).isdisjoint(BY_NAME[role].names)


def fitting(table: TextTable, role: str) -> list[str]:
    """Return the columns that name and content suggest for a role, the surest first."""
    return [column for column in _by_name(BY_NAME[role], table.columns) if _holds(BY_NAME[role], table, column)]


def is_flag(words: Sequence[str]) -> bool:
    """Tell whether a column holds nothing but yes and no."""
    filled = {word.lower() for word in words if word.lower() not in GAPS}
    return bool(filled) and filled <= (TRUE | FALSE)


def _holds(role: Role, table: TextTable, column: str) -> bool:
    """Tell whether a column holds what its role needs; an empty column holds anything but an identity."""
    words = table.distinct(column)
    sample = words[:2000]
    filled = [word for word in sample if word.lower() not in GAPS]
    if not filled:
        return (role.kind in ("date", "number") and role.name != "time") or role.name == "case"
    if role.kind == "flag":
        return is_flag(filled)
    if role.kind == "date":
        spoiled = (
            role.name == "first_contact" and not looks_numeric(filled) and any(re.search(r"\d{4}", w) for w in filled)
        )
        return not is_flag(filled) and (looks_dated(filled, numbers=True) or spoiled)
    if role.kind == "number":
        return looks_numeric(filled)
    if role.name == "currency":
        return all(len(word) <= 30 for word in filled) and not looks_numeric(filled)
    if role.name == "activity":
        return not looks_numeric(filled) and not looks_dated(filled)
    if role.name == "result":
        return not looks_dated(filled)
    return True


def _case(table: TextTable, fits: Sequence[str]) -> str | None:
    """Return the column that names the case of an event: the first whose values come back."""
    return next((c for c in fits if len(table.distinct(c)) < len(table)), fits[0] if fits else None)


def _identity(table: TextTable, fits: Sequence[str]) -> str | None:
    """Return the column without repeats and gaps; where all repeat, the first that is no mere name."""
    unique = [column for column in fits if _is_unique(table, column)]
    if unique:
        return unique[0]
    named = [column for column in fits if not _is_mere_name(table, column)]
    return named[0] if named else None


def _is_mere_name(table: TextTable, column: str) -> bool:
    """Tell whether a column holds what leads are called, which two of them may share, and not what tells them apart."""
    words = words_of(column)
    if re.search(r"\b(name|title|topic)$", words):
        return True
    filled = [word for word in table.distinct(column)[:2000] if word.lower() not in GAPS]
    coded = [word for word in filled if re.search(r"\d", word) and " " not in word.strip()]
    return words in MERE_NAMES and len(coded) < MOSTLY * len(filled)


def _is_unique(table: TextTable, column: str) -> bool:
    """Tell whether no cell of a column comes back; a few rows may be empty there, as lines of totals are."""
    words, codes = table.coded(column)
    n_empty = int((np.asarray(codes) == words.index("")).sum()) if "" in words else 0
    return len(words) - (n_empty > 0) == len(table) - n_empty > MOSTLY * len(table)


def _result(table: TextTable, fits: Sequence[str], used: set[str], says: Mapping[str, str]) -> str | None:
    """Return the column whose words say how leads ended: one with both wins and losses before one with either."""
    scores = []
    for sureness, columns in ((1, fits), (0, [c for c in table.columns if c not in used and c not in fits])):
        for place, column in enumerate(columns):
            words = table.distinct(column)
            if not words or len(words) > MOST_WORDS:
                continue
            known = [says.get(word.lower()) or ended(word) for word in words]
            n_sides = ("won" in known) + ("lost" in known)
            told = says and any(word.lower() in says for word in words)
            if (
                sureness == 0
                and not told
                and (n_sides < 2 or NOT_AN_END.search(words_of(column)) or not _are_stages(words))
            ):
                continue
            scores.append((n_sides, sureness, -place, column))
    return max(scores)[3] if scores else None


def _are_stages(words: Sequence[str]) -> bool:
    """Tell whether some word of a column is nothing but won, and another nothing but lost."""
    plain = {"".join(re.findall(r"[^\W_]+", word.lower())) for word in words}
    sides = [{"won", "closedwon", "win", "gewonnen", "ganado", "gagné", "vinto"},
             {"lost", "closedlost", "loss", "verloren", "perdido", "perdu", "perso"}]  # fmt: skip
    return all(plain & side for side in sides)


def checked_mapping(words: Sequence[str]) -> dict[str, str]:
    """Read ``role=column`` pairs as typed on a command line."""
    given = {}
    for word in words:
        role, sign, column = word.partition("=")
        if not sign or not column.strip():
            raise InputProblem(f"--column {word}: write a role, '=' and a column, as in won=close_date")
        if role.strip() not in BY_NAME:
            raise InputProblem(f"--column {word}: there is no role '{role}'; {remedy(role, BY_NAME)}")
        given[role.strip()] = column.strip()
    return given
