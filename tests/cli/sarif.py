"""Holds a SARIF file against what SARIF 2.1.0 requires of the objects that are in it (section numbers
of the standard), and against a file of `why --json` of the same text.
    sarif.py SARIF JSON [SOURCE-FOLDER]
"""
import json
import os
import re
import sys
import urllib.parse

sarif = json.load(open(sys.argv[1], encoding="utf-8"))
values = json.load(open(sys.argv[2], encoding="utf-8"))["values"]
folder = sys.argv[3] if len(sys.argv) > 3 else None


def check(condition, *what):
    if not condition:
        sys.exit("sarif.py: " + " ".join(str(part) for part in what))


def only(obj, required, allowed):
    check(isinstance(obj, dict) and required <= obj.keys() <= required | allowed, "members", obj)


def message(obj):  # 3.11: a text, or the id of one
    only(obj, {"text"}, {"markdown", "id", "arguments"})
    check(isinstance(obj["text"], str) and obj["text"], "text", obj)


def location(obj):  # 3.28, 3.29, 3.4, 3.30
    only(obj, {"physicalLocation"}, {"message", "logicalLocations", "id"})
    physical = obj["physicalLocation"]
    only(physical, {"artifactLocation", "region"}, {"contextRegion"})
    only(physical["artifactLocation"], {"uri"}, {"uriBaseId", "index"})
    uri = physical["artifactLocation"]["uri"]
    check(re.fullmatch(r"(file://)?(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri), "URI", uri)
    region = physical["region"]
    only(region, {"startLine"}, {"startColumn", "endLine", "endColumn"})
    check(all(isinstance(n, int) and n >= 1 for n in region.values()), "1-based", region)
    if folder and uri.startswith("file:"):
        uri = urllib.parse.unquote(uri[len("file://"):])
    if folder:
        path = os.path.join(folder, urllib.parse.unquote(uri))
        with open(path, encoding="utf-8") as source:
            line = source.read().split("\n")[region["startLine"] - 1]
        check(1 <= region.get("startColumn", 1) <= len(line) + 1, "column beyond its line", region)
    if "message" in obj:
        message(obj["message"])
    return urllib.parse.unquote(uri), region


only(sarif, {"version", "runs"}, {"$schema"})  # 3.13
check(sarif["version"] == "2.1.0", "version")
check(len(sarif["runs"]) == 1, "runs")
run = sarif["runs"][0]
only(run, {"tool", "results"}, {"columnKind"})  # 3.14
check(run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints"), "columnKind")
only(run["tool"], {"driver"}, set())  # 3.18
driver = run["tool"]["driver"]
only(driver, {"name"}, {"version", "rules"})  # 3.19
ids = [rule["id"] for rule in driver["rules"]]
check(len(set(ids)) == len(ids), "rules twice", ids)  # 3.49.3
for rule in driver["rules"]:
    only(rule, {"id", "shortDescription"}, {"help"})
    message(rule["shortDescription"])

leaving = [v for v in values if v.get("verdict") in ("moved to heap", "escapes to heap")]
check(len(leaving) == len(run["results"]) > 0, "results", len(run["results"]), len(leaving))
steps = 0
for value, result in zip(leaving, run["results"]):
    only(result, {"message", "ruleId", "ruleIndex", "level", "locations"}, {"codeFlows"})  # 3.27
    check(ids[result["ruleIndex"]] == result["ruleId"] == value["cause"], "rule", result)
    check(result["level"] == ("note" if value["allocates"] == "no" else "warning"), "level", result)
    message(result["message"])
    check(len(result["locations"]) == 1, "locations")
    uri, region = location(result["locations"][0])
    check(os.path.basename(uri) == os.path.basename(value["at"]["file"]), "file", uri)
    check(region["startLine"] == value["at"]["line"], "line", region)
    for flow in result.get("codeFlows", []):  # 3.36, 3.37, 3.38: at least one of each
        only(flow, {"threadFlows"}, {"message"})
        check(len(flow["threadFlows"]) == 1, "threadFlows")
        only(flow["threadFlows"][0], {"locations"}, {"id", "message"})
        check(flow["threadFlows"][0]["locations"], "an empty flow")
        for step in flow["threadFlows"][0]["locations"]:
            only(step, {"location"}, set())
            location(step["location"])
            steps += "message" in step["location"]
check(steps > len(leaving), "steps", steps)
print(len(leaving), "results")
