"""The commented example that ``buyermaze study new`` writes."""

EXAMPLE = """\
# A study: what to find out, and how. Check it with 'buyermaze study check FILE', run it with 'buyermaze sweep FILE --out DIR'.
schema_version: 1
title: "Does merging pay, and what does the answer hang on?"
question: "In which markets does one merged team win more often than a baton pass, and which assumptions decide it?"

# Shipped scenarios by name ('buyermaze scenarios' lists them) or YAML files relative to this one.
# Where there are several, every answer compares them with the first one, under the same luck.
scenarios: [baton_pass, merged]
# market: simple_transactional     # replaces every scenario's own market
changes:                           # made to every scenario before anything else
  run.n_accounts: 120

# What varies. Give a dotted path ('buyermaze show baton_pass --all' lists them); ranges default to the parameter's bounds.
# Paths within programme are levers (ours to choose), all others uncertainties; 'role' overrides that.
factors:
  - {path: market.offer.complexity, low: 0.3, high: 2}
  - {path: market.group.n_people_mean, low: 2, high: 11, name: group_size}
  - {path: market.demand.n_accounts_per_week, low: 2, high: 16, name: accounts_per_week}
  - {path: market.demand.share_not_serious, low: 0.1, high: 0.9}
  - {path: market.mind.hours_patience, low: 8, high: 200, scale: log}
  - name: approvals                # named options can change several parameters at once
    options:
      none: {market.approvals: []}
      as usual: {}
  # - {path: programme.gate.closed}                          # a switch: yes or no
  # - {path: programme.team.n_reps, values: [4, 6, 8]}       # only these values
  # - {path: "programme.memory.*"}                           # every parameter that fits

# Which points are visited: grid, one_at_a_time, latin_hypercube, sobol, morris, or points from a CSV file.
#   sobol and morris   -> what drives the outcome       ('buyermaze sensitivity')
#   latin_hypercube    -> where who wins, frontiers     ('buyermaze discover', 'frontier', 'optimize')
#   one_at_a_time      -> how far until it flips        ('buyermaze flip')
design:
  kind: sobol
  n: 64                            # base rows (a power of 2); about n x (factors + 3) points

# The first outcome is the one that matters; 'all' keeps every one.
outcomes: [p_win, share_regret, share_no_regret_win, days_to_decision, cost_total, profit]
replications: 5                    # per point and scenario, each with luck of its own
# until_half_width: 0.02           # instead: replicate each point until the first outcome is known to within this
# until_told: true                 # or until it is told who is ahead, or that nobody is; replications is then the most
seed: 1
"""
