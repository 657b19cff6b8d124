"""The commands that look at single deals: autopsies, promises, buyers' books, twins, and the CRM they leave behind."""

from typing import Annotated

import typer

from buyermaze.experiments.commands.shared.options import Name
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, USUAL, Given, takes
from buyermaze.experiments.commands.shared.show_findings import checked_replication, found
from buyermaze.simulator.core.errors import InputProblem

OneAccount = Annotated[int | None, typer.Option("--account", metavar="N", help="Open up this account only, from 0.")]
Replication = Annotated[int, typer.Option("--replication", metavar="N", help="Which replication, from 0.")]
TwinAccount = Annotated[
    int | None,
    typer.Option("--account", metavar="N", help="Which account, from 0; default: one that is worth telling."),
]
Day = Annotated[
    float | None,
    typer.Option("--day", metavar="D", help="Working day of the change; default: halfway to the decision."),
]
What = Annotated[
    str,
    typer.Option(
        "--change", metavar="WHAT", help="answer, rep-calls, leaves, kit, price-cut, freeze, slowdown, trust-lost or other-rep."
    ),
]
Person = Annotated[int, typer.Option("--person", metavar="SEAT", help="Seat it concerns, from 0; -1: everybody.")]
JobOption = Annotated[str, typer.Option("--job", metavar="JOB", help="Buying job, for an answer.")]
Amount = Annotated[
    float,
    typer.Option(
        "--amount", metavar="X", help="Price cut (0.1: a tenth), freeze in working days, slowdown, or rep from 1; 0: as usual."
    ),
]
Out = Annotated[str, typer.Option("--out", metavar="DIR", help="A folder that is not there yet, or empty.")]
System = Annotated[str, typer.Option("--system", metavar="salesforce|hubspot", help="Whose table and column names.")]
Format = Annotated[str, typer.Option("--format", metavar="csv|parquet", help="What the files are.")]
NoRemedies = Annotated[bool, typer.Option("--no-remedies", help="Only read rows; do not test what would have helped.")]


def _of_one_account(account: int | None, replication: int) -> None:
    """Refuse a replication that would not be looked at: without an account all of them are told of."""
    if checked_replication(replication) and account is None:
        raise InputProblem(
            f"--replication {replication}: without --account all replications are told of; give --account N"
        )


@takes(*USUAL)
def autopsy(
    given: Given, name: Name, account: OneAccount = None, replication: Replication = 0, no_remedies: NoRemedies = False
) -> None:
    """Find what truly ended deals, beside what was logged and what marketing and sales say."""
    from buyermaze.simulator.analysis.deals.autopsy import autopsy as open_up
    from buyermaze.simulator.analysis.deals.blame_ledger import blame

    _of_one_account(account, replication)
    scenario = given.scenario(name)
    if account is None:
        with progress("Simulating", given.quiet) as report:
            ledger = blame(scenario, remedies=not no_remedies, progress=report)
        tables = {"deals": ledger.table(), "blame": ledger.matrix(), "causes": ledger.causes()}
        if not no_remedies:
            tables["remedies"] = ledger.remedy_table()
        title = f"Deals not won in {scenario.name}"
        shown = tables | {"deals": tables["deals"][["account", "outcome", "cause", "culprit", "logged", "won_with"]]}
        found(given, title, ledger.sentences(), tables, [scenario], shown=shown)
        return
    import pandas

    from buyermaze.simulator.runs.run import simulate

    with progress("Simulating", given.quiet):
        run = simulate(scenario, replication)
    result = open_up(run, account)
    line = {key: value for key, value in vars(result).items() if key not in ("trouble", "marketing", "sales")}
    line |= {"marketing_says": result.marketing[0], "sales_says": result.sales[0], **result.trouble}
    title = f"{scenario.name}: account {account} of replication {replication}"
    found(given, title, result.sentences(), {"autopsy": pandas.DataFrame([line])}, [scenario])


@takes(*USUAL)
def promises(given: Given, name: Name, account: OneAccount = None, replication: Replication = 0) -> None:
    """Keep the ledger of claims buyers hear from us: who made them, what became of them, and who paid."""
    from buyermaze.simulator.analysis.customers.promises import LIMITS, deal_promises
    from buyermaze.simulator.analysis.customers.promises import promises as keep
    from buyermaze.simulator.outcomes.units import in_words

    _of_one_account(account, replication)
    scenario = given.scenario(name)
    if account is None:
        with progress("Simulating", given.quiet) as report:
            ledger = keep(scenario, progress=report)
        tables = {"fates": ledger.table(), "who paid": ledger.paid_table(), "claims": ledger.claims()}
        paid = ledger.paid_table().assign(outcome=lambda table: table["outcome"].map(in_words))
        shown = {"what became of claims": ledger.words_table(), "with honest claims": paid}
        title = f"Promises of {scenario.name}"
        found(given, title, [*ledger.sentences(), ledger.how()], tables, [scenario], shown=shown)
        return
    from buyermaze.simulator.runs.run import simulate

    with progress("Simulating", given.quiet):
        deal = deal_promises(simulate(scenario, replication), account)
    title = f"{scenario.name}: what account {account} of replication {replication} was promised"
    table = deal.table()
    shown = {"claims": table[["date", "person", "channel", "fate"]]}
    found(given, title, [*deal.sentences(), LIMITS], {"claims": table}, [scenario], shown=shown)


