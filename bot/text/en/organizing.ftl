### Organizers in chat: /tin, /khaosat, /baocao; reports and files.

organizing-stranger = Sorry, this is for organizers. If you were given a one-time code, write /ma and the code.
organizing-refused = Sorry, this is outside the rights or the area that you were given.
organizing-welcome = Welcome, { $name }. From now on you can organise here:
organizing-offer-tin = /tin – write, send and follow broadcasts
organizing-offer-khaosat = /khaosat – write, open, close and see surveys
organizing-offer-baocao = /baocao – read reports
organizing-back = Back
organizing-step =
    { $step ->
        [sender] sender
        [campaign] campaign
        [purpose] purpose
        [whom] recipients
        [title] title
        [text] text
        [buttons] buttons
        [english] English text
        [attachments] attachments
       *[other] preview and sending
    }
organizing-where = You are writing a broadcast, step { $place } of { $all }: { $what }.

organizing-broadcasts = Broadcasts that are being written or sent. Choose one, or write a new one.
organizing-status =
    Broadcast { $number }: { $title }
    State: { $state }. Time: { $at }.
organizing-cancel = Cancel broadcast { $number } “{ $title }” for good? Who has not got it yet never will; this cannot be undone.

organizing-act-new = Write a new one
organizing-act-test = Send me a test
organizing-act-now = Send now
organizing-act-later = Send later
organizing-act-edit = Change
organizing-act-drop = Discard
organizing-act-keep = Leave it
organizing-act-send = Confirm sending
organizing-act-pause = Pause
organizing-act-resume = Go on sending
organizing-act-cancel = Cancel this broadcast
organizing-act-end = Cancel for good
organizing-act-open = Do not cancel
organizing-act-report = Report

organizing-sender = In which organisation's name?
organizing-campaign = Which campaign does it belong to?
organizing-campaign-none = No campaign
organizing-purpose = What is it for? Only those who agreed to that purpose get it.
organizing-purpose-of =
    { $purpose ->
        [notices] Notices
        [surveys] Surveys
       *[reminders] Reminders
    }
organizing-whom = Who gets it?
organizing-whom-and = Keep only which of those chosen?
organizing-whom-or = Add whom?
organizing-whom-not = Leave out whom?
organizing-whom-all = Everybody in my scope
organizing-whom-wards = By ward
organizing-whom-groups = By residential group
organizing-whom-organisations = By organisation
organizing-whom-nobody = Nobody: { $rule }. Please choose again.
organizing-wards = Which wards? Old and new names both work, with commas between. For example: Ba Đình, Lam Sơn, Đông Vệ.
organizing-ward-unknown = There is no ward called { $name }. Please write the whole list again.
organizing-ward-which = Several places are called { $name }. Which one is meant?
organizing-groups = Which residential groups? With commas between. For example: 5, 7.
organizing-organisations = Members of which organisation?
organizing-audience =
    Recipients: { $rule }.
    { $count } { $count ->
        [one] person
       *[other] people
    }:
organizing-wards-more = - and { $wards } more wards: { $people }
organizing-counted-go = Go on
organizing-counted-and = Narrow it
organizing-counted-or = Add people
organizing-counted-not = Leave people out
organizing-counted-anew = Choose anew

organizing-title = What is its title? Only organizers see it.
organizing-text =
    Please write the text. The greeting, the sender's name and how to stop are added.
    Filled in for each reader: {"{"}ten{"}"} given name, {"{"}ho_ten{"}"} full name, {"{"}xung_ho{"}"} form of address, {"{"}phuong{"}"} ward, {"{"}to{"}"} residential group, {"{"}han_the{"}"} when the insurance card ends; in repeated messages also {"{"}ngay{"}"}, the day.
    Write <b>bold</b>, <i>italic</i>, <a href="https://…">links</a>; what stands for an empty field: {"{"}to|your street{"}"}. A photo or file can be sent here at any time.
organizing-buttons = What does button { $letter } say? People press it to answer. For example: I take part.
organizing-buttons-none = No buttons
organizing-buttons-enough = Enough buttons
organizing-answer = What do we answer to those who press “{ $label }”?

organizing-preview =
    This is broadcast { $number }, just as people will read it.
    { $audience }
organizing-preview-kept =
    This is broadcast { $number }, just as people will read it. It is kept; somebody who may send opens /tin to send it.
    { $audience }
organizing-reached = { $count } of them can be reached now; the others have not registered, opted out or did not agree.
organizing-edit = What is to be changed?
organizing-time =
    When? For example: 19:30, 8 pm, tomorrow 8:00, 05/12 8:00.
    With a deadline: tomorrow 8:00, by 17:00; or only: by 17:00 today.
broadcast-time-unclear = Sorry, the time is not clear. Please write it like: 19:30, 8 pm, tomorrow 8:00, 05/12/2026 8:00.
broadcast-time-past = That time has passed. Please choose one to come.
organizing-confirm =
    Send “{ $title }” to { $count } { $count ->
        [one] person
       *[other] people
    } { $at ->
        [now] now
       *[other] at { $at }
    }?
