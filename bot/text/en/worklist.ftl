# Whom to visit: who has not answered a survey and cannot be reached by chat.

worklist = Whom to visit
worklist-file =
    “{ $title }”: { $count } not answered and out of reach by chat, in { $groups ->
        [one] 1 residential group
       *[other] { $groups } residential groups
    }. { $out ->
        [0] { "" }
       *[other] { $out } who opted out are left out.{ " " }
    }The file holds personal data: keep it safe, and delete it when done.
worklist-nobody = “{ $title }”: nobody is left to visit.
worklist-not-open = Survey { $name } is not open, so there is nobody to visit for it.
worklist-sheet-list = List
worklist-sheet-groups = By residential group
worklist-sheet-about = About this file
worklist-column-place = No.
worklist-column-name = Name
worklist-column-birth = Born
worklist-column-phone = Phone
worklist-column-ward = Ward
worklist-column-group = Residential group
worklist-column-branch = Branch
worklist-column-reason = Why a visit
worklist-column-visited = Visited
worklist-column-remark = Remark
worklist-column-people = People
worklist-reason =
    { $reason ->
        [blocked] blocked or deleted the chat
        [no_chat] has no chat any more
       *[other] has not registered in a chat
    }
worklist-made = Made at { $at }
worklist-note-1 = Who may answer, has not handed in, and cannot be reached by chat.
worklist-note-2 = It does not say how anybody answered, and nobody has to answer.
worklist-note-3 = Visit to invite, do not ask in the bot's place: who agrees registers with a code from an organizer (/thanhvien).
worklist-note-4 = It holds personal data: use it for this alone, and delete it afterwards.
worklist-left-out = Opted out, and not on the list: { $count }
