"""The bot's token in tests, apart from the Bot API server: who only needs it carries no server."""

TOKEN = "4242:kit-token"