@takes(*USUAL)
def hours(given: Given, name: Name, account: OneAccount = None, replication: Replication = 0) -> None:
    """Keep the buyers' books: hours, effort and political risk of everybody, and who caused them; or of one account."""
    from buyermaze.simulator.analysis.journeys.buyer_book import deal_cost
    from buyermaze.simulator.analysis.journeys.buyer_hours import buyer_hours

    _of_one_account(account, replication)
    scenario = given.scenario(name)
    if account is None:
        with progress("Simulating", given.quiet) as report:
            result = buyer_hours(scenario, progress=report)
        tables = {"hours per account": result.table(), "by cause": result.by_cause(), "by persona": result.by_persona(),
                  "political risk": result.risks()}  # fmt: skip
        shown = {**tables, "by persona": result.words_table()}
        found(given, f"The buyers' books in {scenario.name}", [*result.sentences(), result.how()], tables, [scenario], shown=shown)
        return
    from buyermaze.simulator.runs.run import simulate

    with progress("Simulating", given.quiet):
        deal = deal_cost(simulate(scenario, replication), account)
    title = f"{scenario.name}: what account {account} of replication {replication} cost its people"
    told = deal.table()[["person", "hours", "lost", "lost_through_us", "effort", "exposed"]]
    found(given, title, deal.sentences(), {"people": deal.table()}, [scenario], shown={"people": told})


@takes("seed", "accounts", "weeks", "settings", "market", *ANSWERS, "quiet")
def twin(
    given: Given,
    name: Name,
    what: What = "answer",
    account: TwinAccount = None,
    day: Day = None,
    person: Person = -1,
    job: JobOption = "validation",
    amount: Amount = 0.0,
    replication: Replication = 0,
) -> None:
    """Live one deal twice with the same luck, the second time with one change on one day."""
    from buyermaze.simulator.analysis.deals.twin_replay import days_open, replay

    scenario = given.scenario(name)
    checked_replication(replication)
    with progress("Simulating", given.quiet):
        if account is None or day is None:
            from buyermaze.simulator.journal.story import interesting_account
            from buyermaze.simulator.runs.run import simulate

            run = simulate(scenario, replication)
            account = interesting_account(run) if account is None else account
            arrived, decided = days_open(run, account)
            day = round(arrived + 0.5 * (decided - arrived), 1) if day is None else day
        result = replay(scenario, account, day, what, person, job, amount, replication)
    title = f"{scenario.name}: account {account} of replication {replication}, twice"
    sentences = result.sentences()
    for label, story in zip(("As it was", "With the change"), result.stories(), strict=True):
        sentences += ["", f"{label}:", *story]
    tables = {"accounts reached": result.table(), "at the fork": result.fork_table()}
    found(given, title, sentences, tables, [scenario])


@takes("seed", "accounts", "weeks", "settings", "market", *ANSWERS, "quiet")
def rescue(
    given: Given,
    name: Name,
    account: TwinAccount = None,
    cause: Annotated[
        str | None,
        typer.Option("--cause", metavar="CAUSE", help="Only deals lost by this; 'any' lists the lost deals."),
    ] = None,
    lives: Annotated[
        int, typer.Option("--lives", metavar="N", help="Lives that promising changes are judged by.")
    ] = 40,
    days: Annotated[int, typer.Option("--days", metavar="N", help="Days tried between arrival and decision.")] = 3,
    replication: Replication = 0,
) -> None:
    """Find what would have saved a lost deal: all single changes, over many lives with other luck; or list lost deals."""
    from buyermaze.simulator.analysis.deals.rescue import lost_deals
    from buyermaze.simulator.analysis.deals.rescue import rescue as save
    from buyermaze.simulator.runs.run import simulate

    scenario = given.scenario(name)
    checked_replication(replication)
    if account is None:
        with progress("Simulating", given.quiet):
            lost = lost_deals(simulate(scenario, replication), None if cause in (None, "any") else cause)
        if not len(lost):
            raise InputProblem("rescue: no deal was lost like that in this replication; try another, or another cause")
        if cause is not None:
            counts = lost["cause"].value_counts().rename("deals").reset_index()
            sentences = [
                f"{len(lost)} lost deals; 'buyermaze rescue {name} --account N' says what would have saved one."
            ]
            found(given, f"Lost deals of {scenario.name}", sentences, {"lost": lost, "causes": counts}, [scenario])
            return
        ours = lost[lost["culprit"].isin(["marketing", "sales", "hand-over"])]
        account = int((ours if len(ours) else lost)["account"].iloc[0])
    with progress("Living on", given.quiet) as report:
        result = save(scenario, account, replication, lives, days, progress=report)
    title = f"{scenario.name}: what would have saved account {account} of replication {replication}"
    tables = {"changes": result.table()}
    found(
        given, title, [*result.sentences(), result.how()], tables, [scenario], shown={"changes": result.words_table()}
    )


@takes("seed", "accounts", "weeks", "settings", "market", "engine", *ANSWERS, "quiet")
def export_crm(
    given: Given,
    name: Name,
    out: Out,
    system: System = "salesforce",
    kind: Format = "csv",
    replication: Replication = 0,
) -> None:
    """Write what the seller's CRM would hold, with the hidden answers in a folder of their own."""
    import pandas

    from buyermaze.simulator.analysis.crm.export import export_crm as export
    from buyermaze.simulator.runs.run import simulate

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet):
        written = export(simulate(scenario, checked_replication(replication)), out, system, kind)
    if given.quiet and not given.outputs:
        return
    table = pandas.DataFrame(list(written.items()), columns=["table", "lines"])
    sentences = [f"Written to {out}: {len(written)} tables; the README there explains every column."]
    title = f"CRM of {scenario.name}, replication {replication}"
    found(given, title, sentences, {"tables": table}, [scenario], "what the seller saw, truth apart")
