"""`python -m engine CONTENT STYLE -o OUT`."""

import sys

from engine.cli import main

sys.exit(main())
