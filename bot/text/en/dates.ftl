### Dates of people, and tags.

date-kind =
    { $kind ->
        [card_expiry] Health insurance card ends
        [birthday] Birthday
       *[joined] Joined on
    }
date-ask =
    { $kind ->
        [card_expiry] On which day does the health insurance card end? Please write day/month/year, for example 31/12/2026.
        [birthday] On which day is the birthday? Please write day/month/year, for example 05/03/1960.
       *[joined] On which day did you join? Please write day/month/year, for example 20/10/2015.
    }
date-list = We can remind you in time. Which date would you like to note or change?
profile-dates = Dates to be reminded of
date-consent = To remind you in time we need to keep this date, and we remind only those who agree.
date-declined = All right, no date is added.
date-forget = Remove this date
date-saved = Noted. We shall remind you when a reminder is planned.
date-forgotten = This date is removed.
date-unclear = Sorry, we did not understand the date. Please write day/month/year, for example 31/12/2026.
member-date-unlikely = This date does not look right. Please check it and write day/month/year.
member-date-no-consent = This person has not agreed to reminders, so no date is kept.

member-tag-length = A tag has 1 to { $most } characters.
member-tag-sensitive = “{ $tag }” is a private matter that the law does not let us keep as a tag.

organizing-member-act-tags = Tags
organizing-tag-ask = Tags of { $name }: { $tags }. Please write one to add, or choose. Nothing private like party, faith or illness.
organizing-tag-none = none yet
organizing-tag-add = Add “{ $tag }”
organizing-tag-remove = Take away “{ $tag }”
organizing-tag-added = { $name } is tagged “{ $tag }”.
organizing-tag-removed = “{ $tag }” is taken away from { $name }.
data-tags = Tagged by organizers: { $tags }
