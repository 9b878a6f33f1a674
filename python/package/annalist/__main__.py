"""`python -m annalist`: the program."""

from .program import run

run()
