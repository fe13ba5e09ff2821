"""How long one plan takes, over a sample of the patients of the safety certificate.

python -m bench.planning [--every 211]
"""

from __future__ import annotations

import argparse
import statistics
import time
from itertools import islice

from knowledge.certificate.space import patients
from knowledge.load import knowledge
from knowledge.patient import Patient
from knowledge.plan import plan


def main() -> None:
    """Prints median, 95th percentile and maximum in milliseconds for each block of patients."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=211, help="plan one patient in so many")
    every = parser.parse_args().every
    print("| patients | planned | median ms | p95 ms | max ms |\n|---|---|---|---|---|")
    for name, found in patients(knowledge()).items():
        times = []
        for facts in islice(found, 0, None, every):
            started = time.perf_counter()
            plan(knowledge(), Patient(knowledge(), facts))
            times.append(1000 * (time.perf_counter() - started))
        median, high = statistics.median(times), statistics.quantiles(times, n=20)[18]
        print(f"| {name} | {len(times)} | {median:.2f} | {high:.2f} | {max(times):.2f} |")


if __name__ == "__main__":
    main()
