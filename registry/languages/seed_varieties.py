#!/usr/bin/env python3
"""Writes varieties_seeded.csv: varieties that the names of the data suggest.

Usage: registry/languages/seed_varieties.py   (rewrites the file beside it)

For each code that is spoken nowhere but in the eleven countries and has no line in varieties.csv:
- two or more dialects of Glottolog (kind `region`, source `glottolog-dialect`): one variety each;
- else two or more of its towns (kind `region`, source `curated`) after which the language is
  called ("q'anjob'al de Barillas"): one variety for each of its towns.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
COUNTRIES = set("BZ CA CR DO GT HN MX NI PA SV US".split())
SIDES = {
    "northern": ("del norte", "du Nord"),
    "southern": ("del sur", "du Sud"),
    "eastern": ("del este", "de l'Est"),
    "western": ("del oeste", "de l'Ouest"),
    "central": ("central", "central"),
    "upper": ("alto", "d'amont"),
    "lower": ("bajo", "d'aval"),
    "highland": ("de la sierra", "des hautes terres"),
    "lowland": ("de las tierras bajas", "des basses terres"),
    "alaskan": ("de Alaska", "d'Alaska"),
    "canadian": ("de Canadá", "du Canada"),
    "honduran": ("de Honduras", "du Honduras"),
}
# Dialects of other continents, left out.
ABROAD = re.compile(
    r"Siberian|Sol |Catarian|Santa Cruz P|Chortitza|Molotschna|Nehrung|Werder|Trakt|Polar"
)


def rows(name):
    with open(HERE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def folded(text):
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(c for c in text if not unicodedata.combining(c) and c not in "'’‘ʼʻ`´ꞌ")
    return " ".join(re.findall(r"\w+", text))


def slug(text):
    return "-".join(re.findall(r"[a-z0-9]+", folded(text)))


def short(name):
    """The language's name without what stands in brackets."""
    return re.sub(r"\s*\([^)]*\)", "", name)


def label_of(dialect, heads):
    """What tells the dialect apart: its name without the language's own."""
    words = [w for w in dialect.split() if folded(w) not in heads]
    label = " ".join(words).strip()
    label = re.sub(r"^(de|of) ", "", label)
    return label or dialect


def variety(language, label, town):
    es, en, fr = (short(language[f"name_{lang}"]) for lang in ("es", "en", "fr"))
    side = SIDES.get(label.lower())
    if side:
        names = (f"{es} {side[0]}", f"{label} {en}", f"{fr} {side[1]}")
    elif town and " " not in es:
        names = (f"{es} de {label}", f"{en} of {label}", f"{fr} de {label}")
    else:
        names = (f"{es} ({label})", f"{en} ({label})", f"{fr} ({label})")
    return {
        "language": f"{language['code']}-{slug(label)}"[:64].rstrip("-"),
        "name_es": names[0],
        "name_en": names[1],
        "name_fr": names[2],
        "places": "" if side else ";".join(part for part in label.split("-") if part),
        "countries": language["countries"],
    }


def main():
    languages = {row["code"]: row for row in rows("languages.csv")}
    curated = {row["language"][:3] for row in rows("varieties.csv")}
    groups = defaultdict(list)
    for row in rows("language_groups.csv"):
        groups[row["code"]].append(row["group_name_en"])
    dialects, towns, names = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in rows("language_names.csv"):
        if row["kind"] != "region":
            names[row["code"]].append(row)
        elif row["source"] == "glottolog-dialect":
            dialects[row["code"]].append(row["name"])
        elif row["source"] == "curated":
            towns[row["code"]].append(row["name"])
    seeded = {}
    for code, language in sorted(languages.items()):
        if code in curated or not set(language["countries"].split(";")) <= COUNTRIES:
            continue
        if not language["countries"]:
            continue
        own = [language["name_en"], language["endonym"], *groups[code]]
        own += [row["name"] for row in names[code] if " " not in row["name"]]
        heads = {folded(w) for name in own for w in short(name).split()[-1:]} | {
            *("inupiatun", "huarijio", "oodam", "nexaca", "miskito", "zoque"),
        }
        heads -= {folded(side) for side in SIDES}
        here = [name for name in dialects[code] if not ABROAD.search(name)]
        found = []
        if len(here) >= 2:
            found = [(variety(language, label_of(name, heads), False), name) for name in here]
        else:
            own_name = folded(language["name_es"])
            named = {
                town
                for town in towns[code]
                for row in names[code]
                if row["source"] == "curated"
                and folded(row["name"]) != own_name
                and re.search(r" del? | de la ", row["name"])
                and folded(row["name"].split(" de ")[-1]) in folded(town)
            }
            if len(named) >= 2:
                found = [(variety(language, town, True), "") for town in towns[code]]
        for made, name in found:
            label = folded(made["places"].split(";")[0])
            known = {folded(made[f"name_{lang}"]) for lang in ("es", "en", "fr")} | {label}
            called = [name] + [row["name"] for row in names[code] if label in folded(row["name"])]
            called = [one for one in called if one and folded(one) not in known]
            made["names"] = ";".join(sorted(set(called))) if label else name
            seeded.setdefault(made["language"], made)
    with open(HERE / "varieties_seeded.csv", "w", encoding="utf-8", newline="") as file:
        columns = ["language", "name_es", "name_en", "name_fr", "places", "countries", "names"]
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(seeded[key] for key in sorted(seeded))


if __name__ == "__main__":
    main()
