"""What hostile inputs are made of: whole files to damage, and fragments that once broke something."""

from typing import Final

from buyermaze.simulator.inputs.loading import SCENARIOS

SCENARIO_TEXTS: Final = [
    *(file.read_bytes() for file in SCENARIOS.shipped().values()),
    b"schema_version: 1\nextends: merged\nmarket: turbulent\n",
    b"schema_version: 1\nextends: merged\nmarket: {approvals: [{name: board, hours_wait: 20}]}\nrun: {seed: 4}\n",
    b"schema_version: 1\ntitle: T\nprogramme: {team: {n_reps: 3}, gate: {closed: yes}}\n",
]
STUDY_TEXTS: Final = [
    b"schema_version: 1\nfactors:\n- {path: market.offer.complexity, low: 0.5, high: 2}\n",
    b"schema_version: 1\nscenarios: [merged]\nfactors:\n- {name: a, options: {x: {market.approvals: []}, y: {}}}\n"
    b"design: {kind: grid, levels: 3}\n",
    b"schema_version: 1\nmodel: ishigami\nfactors: [{path: x1, low: -3, high: 3}]\ndesign: {kind: sobol, n: 8}\nseed: 3\n",
]
PLAN_TEXTS: Final = [b"schema_version: 1\ntitle: p\nsteps: [{name: a, job: problem, channel: content}]\n"]
TABLES: Final = {
    "leads.csv": b"id,created,closed,stage,amount\n1,2024-01-05,2024-03-02,won,\"1,200.50\"\n2,2024-01-09,,open,\n3,2024-02-01,2024-02-09,lost,7\n",
    "log.csv": b"case,activity,timestamp\na,form filled,2024-01-01T10:00:00+02:00\na,closed won,2024-02-01\nb,call,2024-01-03\nb,closed lost,2024-03-01\n",
    "log.xes": b'<?xml version="1.0" encoding="UTF-8"?><log><trace><string key="concept:name" value="c1"/><event>'
    b'<string key="concept:name" value="won"/><date key="time:timestamp" value="2024-01-01T00:00:00Z"/></event></trace></log>',
    "paths.csv": b"path,total_conversions,total_conversion_value,total_null\na > b,1,10,2\nb,0,0,3\n",
    "sweep.csv": b"programme.team.n_reps,scenario,p_win\n1,a,0.1\n1,b,0.2\n2,a,0.3\n2,b,0.4\n",
}  # fmt: skip
SETTINGS: Final = (
    "market.offer.complexity=2", "programme.gate.closed=yes", "run.seed=3", "market.approvals=[]", "market.personas.champion.weight=1",
    "programme.library.assets=[{\"name\":\"x\",\"job\":\"problem\"}]", "run.start=2026-02-01", "market.segments.0.weight=2",
)  # fmt: skip
FRAGMENTS: Final = (
    b"\x00", b"\x1b[31m", b"\x07", b"\r", b"\n", b"\t", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xe2\x80\xae",
    b"\xc2\x85", b"\xe2\x80\xa8", b"=1+1", b"@SUM(1)", b"+1", b"-1", b"![x](http://foreign.example/x.png)", b"<img src=x onerror=y>",
    b"[a](javascript:b)", b"$x^2$", b":material/home:", b"`", b"*", b"_", b"|", b"&lt;", b"%s", b"{0}", b"{", b"}", b"[", b"]", b"'", b'"',
    b"!!python/object/apply:os.system", b"&a", b"*a", b"<<: *a", b"? ", b"- ", b": ", b"#", b"---\n", b"...\n", b"%YAML 9.9\n",
    b"9" * 400, b"-" + b"9" * 400, b"1e400", b"1e-400", b"nan", b".inf", b"-.inf", b"0x" + b"f" * 80, b"1_0", b"0o7", b"1:30", b"yes", b"null",
    b"~", b"2026-02-31", b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-14:00", b"10000-01-01", b"a" * 5000, b"/etc/hostname",
    b"../../x.yaml", b"//host/share", b"http://foreign.example/x", b"merged", b"extends: ", b"market: ", b"name: ", b"[" * 60, b"{a: " * 60,
    b"<!DOCTYPE l [<!ENTITY a \"b\">]>", b"<!-- -->", b"<?xml version='1.0' encoding='hex'?>", b"<?xml version='1.0' encoding='utf-7'?>",
    b"]]>", b"&#0;", b"&a;", b"PAR1", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"BZh9", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\x00", b";", b",", b">",
    b"schema_version: 2\n", b"schema_version: 1\n", b"true", b"[]", b"{}", b"''", "ß".encode(), "İ".encode(), "٣".encode(), "①".encode(),
)  # fmt: skip
NAMES: Final = (
    "a", "mine.yaml", "../../etc/x.yaml", "con.yaml", "\x1b[31m.yaml", "=cmd|' '!A1.yaml", "a" * 5000, "", ".", "..", "/", "\\\\h\\s.yaml",
    "x\u202ey.yaml", "\ud800.yaml", "![x](//f.example).yaml", "<img src=x>.yaml", "a\x00b.yaml", "ü.yaml",
)  # fmt: skip
