"""Reads files back for the conformance tests: a path a line comes in, its tables go out as JSON, a line each."""

import datetime
import decimal
import json
import sys

import openpyxl
import pyarrow.ipc
from openpyxl.utils.escape import unescape


def plain(value):
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return {"decimal": format(value, "f")}
    return value


def read_arrow(path):
    table = pyarrow.ipc.open_file(path).read_all()
    table.validate(full=True)
    columns = [[plain(value) for value in column.to_pylist()] for column in table.columns]
    rows = [list(row) for row in zip(*columns)]
    types = [f"{field.type}{'' if field.nullable else ' not null'}" for field in table.schema]
    metadata = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    return {"": {"names": table.schema.names, "types": types, "metadata": metadata, "rows": rows}}


def read_xlsx(path):
    workbook = openpyxl.load_workbook(path)
    tables = {}
    for sheet in workbook:
        rows = [list(row) for row in sheet.iter_rows()]
        bold = all(cell.font.b for cell in rows[0])
        kinds = sorted({cell.data_type for row in rows[1:] for cell in row})
        values = [
            [unescape(cell.value) if isinstance(cell.value, str) else plain(cell.value) for cell in row]
            for row in rows
        ]
        width = len(rows[0])
        tables[sheet.title] = {
            "names": values[0],
            "types": kinds,
            "metadata": {"frozen": sheet.freeze_panes, "bold": bold},
            "rows": [row + [None] * (width - len(row)) for row in values[1:]],
        }
    return tables


for line in sys.stdin:
    path = line.rstrip("\n")
    try:
        answer = read_arrow(path) if path.endswith(".arrow") else read_xlsx(path)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
