"""What hostile inputs are made of: whole files to damage, and fragments that once broke something."""

from typing import Final

from buyermaze.simulator.inputs.reading.shelves import SCENARIOS

SCENARIO_TEXTS: Final = [
    *(file.read_bytes() for file in SCENARIOS.shipped().values()),
    b"schema_version: 1\nextends: merged\nmarket: turbulent\n",
    b"schema_version: 1\nextends: merged\nmarket: {approvals: [{name: board, hours_wait: 20}]}\nrun: {seed: 4}\n",
    b"schema_version: 1\nextends: merged\nmarket: {offer: {complexity: 1.2345678901234567, deal_value: 61234.5678}}\n"
    b"programme: {pricing: {level: -0.0123456789}}\nrun: {seed: 123456789012}\n",
    b"schema_version: 1\nextends: merged\ntitle: '1e5'\nmarket: {approvals: [{name: '08', hours_wait: 20}]}\n",
    b"schema_version: 1\nextends: baton_pass\ntimeline:\n- name: campaign\n  date: 2026-03-02\n"
    b"  changes: {programme.marketing.ads: 1.5}\n  weeks_ramp: 8\n"
    b"- name: hire\n  title: two more\n  week: 30\n  add: {programme.team.n_reps: 2}\n"
    b"- {date: 2026-07-01, transition: merge}\ntarget: {amount: 1200000, date: 2026-12-31}\n",
    b"schema_version: 1\nextends: merged\nexperience:\n  statement: We keep what we say\n  words: [easy, honest]\n"
    b"  targets:\n  - {measure: ces, at_least: 5, tolerance: 0.3, persona: technical, owner: head of sales}\n"
    b"  - {measure: hours_wait, at_most: 16, phase: select}\n",
    b"schema_version: 1\nextends: baton_pass\ntimeline:\n"
    b"- {name: price, date: 2026-05-04, changes: {programme.pricing.level: -0.05}}\n"
    b"target: {amount: 900000, measure: bookings, date: 2026-11-30}\n",
    b"schema_version: 1\ntitle: T\nprogramme: {team: {n_reps: 3}, gate: {closed: yes}}\n",
]
STUDY_TEXTS: Final = [
    b"schema_version: 1\nfactors:\n- {path: market.offer.complexity, low: 0.5, high: 2}\n",
    b"schema_version: 1\nscenarios: [merged]\nfactors:\n- {name: a, options: {x: {market.approvals: []}, y: {}}}\n"
    b"design: {kind: grid, levels: 3}\n",
    b"schema_version: 1\nmodel: ishigami\nfactors: [{path: x1, low: -3, high: 3}]\ndesign: {kind: sobol, n: 8}\nseed: 3\n",
]
PLAN_TEXTS: Final = [
    b"title: p\nsteps: [{name: a, job: problem, channel: content}]\n",
    b"accounts_per_week: 4\nsteps:\n"
    b"- {name: a, owner: marketing, role: [champion, sponsor], job: solution, channel: [email, ads], day: 3}\n"
    b"- {name: b, owner: sales, job: requirements, channel: rep, asset: kit, days: 5, hours: 2, only_if: not taken up}\n",
]
TABLES: Final = {
    "leads.csv": b"id,created,closed,stage,amount\n"
    b'1,2024-01-05,2024-03-02,won,"1,200.50"\n2,2024-01-09,,open,\n3,2024-02-01,2024-02-09,lost,7\n',
    "log.csv": b"case,activity,timestamp\na,form filled,2024-01-01T10:00:00+02:00\n"
    b"a,closed won,2024-02-01\nb,call,2024-01-03\nb,closed lost,2024-03-01\n",
    "log.xes": b'<?xml version="1.0" encoding="UTF-8"?><log><trace><string key="concept:name" value="c1"/><event>'
    b'<string key="concept:name" value="won"/><date key="time:timestamp" value="2024-01-01T00:00:00Z"/></event></trace></log>',
    "paths.csv": b"path,total_conversions,total_conversion_value,total_null\na > b,1,10,2\nb,0,0,3\n",
    "sweep.csv": b"programme.team.n_reps,scenario,p_win\n1,a,0.1\n1,b,0.2\n2,a,0.3\n2,b,0.4\n",
}
SETTINGS: Final = (
    "market.offer.complexity=2",
    "programme.pricing.level=-0.05",
    "market.offer.our_edge=-0.25",
    "market.demand.n_accounts_per_week=12.5",
    "programme.gate.closed=yes",
    "run.seed=3",
    "market.approvals=[]",
    "market.personas.champion.weight=1",
    'programme.library.assets=[{"name":"x","job":"problem"}]',
    "run.start=2026-02-01",
    "market.segments.0.weight=2",
    'timeline=[{"name":"a","week":20,"changes":{"programme.team.n_reps":4}}]',
    'target={"amount":1e6,"date":"2026-12-31"}',
)
FRAGMENTS: Final = (
    b"\x00",
    b"\x1b[31m",
    b"\x07",
    b"\r",
    b"\n",
    b"\t",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x98\x80",
    b"\xe2\x80\xae",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"=1+1",
    b"@SUM(1)",
    b"+1",
    b"-1",
    b"![x](http://foreign.example/x.png)",
    b"<img src=x onerror=y>",
    b"[a](javascript:b)",
    b"$x^2$",
    b":material/home:",
    b"`",
    b"*",
    b"_",
    b"|",
    b"&lt;",
    b"%s",
    b"{0}",
    b"{",
    b"}",
    b"[",
    b"]",
    b"'",
    b'"',
    b"!!python/object/apply:os.system",
    b"&a",
    b"*a",
    b"<<: *a",
    b"? ",
    b"- ",
    b": ",
    b"#",
    b"---\n",
    b"...\n",
    b"%YAML 9.9\n",
    b"9" * 400,
    b"-" + b"9" * 400,
    b"1e400",
    b"1e-400",
    b"nan",
    b".inf",
    b"-.inf",
    b"0x" + b"f" * 80,
    b"1_0",
    b"0o7",
    b"1:30",
    b"yes",
    b"null",
    b"~",
    b"2026-02-31",
    b"0001-01-01T00:00:00+14:00",
    b"9999-12-31T23:59:59-14:00",
    b"10000-01-01",
    b"a" * 5000,
    b"/etc/hostname",
    b"../../x.yaml",
    b"//host/share",
    b"http://foreign.example/x",
    b"merged",
    b"extends: ",
    b"market: ",
    b"name: ",
    b"[" * 60,
    b"{a: " * 60,
    b'<!DOCTYPE l [<!ENTITY a "b">]>',
    b"<!-- -->",
    b"<?xml version='1.0' encoding='hex'?>",
    b"<?xml version='1.0' encoding='utf-7'?>",
    b"]]>",
    b"&#0;",
    b"&a;",
    b"PAR1",
    b"PK\x03\x04",
    b"\x1f\x8b\x08\x00",
    b"BZh9",
    b"\x28\xb5\x2f\xfd",
    b"\xfd7zXZ\x00",
    b";",
    b",",
    b">",
    b"schema_version: 2\n",
    b"schema_version: 1\n",
    b"true",
    b"[]",
    b"{}",
    b"''",
    b'<dimension ref="A1:XFD1048576"/>',
    b'<c r="XFD1048576"><v>1</v></c>',
    b'<row r="1048576">',
    b'<c r="A1" t="e"><v>#REF!</v></c>',
    b"<v>99999999</v>",
    b"<f>[1]other!A1</f>",
    b"1e999",
    b"-1",
    b"Infinity",
    b'"\\ud800"',
    b"fifo",
    "ß".encode(),
    "İ".encode(),
    "٣".encode(),
    "①".encode(),
)
NAMES: Final = (
    "a",
    "mine.yaml",
    "../../etc/x.yaml",
    "con.yaml",
    "\x1b[31m.yaml",
    "=cmd|' '!A1.yaml",
    "a" * 5000,
    "",
    ".",
    "..",
    "/",
    "\\\\h\\s.yaml",
    "x\u202ey.yaml",
    "\ud800.yaml",
    "![x](//f.example).yaml",
    "<img src=x>.yaml",
    "a\x00b.yaml",
    "ü.yaml",
)
COMMANDS: Final = tuple(
    words.encode()
    for words in (
        "outlook\nbaton_pass\n--target\n1.2m\n--date\n2026-12-31\n--by\nmonth\n--quick",
        "outlook\nmerged\n--target\n800k\n--what\nn_wins\n--date\n2027-01-31\n--set\nprogramme.team.n_reps=3",
        "why\nbaton_pass\nmerged\n--outcome\nwins\n--orders\n4\n--accounts\n20\n--market\nturbulent",
        "budget\nmerged\n--amount\n100000\n--outcome\nprofit\n--weeks\n20",
        "rescue\nmerged\n--account\n3\n--cause\nany\n--lives\n10\n--days\n2\n--replication\n1",
        "story\nmerged\n--account\n3\n--seed\n4",
        "twin\nmerged\n--account\n2\n--change\nleaves\n--person\n1\n--day\n10",
        "compare\nbaton_pass\nmerged\n--outcome\nregret\n--replications\n4\n--set\nmarket.offer.complexity=2",
        "responses\nmerged\n--replications\n2",
        "class\nnew\n--lesson\nstraighten\n--teams\n4\n--rounds\n2\n--title\nA room",
        "class\npaper\n--lesson\nstraighten\n--no-game",
        "class\ndebrief\nclass.db",
        "class\nforget\nclass.db",
        "import\nleads.csv\n--mapping\nmapping.json\n--dates\nday-first\n--century\n1900\n--timezone\nEurope/Berlin",
        "import\nleads.csv\n--column\ncase=id\n--column\nresult=stage\n--won\nwon\n--lost\nlost\n--encoding\ncp1250",
        "levers\nscore\n--of\nmerged",
        "show\nmerged\n--market\nturbulent",
        "calibrate\nmerged\n--know\nwin_rate=22%+-3%\n--leads\nsweep\n--points\n50",
        "lint\nplan.yaml\n--scenario\nmerged",
        "validate\n--replications\n2",
        "sensitivity\nsweep",
        "flip\nsweep\n--outcome\nwins",
    )
)
MAPPINGS: Final = (
    b'{"columns": {"leads.csv": {"case": "id", "first_contact": "created", "result": "stage"}}, '
    b'"words": {"won": ["won"], "lost": ["lost"]}}',
)
NUMBERS: Final = (  # of a company, by name
    b'{"win_rate": 0.22, "days_to_close": 120, "leads_per_week": 6, "deal_value": 250000, "reps": 6}',
    b'{"lead_win_rate": [0.05, 0.11], "people_in_group": 7, "content_people": 4, "response_hours": 8}',
)
CALLS: Final = (
    b'{"tool": "compare", "scenarios": ["merged", "baton_pass"], "outcome": "wins", "changes": {"market.offer.complexity": 2}}',
    b'{"tool": "list_levers", "words": "score", "scenario": "merged"}',
    b'{"tool": "list_outcomes", "words": "regret"}',
    b'{"tool": "tell_story", "scenario": "merged", "account": 3, "replication": 1}',
    b'{"tool": "what_flips", "sweep": "x", "threshold": 0.5}',
    b'{"tool": "what_drives", "sweep": "../x", "outcome": "wins", "scenario": "merged"}',
)
CLASS_EVENTS: Final = (  # who, in which step, what, and what it holds, an event a line
    b'room\t0\tclass\t{"title": "A class", "lessons": ["straighten"], "teams": 3, "rounds": 2, "buyer": true, "code": "ABCDE", '
    b'"trainer_key": "k"}\n'
    b's1\t0\tjoined\t{"name": "Mia", "team": 2, "token": "t", "code": "QRTUV"}\ns1\t1\tentered\t{"token": "u"}\n'
    b'trainer\t0\tdid\t{"do": "open", "step": 2}\ns1\t2\tsign\t{"sign": "more", "said": "longer"}\n'
    b's1\t2\tsize\t{"low": 1.0, "high": 9.0}\ntrainer\t1\tdid\t{"do": "lock"}\ntrainer\t2\tdid\t{"do": "undo"}\n'
    b's1\t60001\tchoice\t{"do": "visit", "job": 1, "channel": 2}\ns1\t5\twords\t{"text": "Ask twice"}\n'
    b'trainer\t3\tdid\t{"do": "move", "seat": "s1", "team": 1}\ntrainer\t4\tdid\t{"do": "say", "words": "Five minutes"}\n',
)
CLASS_REQUESTS: Final = (
    b'{"step": 2, "kind": "sign", "sign": "more"}',
    b'{"step": 2, "kind": "size", "low": 1, "high": "9,5"}',
    b'{"step": 5, "kind": "words", "text": "Ask twice"}',
    b'{"step": 6, "kind": "choice", "number": 0, "do": "visit", "job": 1, "channel": 2}',
    b'{"step": 8, "kind": "plan", "low": 0, "high": 1, "hypothesis": "why not", "reps": 1, "price": 1}',
    b'{"do": "open", "step": 3}',
    b'{"do": "card", "card": "cut"}',
    b'{"do": "move", "seat": "s1", "team": "2"}',
    b'{"do": "say", "words": "Five minutes"}',
    b'{"join": "Mia", "team": 2, "key": "a-key-that-came-with-it"}',
    b'{"own": "QRTUV"}',
    b'{"name": "Mia", "team": "2", "sign": "less", "low": "1", "high": "2", "key": "k"}',
)
SHEETS: Final = (  # what a workbook's first sheet holds
    b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<dimension ref="A1:E3"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is>'
    b'<t>created</t></is></c><c r="C1" t="inlineStr"><is><t>stage</t></is></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2">'
    b'<v>45000</v></c><c r="C2" t="inlineStr"><is><t>won</t></is></c></row>'
    b'<row r="3"><c r="A3"><v>2</v></c><c r="B3"><v>45001.5</v></c><c r="C3" '
    b't="str"><f>1+1</f><v>lost</v></c></row></sheetData></worksheet>',
)
BOOK: Final = {  # all else that a workbook needs
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="leads" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}
