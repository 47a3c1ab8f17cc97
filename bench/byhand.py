"""Times each rule in the product against the very same statements given to DuckDB by hand.

usage: byhand.py XUNZHI LAKE AS_OF
"""
import subprocess
import sys
import tempfile
import time

import duckdb

xunzhi, lake, as_of = sys.argv[1:4]
rules = [line.split()[2] for line in subprocess.run([xunzhi, "rule", "list"], capture_output=True, text=True, check=True).stdout.splitlines()]
total_ours = total_hand = 0.0
for rule in rules:
    with tempfile.NamedTemporaryFile("r", suffix=".sql") as echo:
        run = subprocess.run([xunzhi, "rule", "run", rule, "--lake", lake, "--as-of", as_of, "--echo", echo.name], capture_output=True, text=True)
        if run.returncode != 0 or "not-run" in run.stderr:
            continue
        ours = next(int(line.rsplit(",", 1)[1].split()[0]) / 1000 for line in run.stderr.splitlines() if line.startswith(rule + ":"))
        statements = [s for s in echo.read().split("\n;\n") if s.strip()]
    end = next(i for i, s in enumerate(statements) if "FROM wanted" in s or "TABLE wanted" in s or "FROM entity e JOIN wanted" in s)
    con = duckdb.connect()
    setup = [s for s in statements[:end] if s.lstrip().startswith(("SET", "CREATE MACRO"))]
    rest = [s for s in statements[:end] if not s.lstrip().startswith(("SET", "CREATE MACRO")) and not s.lstrip().startswith("DROP")]
    for s in setup:
        if "temp_directory" not in s:
            con.execute(s)
    start = time.perf_counter()
    for s in rest:
        con.execute(s).fetchall()
    hand = time.perf_counter() - start
    total_ours += ours
    total_hand += hand
    print(f"{rule:28s} ours {ours:7.3f}  by hand {hand:7.3f}")
print(f"{'all':28s} ours {total_ours:7.3f}  by hand {total_hand:7.3f}  ratio {total_ours / max(total_hand, 1e-9):.2f}")
