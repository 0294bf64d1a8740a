"""What sets the house up and runs it: used by the Makefile, by CI and by the tests.

`setup`, `say`, `system` and `paths` use the standard library only, because they run before the
virtual environment exists. The rest runs inside it.
"""
