### A campaign's links and QR codes: /lienket, and who comes through one.

organizing-offer-lienket = /lienket – make links and QR codes of a campaign
link-arrived = You have come to the campaign “{ $campaign }”.
link-unknown = There is no link { $link }.
link-recruiter-length = A recruiter's name has at most { $most } characters.
link-no-address = There is no address yet to make a link of: the Telegram bot has not run, and the web chat has no address.
organizing-link-campaigns = A link for which campaign?
organizing-link-campaigns-none = There is no current campaign in your scope.
organizing-link-ask =
    { $count ->
        [0] “{ $campaign }” has no link yet. Whom is the link for?
       *[other] “{ $campaign }”, people who came through each link:
    }
organizing-link-counted = - { $whose }: { $arrived } came, { $registered } registered
organizing-link-more = - and { $count } more links
organizing-link-whose =
    { $kind ->
        [all] the whole campaign
        [ward] { $ward }
        [person] { $person }
       *[both] { $person }, { $ward }
    }
organizing-link-all = For the whole campaign
organizing-link-by-ward = For a ward
organizing-link-person = For a recruiter
organizing-link-ward = Which ward? Its old or its new name. For example: Ba Đình.
organizing-link-ward-unknown = There is no ward { $name }. Please write its name again.
organizing-link-name = What is the recruiter called? For example: Nguyễn Thị Hoa, group 5.
organizing-link-made =
    “{ $campaign }” – link for { $whose }.
    Came through it: { $arrived }; registered: { $registered }.
organizing-link-png = QR code to show, or to send in a group.
organizing-link-svg = To print, with the campaign's name under the code.
