"""The sums behind a ranking in C, for machines with a compiler; see docs/decisions/0009."""
