"""How values are written: fields, paths of parameters, numbers in words, YAML, and what is said of a wrong one."""
