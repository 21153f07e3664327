### Messages that cost, composed in chat.

organizing-is-may_cost = May cost money to reach those who cannot be reached free of charge; needs a second person's yes.
organizing-is-where_last = Goes where people wrote last, although another place is free of charge.
organizing-turn-may_cost =
    { $on ->
        [yes] Spend no money
       *[no] May cost money
    }
organizing-turn-where_last =
    { $on ->
        [yes] Prefer what is free
       *[no] Send where they wrote last
    }
organizing-by-template = Approved template
organizing-template = Who has not written for too long gets nothing but a template that the platform has approved. Which one?
organizing-template-none = No template
organizing-template-field = What is written in the template's place “{ $field }”? At most { $most } letters. {"{"}xung_ho{"}"} and {"{"}ten{"}"} are filled in as in the text.
broadcast-where-last = Goes where people wrote last, although another place is free of charge.
broadcast-where-last-needs-money = To go where people wrote last although it costs, the broadcast must be allowed to cost money.
