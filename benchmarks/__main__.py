"""All measurements, one after the other: ratios of one run, never absolute times."""

from benchmarks import deadlines, editor, individual, pdf, signs, storage, workbooks


def main() -> None:
    for benchmark in (pdf, workbooks, individual, storage, signs, deadlines, editor):
        benchmark.main()


if __name__ == "__main__":
    main()
