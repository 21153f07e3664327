"""Room: forms as ODK and KoboToolbox write them (XLSForm, xlsform.org), read and given back."""

from bot.xlsforms.data import export_data
from bot.xlsforms.faults import Remark, XlsFormError
from bot.xlsforms.reading import Reading, read_sent, read_xlsform
from bot.xlsforms.settings import Said
from bot.xlsforms.writing import write_xlsform

__all__ = [
    "Reading",
    "Remark",
    "Said",
    "XlsFormError",
    "export_data",
    "read_sent",
    "read_xlsform",
    "write_xlsform",
]
