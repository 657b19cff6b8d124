"""Months and days of the week by name, in the languages in which tools write them."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import without_accents

LEAST: Final = 3  # letters that stand for a month whose name they begin
LANGUAGES: Final[dict[str, str]] = {
    "English": "january february march april may june july august september october november december",
    "German": "januar/janner februar/feber marz/mrz april mai juni juli august september oktober november dezember",
    "French": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre",
    "Catalan": "gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre",
    "Portuguese": "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "Romanian": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "Dutch": "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "Danish": "januar februar marts april maj juni juli august september oktober november december",
    "Norwegian": "januar februar mars april mai juni juli august september oktober november desember",
    "Swedish": "januari februari mars april maj juni juli augusti september oktober november december",
    "Finnish": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta/elo syyskuuta lokakuuta "
    "marraskuuta joulukuuta",
    "Estonian": "jaanuar veebruar marts aprill mai juuni juuli august september oktoober november detsember",
    "Latvian": "janvaris/janvara februaris/februara marts/marta aprilis/aprila maijs/maija junijs/junija julijs/julija "
    "augusts/augusta septembris/septembra oktobris/oktobra novembris/novembra decembris/decembra",
    "Polish": "styczen/stycznia luty/lutego marzec/marca kwiecien/kwietnia maj/maja czerwiec/czerwca lipiec/lipca "
    "sierpien/sierpnia wrzesien/wrzesnia pazdziernik/pazdziernika listopad/listopada grudzien/grudnia",
    "Czech": "leden/ledna unor/unora brezen/brezna duben/dubna kveten/kvetna cerven/cervna/cvn/cen cervenec/cervence/cvc/cec "
    "srpen/srpna zari rijen/rijna listopad/listopadu prosinec/prosince",
    "Slovak": "januar/januara februar/februara marec/marca april/aprila maj/maja jun/juna jul/jula august/augusta "
    "september/septembra oktober/oktobra november/novembra december/decembra",
    "Slovene": "januar/januarja februar/februarja marec/marca april/aprila maj/maja junij/junija julij/julija avgust/avgusta "
    "september/septembra oktober/oktobra november/novembra december/decembra",
    "Croatian": "sijecanj/sijecnja veljaca/veljace ozujak/ozujka travanj/travnja svibanj/svibnja lipanj/lipnja srpanj/srpnja "
    "kolovoz/kolovoza rujan/rujna listopad/listopada studeni/studenoga prosinac/prosinca",
    "Serbian": "januar/januara februar/februara mart/marta april/aprila maj/maja jun/juna jul/jula avgust/avgusta "
    "septembar/septembra oktobar/oktobra novembar/novembra decembar/decembra",
    "Hungarian": "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december",
    "Turkish": "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
    "Indonesian": "januari februari maret april mei juni juli agustus/agt september oktober november desember",
    "Greek": "ιανουαριος/ιανουαριου φεβρουαριος/φεβρουαριου μαρτιος/μαρτιου απριλιος/απριλιου μαιος/μαιου ιουνιος/ιουνιου "
    "ιουλιος/ιουλιου αυγουστος/αυγουστου σεπτεμβριος/σεπτεμβριου οκτωβριος/οκτωβριου νοεμβριος/νοεμβριου δεκεμβριος/δεκεμβριου",
    "Russian": "январь/января февраль/февраля март/марта апрель/апреля маи/мая июнь/июня июль/июля август/августа "
    "сентябрь/сентября октябрь/октября ноябрь/ноября декабрь/декабря",
    "Ukrainian": "січень/січня лютии/лютого березень/березня квітень/квітня травень/травня червень/червня липень/липня "
    "серпень/серпня вересень/вересня жовтень/жовтня листопад/листопада грудень/грудня",
    "Bulgarian": "януари февруари март април маи юни юли август септември октомври ноември декември",
}
"""January to December without accents, every form in which a date may hold it; a beginning of three letters stands for it."""
LONGER: Final = {"Finnish": 4}  # whose *marraskuu* is November: letters without which a beginning is none of the language
WEEKDAYS: Final = frozenset(
    ["mo", "di", "mi", "do", "fr", "sa", "so", "ma", "wo", "vr", "za", "zo", "ti", "to", "on", "po", "ut", "st", "ct", "pa", "ne",
     "ke", "pe", "la", "su", "wt", "sr", "pt", "nd", "pn", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "нд", "den"]
)  # fmt: skip
WEEKDAY_STEMS: Final = (
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "die", "mit", "don", "fre", "sam", "son", "lun", "mar", "mer", "jeu", "ven",
    "dim", "mie", "jue", "vie", "sab", "dom", "gio", "seg", "ter", "qua", "qui", "sex", "din", "woe", "vri", "zat", "zon", "man",
    "tir", "tis", "ons", "tor", "lor", "pon", "wto", "sro", "czw", "pia", "sob", "nie", "ndz", "ute", "str", "ctv", "pat", "ned",
    "sre", "cet", "пон", "вто", "сре", "чет", "пят", "суб", "вос", "пет", "нед",
)  # fmt: skip


@lru_cache(10_000)
def meanings(word: str) -> dict[str, int]:
    """Return which month a word names, from 1 to 12, by language; nothing of languages that do not know it."""
    plain = without_accents(word.lower())
    found = {}
    for language, names in LANGUAGES.items():
        forms = [month.split("/") for month in names.split()]
        exact = [place for place, each in enumerate(forms, 1) if plain in each]
        begun = [place for place, each in enumerate(forms, 1) if any(form.startswith(plain) for form in each)]
        fits = exact or (begun if len(plain) >= LONGER.get(language, LEAST) else [])
        if len(fits) == 1:
            found[language] = fits[0]
    return found


def named_months(words: Iterable[str], column: str) -> dict[str, int]:
    """Return the month that every word of a column names, in the language that knows the most of them.

    Raises
    ------
    InputProblem
        If languages that know equally many take a word for different months, as *lip* is July in Polish and June in Croatian.
    """
    known = {word: meanings(word) for word in dict.fromkeys(words)}
    knows: dict[str, int] = {}
    for by_language in known.values():
        for language in by_language:
            knows[language] = knows.get(language, 0) + 1
    best = {language for language, n in knows.items() if n == max(knows.values())}
    months = {}
    for word, by_language in known.items():
        if not by_language:
            continue
        told = {by_language[language] for language in best & set(by_language)} or set(by_language.values())
        if len(told) > 1:
            raise InputProblem(
                f"column '{column}': '{word}' is one month in one language and another in another; write its dates in numbers, "
                "as in 2026-03-05"
            )
        months[word] = told.pop()
    return months


def is_weekday(word: str) -> bool:
    """Tell whether a word may be a day of the week in front of a date."""
    plain = without_accents(word.lower())
    return plain in WEEKDAYS or plain.startswith(WEEKDAY_STEMS)
