### Messages that cost, and approved templates.

broadcast-cost = Cost: { $cost } đ as windows stand when it leaves (after the free hours: { $paid }, by template: { $templates }), { $most } đ at most.
broadcast-cost-second-hand = Prices are from notes of others and not checked against Zalo; see docs/zalo-oa.md.
broadcast-left-out =
    { $count ->
        [one] 1 person could be reached for money only, and is not in this.
       *[other] { $count } people could be reached for money only, and are not in this.
    }
broadcast-cost-agreed = This costs { $most } đ at most. Approving it approves that sum.
broadcast-cost-spent = { $spent } đ spent of the { $most } đ agreed.
template-unknown = There is no template { $template }. See: nhipcau zalo-oa templates
template-not-approved = Template { $template } cannot be used ({ $status }).
template-field-empty = The template wants a text for its parameter { $field }.
template-field-unknown = The template has no parameter { $field }; it has: { $fields }.
template-needs-money = What goes by a template costs: say that this may cost money (may-cost: yes).
broadcast-by-template = Who is past the window gets template { $number } ({ $price } đ a message): { $filled }
