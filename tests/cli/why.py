"""What `why --json` says of Go files against their `// want:` comments: why.py [--log] MINOR RESULT.json FILE.go...

A comment names each value of its line that leaves the stack, with its cause and whether it allocates, parted by
semicolons; "before 1.25" and "since 1.25" keep it to some releases. Nothing else may leave the stack.
--log: the result is of the compiler's log, which does not tell what function literals capture.
"""
import json
import re
import sys

WANT = re.compile(r"// want(?: (before|since) 1\.(\d+))?: (.*)")


def wanted(path, minor):
    found = set()
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            match = WANT.search(line)
            if not match or (match[1] and (minor < int(match[2])) != (match[1] == "before")):
                continue
            for one in match[3].split("; "):
                name, cause, allocates = one.strip().rsplit(" ", 2)
                found.add((path.rsplit("/", 1)[-1], number, name, cause, allocates))
    return found


def told(path):
    with open(path, encoding="utf-8") as file:
        result = json.load(file)
    assert result["read"]["not_understood"] == 0, result["read"]
    return {
        (value["at"]["file"], value["at"]["line"], value["name"], value["cause"], value["allocates"])
        for value in result["values"]
        if value.get("verdict") in ("moved to heap", "escapes to heap")
    }


def in_log(one):
    return (*one[:4], "depends") if one[2] == "func literal" else one


def main(log, minor, result, files):
    want = set().union(*(wanted(file, int(minor)) for file in files))
    if log:
        want = {in_log(one) for one in want}
    have = told(result)
    for one in sorted(want - have):
        print("missing:", *one)
    for one in sorted(have - want):
        print("not wanted:", *one)
    print(len(want), "wanted")
    return want != have


arguments = [one for one in sys.argv[1:] if one != "--log"]
sys.exit(main("--log" in sys.argv, arguments[0], arguments[1], arguments[2:]))
