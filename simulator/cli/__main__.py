"""`python -m simulator.cli` is `coachsim`."""

import sys

from simulator.cli import main

sys.exit(main())
