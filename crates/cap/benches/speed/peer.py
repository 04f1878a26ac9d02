"""The peers of the benchmark that are reached from Python.

The first line on standard input lists the messages and the schema of each; every further line is `READER SECONDS`
and is answered with one line of JSON: processor seconds, and the alerts and bytes that were read in them.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time

from lxml import etree

# XML_PARSE_NOERROR, NOWARNING, NONET: what is wrong is counted and not printed.
QUIET = 32 | 64 | 2048

files = json.loads(sys.stdin.readline())
messages = [(open(path, "rb").read(), path, schema) for path, schema in files]
total_bytes = sum(len(message) for message, _, _ in messages)
schemas = sorted({schema for _, _, schema in messages})

libxml2 = ctypes.CDLL("libxml2.so.2")
libxml2.xmlReadMemory.restype = ctypes.c_void_p
libxml2.xmlReadMemory.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int]
libxml2.xmlFreeDoc.argtypes = [ctypes.c_void_p]
libxml2.xmlSchemaNewParserCtxt.restype = ctypes.c_void_p
libxml2.xmlSchemaNewParserCtxt.argtypes = [ctypes.c_char_p]
libxml2.xmlSchemaParse.restype = ctypes.c_void_p
libxml2.xmlSchemaParse.argtypes = [ctypes.c_void_p]
libxml2.xmlSchemaNewValidCtxt.restype = ctypes.c_void_p
libxml2.xmlSchemaNewValidCtxt.argtypes = [ctypes.c_void_p]
libxml2.xmlSchemaValidateDoc.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
SILENT = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
libxml2.xmlSchemaSetValidStructuredErrors.argtypes = [ctypes.c_void_p, SILENT, ctypes.c_void_p]

silent = SILENT(lambda data, error: None)


def validator(path):
    schema = libxml2.xmlSchemaParse(libxml2.xmlSchemaNewParserCtxt(os.fsencode(path)))
    context = libxml2.xmlSchemaNewValidCtxt(schema)
    libxml2.xmlSchemaSetValidStructuredErrors(context, silent, None)
    return context


libxml2_contexts = {schema: validator(schema) for schema in schemas}
lxml_schemas = {schema: etree.XMLSchema(etree.parse(schema)) for schema in schemas}
lxml_parser = etree.XMLParser(no_network=True, resolve_entities=False)


def libxml2_parse():
    for message, _, _ in messages:
        libxml2.xmlFreeDoc(libxml2.xmlReadMemory(message, len(message), None, None, QUIET))


def libxml2_validate():
    for message, _, schema in messages:
        document = libxml2.xmlReadMemory(message, len(message), None, None, QUIET)
        libxml2.xmlSchemaValidateDoc(libxml2_contexts[schema], document)
        libxml2.xmlFreeDoc(document)


def lxml_parse():
    for message, _, _ in messages:
        etree.fromstring(message, lxml_parser)


def lxml_validate():
    for message, _, schema in messages:
        lxml_schemas[schema].validate(etree.fromstring(message, lxml_parser))


def xmllint_validate():
    for schema in schemas:
        paths = [path for _, path, own in messages if own == schema]
        subprocess.run(
            ["xmllint", "--noout", "--nonet", "--schema", schema, *paths],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )


def worked(whose):
    usage = resource.getrusage(whose)
    return usage.ru_utime + usage.ru_stime


READERS = {
    "libxml2_parse": (libxml2_parse, time.process_time),
    "libxml2_validate": (libxml2_validate, time.process_time),
    "lxml_parse": (lxml_parse, time.process_time),
    "lxml_validate": (lxml_validate, time.process_time),
    "xmllint_validate": (xmllint_validate, lambda: worked(resource.RUSAGE_CHILDREN)),
}

for line in sys.stdin:
    name, share = line.split()
    read, clock = READERS[name]
    read()
    times, began, taken = 0, clock(), 0.0
    while taken < float(share):
        read()
        times, taken = times + 1, clock() - began
    answer = {"seconds": taken, "alerts": times * len(messages), "bytes": times * total_bytes}
    print(json.dumps(answer), flush=True)
