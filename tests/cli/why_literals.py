"""What `why --json` says of literals.go's function literals against its `// want:` comments: why_literals.py RESULT.json"""
import json
import re
import sys

with open("literals.go", encoding="utf-8") as source:
    lines = enumerate(source, 1)
    want = {number: found[1] for number, line in lines if (found := re.search(r"// want: (no|yes \d+|yes -|depends -)$", line))}
with open(sys.argv[1], encoding="utf-8") as result:
    have = {
        value["at"]["line"]: " ".join([value["allocates"]] + [str(value.get("bytes", "-"))] * (value["allocates"] != "no"))
        for value in json.load(result)["values"]
        if value["name"] == "func literal" and value.get("verdict") == "escapes to heap"
    }
for line in sorted(want.keys() | have.keys()):
    if want.get(line) != have.get(line):
        sys.exit(f"line {line}: wanted {want.get(line)}, said {have.get(line)}")
if len(want) != 19:
    sys.exit(f"{len(want)} wants")
