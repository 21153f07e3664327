### Organizers and members: /thanhvien; and files of results.

organizing-offer-thanhvien = /thanhvien – find members, confirm them, hand out codes
organizing-offer-ghigiup = /ghigiup – record answers given on paper or at the door
organizing-offer-phieu = /phieu – enter households' paper ballots, by group
organizing-offer-moinhom = /moinhom – an invitation to a survey, for a group's own chat
organizing-member-ask =
    { $claims ->
        [0] Whom to find? Write a name (marks may lack) or a phone number.
        [one] { $claims } person who registered waits for confirmation. Choose, or write a name (marks may lack) or a phone number to find somebody else.
       *[other] { $claims } people who registered wait for confirmation. Choose, or write a name (marks may lack) or a phone number to find somebody else.
    }
organizing-member-claim = Confirm: { $name }
organizing-member-none = Nobody found within your scope. Write another name, or a phone number.
member-search-short = Please write at least two letters of the name, or a phone number.
organizing-member-found =
    { $more ->
        [yes] There are many; these are the first { $count }. If the person is not here, write more of the name.
       *[no] { $count } found. Who is it?
    }
organizing-member-phone = Phone: { $phone }
organizing-member-place = Lives in: { $place }
organizing-member-group = group { $group }
organizing-member-standing =
    { $standing ->
        [joined] On the roll, registered in chat.
        [waiting] On the roll, not registered in chat.
       *[chat] Registered in chat by themselves.
    }
organizing-member-state =
    { $state ->
        [moved] Moved away.
        [died] Died.
       *[other] The record is closed.
    }
organizing-member-claim-ask =
    Registered in chat:
    { $claimant }

    On the roll:
    { $listed }

    Is the person who registered the one on the roll?
organizing-member-confirmed = { $name } is confirmed. What is sent by the roll reaches this person from now on.
organizing-member-apart = Noted: { $name }, who registered, is not the one on the roll. The two records stay apart.
organizing-member-act-same = The same person
organizing-member-act-other = Somebody else
organizing-member-act-find = Find somebody else
organizing-member-act-later = Later
organizing-member-act-code = Make a personal code
organizing-member-act-change = Moved away or died
organizing-member-act-moved = Moved away
organizing-member-act-died = Died
organizing-member-act-active = Is still here
organizing-member-act-keep = Change nothing
organizing-member-code =
    Personal code of { $name }: { $code }
    They write /ma { $code }; it works once, for 30 days. Please hand it to this person alone. It is shown here only once.
organizing-member-code-links = Or they open a link that carries the code:
organizing-member-change = What became of { $name }?
organizing-member-died-certain = For the last time: note that { $name } died? Every message stops, and every consent is withdrawn.
organizing-member-moved-stored = Noted: { $name } moved away.
organizing-member-died-stored = Noted: { $name } died. No messages are sent any more.
organizing-member-active-stored = Noted: { $name } is still here.

organizing-file = Send the Excel file
organizing-file-broadcast = Report of broadcast { $number }: { $title }.
organizing-file-survey = Results of the survey { $title }.
