"""All measurements, one after the other: ratios of one run, never absolute times."""

from benchmarks import deadlines, editor, pdf, signs, workbooks


def main() -> None:
    for benchmark in (pdf, workbooks, signs, deadlines, editor):
        benchmark.main()


if __name__ == "__main__":
    main()
