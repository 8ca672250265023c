"""Like append-worker.mjs with the store sqlite, for where no Node has node:sqlite."""
import json
import sqlite3
import sys
import time

SIZE, WARM_UP = 2_048, 100


def now():
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) / 1e6


def main(durability, path):
    # isolation_level None: every statement is a transaction of its own.
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA busy_timeout = 30000")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute(f"PRAGMA synchronous = {'FULL' if durability == 'sync' else 'OFF'}")
    database.execute("CREATE TABLE IF NOT EXISTS entries (number INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    body = b"x" * SIZE

    def append():
        database.execute("INSERT INTO entries (body) VALUES (?)", (body,))

    for _ in range(WARM_UP):
        append()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        times = []
        used = time.process_time()
        begin = before = now()
        while before < begin + float(line):
            append()
            after = now()
            times.append(after - before)
            before = after
        processor = (time.process_time() - used) * 1000
        print(json.dumps({"begin": begin, "end": now(), "times": times, "processor": processor}), flush=True)
    database.close()


main(*sys.argv[1:])
