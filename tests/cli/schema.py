"""results.json files against docs/results.schema.json: schema.py FILE... prints what does not fit, ends with 1.
With --schema=OTHER in front, against that one.

The schema lets members be that it does not name, for readers of newer files; here they are faults, so that
no member is written that is not described.
"""
import json
import sys

import jsonschema


def close(schema):
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            schema.setdefault("additionalProperties", False)
        for member in schema.values():
            close(member)
    elif isinstance(schema, list):
        for member in schema:
            close(member)


def main(paths):
    name = "docs/results.schema.json"
    if paths[0].startswith("--schema="):
        name = paths.pop(0).removeprefix("--schema=")
    with open(name, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    close(schema)
    faults = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            run = json.load(file)
        for fault in jsonschema.Draft202012Validator(schema).iter_errors(run):
            faults += 1
            print(path, "/".join(map(str, fault.absolute_path)), fault.message[:200])
    return 1 if faults else 0


sys.exit(main(sys.argv[1:]))
