"""Door, Zalo OA: a verified Official Account, by OpenAPI v3.

Everything that we assume of the service, and have from notes of others, stands in this package
and in `bot/tariffs`; `nhipcau check` says what the service really answers.
"""

from bot.channels.zalo_oa.asking import ask_account as ask_account
from bot.channels.zalo_oa.channel import ZaloOaChannel as ZaloOaChannel
from bot.channels.zalo_oa.listing import list_templates as list_templates
from bot.channels.zalo_oa.signing_in import SignIn as SignIn
from bot.channels.zalo_oa.signing_in import renew as renew
