"""Scores of the peers on the samples of one benchmark run: nomenklatura's logic-v1, logic-v2 and ofac, and
rapidfuzz's token_sort_ratio. Reads a job, writes raw scores and timings; what they mean is worked out in Rust.

    peers.py JOB.json SCORES.json WORKERS
"""

import itertools
import json
import multiprocessing
import os
import sys
import time
from importlib.metadata import version

import numpy
from followthemoney import model
from nomenklatura.matching import get_algorithm
from normality import ascii_text
from rapidfuzz import fuzz, process, utils

ALGORITHMS = ("logic-v1", "logic-v2")
# Timings are means over so many queries: enough for a ratio.
TIMED_QUERIES = 100
# Pairs that make the algorithms load their tables before they are timed.
WARMING = 200


# nomenklatura remembers what it made of an entity by its id: each gets one of its own.
IDS = itertools.count()


def entity(party):
    """A FollowTheMoney entity with the facts that the engine is given too."""
    thing = model.make_entity(party["schema"])
    thing.id = f"entity-{next(IDS)}"
    facts = {"name": party["names"], "country": party["countries"]}
    if party["schema"] == "Person":
        facts["birthDate"] = party["dates"]
        facts["nationality"] = party["nationalities"]
    for name, values in facts.items():
        thing.add(name, values)
    return thing


class Scorer:
    """One algorithm with its default configuration."""

    def __init__(self, name):
        self.algorithm = get_algorithm(name)
        self.config = self.algorithm.default_config()

    def __call__(self, query, result):
        return self.algorithm.compare(query, result, self.config).score


SCORERS = {name: Scorer(name) for name in ALGORITHMS}


def token_sort(left, right):
    return fuzz.token_sort_ratio(left, right, processor=utils.default_process) / 100


def years(party):
    return {date[:4] for date in party["dates"]}


def bare(schema, name):
    """A party of which only a name is known."""
    return {"schema": schema, "names": [name], "dates": [], "countries": [], "nationalities": []}


def sorted_tokens(name):
    return " ".join(sorted(utils.default_process(name).split()))


class Retrieval:
    """Stands in for the peers' search index: the entries whose names are most like the query by token_sort. It sees
    names turned to ASCII by ICU, so that other scripts are found too."""

    def __init__(self, parties):
        self.parties = parties
        self.plain, self.ascii, self.owners = [], [], []
        for number, party in enumerate(parties):
            for name in party["names"]:
                self.plain.append(sorted_tokens(name))
                self.ascii.append(sorted_tokens(ascii_text(name)))
                self.owners.append(number)
        self.owners = numpy.array(self.owners)
        self.years = [years(party) for party in parties]
        self.entities = {}

    def entity(self, number):
        if number not in self.entities:
            self.entities[number] = entity(self.parties[number])
        return self.entities[number]

    def scan(self, names):
        """token_sort_ratio of each of the names with every name of the entries."""
        queries = [sorted_tokens(name) for name in names]
        return process.cdist(queries, self.plain, scorer=fuzz.ratio, workers=1, dtype=numpy.float32)

    def candidates(self, names, most):
        """For each of the names the numbers of the entries most alike, at most so many."""
        queries = [sorted_tokens(ascii_text(name)) for name in names]
        for scores in process.cdist(queries, self.ascii, scorer=fuzz.ratio, workers=1, dtype=numpy.float32):
            order = numpy.argsort(-scores, kind="stable")[: most * 8]
            yield list(dict.fromkeys(self.owners[order].tolist()))[:most]


# What forked workers share.
JOB = {}


def pair_scores(pair):
    left, right = (entity(bare(pair["schema"], name)) for name in pair["names"])
    return [SCORERS[name](left, right) for name in ALGORITHMS] + [token_sort(*pair["names"])]


def matrix_row(number):
    left = entity(JOB["originals"][number])
    name = JOB["originals"][number]["names"][0]
    rows = [[SCORERS[algorithm](left, right) for right in JOB["primary_entities"]] for algorithm in ALGORITHMS]
    return rows + [[token_sort(name, party["names"][0]) for party in JOB["primaries"]]]


def alias_scores(number):
    alias, primary = JOB["aliases"][number]
    undated = {**alias, "dates": []}
    left, right = [entity(undated), entity(alias)], entity(primary)
    rows = [[SCORERS[name](party, right) for party in left] for name in ALGORITHMS]
    return rows + [[token_sort(alias["names"][0], primary["names"][0])] * 2]


