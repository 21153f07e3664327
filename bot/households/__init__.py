"""Room: households: the ward's own list of homes, and which members live in which."""

from bot.households.importing import HouseholdImport, import_households

__all__ = ["HouseholdImport", "import_households"]