organizing-quiet = Broadcasts leave from { $start } to { $end } only, so it begins at { $leaves }.
organizing-launched =
    { $at ->
        [now] Broadcast { $number } is on its way to { $count } { $count ->
        [one] person
       *[other] people
    }.
       *[other] Broadcast { $number } goes to { $count } { $count ->
        [one] person
       *[other] people
    } at { $at }.
    } Follow it: /baocao. Pause or cancel: /tin.
organizing-dropped = Broadcast { $number } is cancelled.
organizing-kept = Broadcast { $number } is kept as a draft. See it again: /tin.
organizing-changed = Somebody else has just changed broadcast { $number }. Please look at it again before sending.

organizing-surveys = Choose a survey.
organizing-surveys-none = There is no survey in your scope yet.
organizing-survey-state =
    { $state ->
        [draft] draft
        [scheduled] not open yet
        [open] open
        [closed] closed
       *[other] cancelled
    }
organizing-survey =
    Survey: { $title }
    State: { $state }
    Opens: { $opens }
    Closes: { $closes }
organizing-survey-show = No, leave it
organizing-survey-open = Open now
organizing-survey-opened = Open and invite
organizing-survey-close = Close now
organizing-survey-closed = Close for good
organizing-survey-results = Results
organizing-survey-new = Write a quick poll
organizing-survey-rehearse = Try it
organizing-survey-copy = Ask it again
organizing-survey-ask-open =
    Open “{ $title }” and invite now?
    It asks: { $rule }, { $count } { $count ->
        [one] person
       *[other] people
    }. It closes: { $closes }.
organizing-survey-ask-close = Close “{ $title }” now? It takes no more answers and cannot be opened again.
organizing-survey-file = For the full table of the survey { $code }, ask somebody who may export data.

organizing-reports = Which report?
organizing-reports-none = There is no broadcast or survey in your scope yet.
organizing-report-kind =
    { $what ->
        [broadcast] Broadcast
       *[survey] Survey
    }
organizing-report-broadcast =
    Broadcast { $number }: { $title }
    State: { $state }
    Recipients: { $total }. Sent: { $sent }. Waiting: { $waiting }. Unknown whether arrived: { $unknown }. Not sent: { $missed }.
organizing-report-wards = By ward:
organizing-report-organisations = By organisation:
organizing-report-more = - and { $wards } more wards: { $sent }/{ $total }
organizing-report-others = - and { $count } more
organizing-report-presses = Answered by button:
organizing-report-survey =
    Survey: { $title }
    State: { $state }. Closes: { $closes }.
    Turnout: { $finished }/{ $entitled } ({ $share }). Of these not yet confirmed who they are: { $answered }/{ $typed }.

report-reason =
    { $reason ->
        [quota] the month's messages are spent
        [not_registered] not registered in chat
        [no_chat] no chat left
        [claimed] waits for confirmation
        [opted_out] opted out
        [no_consent] did not agree to this purpose
        [blocked] blocked the channel
        [window] wrote too long ago to be written to
        [costs] it would cost money
        [deactivated] account is gone
        [answered] has answered the survey
        [survey_closed] survey was closed
        [cancelled] broadcast cancelled
        [over_budget] had enough messages
        [too_late] too late to send
        [too_old] too late to take it back
        [cannot_recall] could not be taken back
        [edited] put right in the message itself
        [recalled] taken back
        [merged] merged with another record
        [moved] moved away
        [died] died
        [erased] data erased
        [rejected] refused by the platform
        [killed] server stopped meanwhile
        [never_started] never opened the chat
        [chat_not_found] chat not found
        [kicked] the bot was removed from the group
        [chat_deleted] the group was deleted
        [forbidden] the channel forbids it
        [timed_out] the platform did not answer in time
        [connection_lost] connection lost meanwhile
        [server_error] the platform failed
        [unreadable_answer] the platform's answer was unreadable
        [stopped] server stopped meanwhile
        [half_sent] only a part was sent
        [fault] fault of the program
        [again] tried a second time
       *[other] another reason
    }
report-sheet-summary = Summary
report-sheet-wards = By ward
report-sheet-reasons = Reasons
report-sheet-presses = Answers
report-sheet-members = Members
report-number = Broadcast
report-title = Title
report-state = State
report-organisation = Sender
report-rule = Recipients
report-launched = Launched
report-ended = Ended
report-made = Made
report-total = People
report-ward = Ward
report-outcome = Outcome
report-why = Reason
report-people = People
report-button = Button
report-label = Label
report-name = Full name
report-birth = Year of birth
report-phone = Phone
report-old-ward = Old ward
report-group = Residential group
report-memberships = Organisations
report-source = Source
report-source-of =
    { $source ->
        [roll] roll
       *[chat] chat
    }
report-registered = Registered in chat
report-stopped = Opted out
report-unproven = Not confirmed

unreadable = { $why }
