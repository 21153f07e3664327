### Signing a Zalo Official Account in.

tokens-no-key = NHIPCAU_SECRET_KEY is missing, so tokens cannot be sealed.
tokens-other-key = The tokens are sealed under another NHIPCAU_SECRET_KEY. Put the old key back, or type: nhipcau zalo-oa connect
zalo-oa-no-code = This is neither the address nor the code that Zalo led back with. Copy the whole address from the address bar and paste it.
zalo-oa-not-allowed = Zalo gave no permission ({ $why }). Open the address again as an admin of the Official Account, and allow.
zalo-oa-other-state = This address belongs to another sign-in. Start the command again and use the address that it prints.
zalo-oa-unreachable = Zalo's sign-in cannot be reached ({ $why }). Nothing was changed; try again later.
zalo-oa-answer-lost = Zalo's answer did not come whole ({ $why }). A code works once: start the command again.
zalo-oa-code-refused = Zalo does not take this code ({ $why }). A code lives ten minutes and works once; look at the app's id and secret key, and start again.
zalo-oa-not-connected = The Official Account is not signed in. Type: nhipcau zalo-oa connect
zalo-oa-templates-refused = Zalo does not hand the templates out ({ $why }).
zalo-oa-templates-unreadable = Zalo's list of templates has another shape than is known ({ $why }).
