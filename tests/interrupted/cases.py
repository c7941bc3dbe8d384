"""Many cases, in a few threads, each with databases of its own.

    run_all(title, cases, workers, attempt)    attempt(worker, case) raises Wrong; gives how many failed
    chosen(cases, most, random)                at most that many, spread evenly
"""
import queue
import subprocess
import sys
import threading
import time
import traceback

from interrupted.truth import Wrong


def chosen(cases, most, random):
    """Evenly spread, from a random beginning; all of them when `most` is None."""
    cases = list(cases)
    if most is None or len(cases) <= most:
        return cases
    step = len(cases) / most
    start = random.random() * step
    return [cases[int(start + i * step)] for i in range(most) if int(start + i * step) < len(cases)]


class Tally:
    def __init__(self):
        self.done, self.failed, self.lock, self.began = 0, 0, threading.Lock(), time.monotonic()

    def count(self, case, what):
        with self.lock:
            self.done += 1
            if what:
                self.failed += 1
                if self.failed <= 10:
                    print(f"FAILED  {case}\n{what}", flush=True)
            if self.done % 1000 == 0:
                print(f"{self.done} cases", flush=True)

    def report(self, title):
        print(f"{title}: {self.done} cases, {self.failed} failed, {time.monotonic() - self.began:.1f} s", flush=True)


def attempt_one(attempt, worker, case):
    try:
        attempt(worker, case)
        return None
    except (Wrong, subprocess.TimeoutExpired) as e:
        return str(e)
    except Exception:  # a test that falls over has failed, and the others go on
        return traceback.format_exc()


def run_all(title, cases, workers, attempt):
    waiting, tally = queue.SimpleQueue(), Tally()
    for case in cases:
        waiting.put(case)

    def work(worker):
        while True:
            try:
                case = waiting.get_nowait()
            except queue.Empty:
                return
            tally.count(case, attempt_one(attempt, worker, case))

    threads = [threading.Thread(target=work, args=(worker,), daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tally.report(title)
    return tally.failed


def options(argv):
    """How many (`--all`, `--statements`: every one, every one at a statement's boundary; or "some"), `--seed N`, the
    rest."""
    seed = int(time.time())
    how = "all" if "--all" in argv else "statements" if "--statements" in argv else "some"
    rest = [a for a in argv if a not in ("--all", "--statements")]
    if "--seed" in rest:
        at = rest.index("--seed")
        seed = int(rest[at + 1])
        del rest[at:at + 2]
    print(f"seed {seed}", flush=True)
    return how, seed, rest


def finish(failed):
    sys.exit(1 if failed else 0)
