# What type checkers see of __init__.py, which loads these when they are first asked for.
from engine.run.request import TransferRequest as TransferRequest
from engine.run.transfer import stylize as stylize
from engine.settings import TransferSettings as TransferSettings
from engine.version import __version__ as __version__
