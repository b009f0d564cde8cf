"""Prints, as JSON, what pefile reads of a Windows executable: how Windows would see it, not how we wrote it."""

import hashlib
import json
import sys

import pefile

pe = pefile.PE(sys.argv[1], fast_load=True)
pe.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
strings, icons, data = {}, [], {}
for kind in pe.DIRECTORY_ENTRY_RESOURCE.entries:
    for entry in kind.directory.entries:
        for leaf in entry.directory.entries:
            place = leaf.data.struct
            body = pe.get_data(place.OffsetToData, place.Size)
            if kind.id == pefile.RESOURCE_TYPE["RT_RCDATA"]:
                data[str(entry.name)] = hashlib.sha256(body).hexdigest()
            elif kind.id == pefile.RESOURCE_TYPE["RT_ICON"]:
                is_png = body[:8] == b"\x89PNG\r\n\x1a\n"
                width = int.from_bytes(body[16:20], "big") if is_png else int.from_bytes(body[4:8], "little")
                icons.append(width)
for infos in getattr(pe, "FileInfo", []):
    for info in infos:
        for table in getattr(info, "StringTable", []):
            strings.update({name.decode(): value.decode() for name, value in table.entries.items()})
versions = []
for fixed in getattr(pe, "VS_FIXEDFILEINFO", []):
    high, low = fixed.FileVersionMS, fixed.FileVersionLS
    versions.append(f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}")
print(json.dumps({
    "machine": pefile.MACHINE_TYPE[pe.FILE_HEADER.Machine],
    "subsystem": pefile.SUBSYSTEM_TYPE[pe.OPTIONAL_HEADER.Subsystem],
    "strings": strings,
    "versions": versions,
    "icons": sorted(icons),
    "data": data,
    "checksum": pe.OPTIONAL_HEADER.CheckSum,
    "end": max(section.PointerToRawData + section.SizeOfRawData for section in pe.sections),
    "size": len(pe.__data__),
}))