def best_and_expected(retrieval, party, expected):
    """For each algorithm the best score of any candidate and of an expected one. The expected ones are always among
    the candidates, so that retrieval costs the peers nothing. Minus one where there is none. token_sort sees all
    names but those of entries with other birth years."""
    query = entity(party)
    [candidates] = retrieval.candidates(party["names"][:1], JOB["candidates"])
    candidates = list(dict.fromkeys(candidates + expected))
    rows = []
    for name in ALGORITHMS:
        scores = {number: SCORERS[name](query, retrieval.entity(number)) for number in candidates}
        rows.append([max(scores.values()), max((scores[number] for number in expected), default=-1.0)])
    scores = retrieval.scan(party["names"][:1])[0] / 100
    born = years(party)
    for at in numpy.flatnonzero(scores > 0.5) if born else ():
        known = retrieval.years[retrieval.owners[at]]
        if known and not known & born:
            scores[at] = 0
    mine = scores[numpy.isin(retrieval.owners, expected)]
    rows.append([float(scores.max()), float(mine.max()) if len(mine) else -1.0])
    return rows


def query_scores(number):
    query = JOB["queries"][number]
    return best_and_expected(JOB["entries_index"], query["party"], query["expected"])


def unlisted_scores(number):
    """Best scores with the name alone and with all facts."""
    full = JOB["unlisted"][number]
    name_only = bare(full["schema"], full["names"][0])
    rows = [best_and_expected(JOB["lists_index"], party, []) for party in (name_only, full)]
    return [[name_only[0], full[0]] for name_only, full in zip(*rows)]


def ofac_score(pair):
    ofac = Scorer("ofac")
    return ofac(*(entity(bare("LegalEntity", name)) for name in pair))


def by_algorithm(rows):
    """[[v1, v2, token_sort] of each item] as {algorithm: [of each item]}."""
    names = (*ALGORITHMS, "token_sort")
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def timings():
    """Seconds of one pair, one scan, one query, on one core and warm."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for alias in range(min(WARMING, len(JOB["aliases"]))):
        alias_scores(alias)
    seconds = {"pair": {}, "query": {}}
    for name in ALGORITHMS:
        pairs = [[entity(bare(pair["schema"], name)) for name in pair["names"]] for pair in JOB["pairs"]]
        begin = time.perf_counter()
        for left, right in pairs:
            SCORERS[name](left, right)
        seconds["pair"][name] = (time.perf_counter() - begin) / len(pairs)
    names = [pair["names"] for pair in JOB["pairs"]]
    begin = time.perf_counter()
    for left, right in names:
        token_sort(left, right)
    seconds["pair"]["token_sort"] = (time.perf_counter() - begin) / len(names)
    retrieval = JOB["entries_index"]
    queries = [query["party"] for query in JOB["queries"]]
    queries = queries[:: max(1, len(queries) // TIMED_QUERIES)]
    names = [party["names"][0] for party in queries]
    begin = time.perf_counter()
    retrieval.scan(names)
    seconds["query"]["token_sort"] = (time.perf_counter() - begin) / len(queries)
    for name in ALGORITHMS:
        begin = time.perf_counter()
        for party, candidates in zip(queries, retrieval.candidates(names, JOB["candidates"])):
            query = entity(party)
            for number in candidates:
                SCORERS[name](query, retrieval.entity(number))
        seconds["query"][name] = (time.perf_counter() - begin) / len(queries)
    return seconds


def main():
    job, scores, workers = sys.argv[1:]
    with open(job, encoding="utf-8") as file:
        JOB.update(json.load(file))
    JOB["entries_index"] = Retrieval(JOB["entries"])
    JOB["lists_index"] = Retrieval(JOB["lists"])
    JOB["primary_entities"] = [entity(party) for party in JOB["primaries"]]
    result = {"versions": {name: version(name) for name in ("nomenklatura", "rigour", "followthemoney", "rapidfuzz")}}
    with multiprocessing.get_context("fork").Pool(int(workers)) as pool:

        def over(work, items):
            begin = time.perf_counter()
            done = pool.map(work, items, chunksize=4)
            print(f"peers: {work.__name__}: {time.perf_counter() - begin:.0f} s", file=sys.stderr)
            return done

        result["pairs"] = by_algorithm(over(pair_scores, JOB["pairs"]))
        result["matrix"] = by_algorithm(over(matrix_row, range(len(JOB["originals"]))))
        result["aliases"] = by_algorithm(over(alias_scores, range(len(JOB["aliases"]))))
        result["queries"] = by_algorithm(over(query_scores, range(len(JOB["queries"]))))
        result["unlisted"] = by_algorithm(over(unlisted_scores, range(len(JOB["unlisted"]))))
        result["ofac"] = over(ofac_score, JOB["ofac"])
    result["seconds"] = timings()
    with open(scores, "w", encoding="utf-8") as file:
        json.dump(result, file)


if __name__ == "__main__":
    main()
