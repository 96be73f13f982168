"""`python -m engine CONTENT STYLE -o OUT`."""

import sys

from engine.cli.command import main

sys.exit(main())
