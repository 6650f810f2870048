"""`python -m salesperf`: the command line, also where the package was copied under another name."""

from ._cli import main

if __name__ == "__main__":
    raise SystemExit(main())
