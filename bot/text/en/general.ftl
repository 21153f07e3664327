### What every conversation needs.

old-button = This button belongs to an older message and no longer works.
turn-failed = Sorry, something went wrong and this message could not be handled. The person in charge has been told. Please try again in a few minutes.
expected-choice = Sorry, we did not understand. Please choose one of the answers below, or type its number.
person-offer = If you need a person's help, please contact { $contact }.
not-permitted = Sorry, this needs a permission that you have not been given ({ $permission }).

help-commands =
    { $site } can help you with the following:
    /dangky – register for messages
    /hoso – see and correct your details, change the language
    /traloi – answer a survey
    /gopy – comment on a document that is open to comments
    /ai – choose who is answering, when a family shares the phone
    /ma – enter a personal code from an officer
    /dulieu – see what is stored
    /xoa – erase your data
    /dung – stop messages, or write STOP
help-organizing = For organizers:
help-greeting = Hello { $who }. To see your details, write /hoso. For help, write /giup.
help-welcome = Hello. This is the message channel of { $site }. You are not registered yet. Would you like to register for messages?
help-unknown = Sorry, we did not understand. Write /hoso to see your details, /giup to see what can be done, or STOP to stop messages.
help-photo = This channel takes no photos or files. The one you sent was not stored. Please do not send photos of identity cards or papers in messages, and delete it from this chat.
help-voice = This channel cannot listen to voice messages yet. Please write instead.
help-sticker = Thank you. This channel understands written messages only.
help-location = This channel takes no locations, and the one you sent was not stored. When asked where you live, please write the name of your ward.
help-other = This channel understands written messages and buttons only.
help-contact = We are not asking for a phone number now, so the contact was not stored.
help-group = We talk with people one by one only. Please open a private chat with us and write /start.
