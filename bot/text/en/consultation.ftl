# Survey types, their legal basis, where one may answer.

survey-worth =
    { $type ->
        [opinion] The people's opinions by { $basis }; held by { $order }. Opinions are summed up, answered and published; this is not a vote.
        [household] Consultation of households by { $basis }; held by { $order }. One ballot a household, counted over all households.
       *[informal] { survey-banner-worth }
    }
survey-document = Document: { $link }
survey-on-paper-call =
    { $kind ->
        [reminder] A reminder: the consultation “{ $title }” ends { $closes }.
       *[invitation] A consultation: { $title }. It ends { $closes }.
    }
    { $purpose }
    Please write your opinion on the paper ballot from the People's Committee; this app takes no ballots. If your household has handed it in, please ignore this message.
    { $worth }
survey-on-paper = This consultation takes only the paper ballots of the People's Committee. Please write your opinion there; this app takes no ballots.
survey-channel-not-lawful = By the rules, this consultation takes no answers through the app that you are using. Please answer in the organisation's own web chat, or ask the officer of your residential group.

survey-type-unknown = There is no type “{ $type }”. Types: { $known }.
survey-type-not-in-force = The type “{ $type }” is in force from { $since }; this survey opens before that.
survey-order-missing = The type “{ $type }” needs the order that it is held by (number, date, authority).
survey-order-too-long = The order's name is longer than { $most } characters.
survey-order-not-here = The type “{ $type }” has no legal basis, so no order is named and nothing attested. Choose another type, or leave that out.
survey-document-not-an-address = The document must be an address that begins with http:// or https://.
survey-claims-official = The title says “{ $words }”, which makes it look like something official that this survey is not. Change the title, or choose the right type if there is an authority's order.

survey-results-withheld = Fewer than 5 people answered anonymously, so their answers were destroyed unopened.
survey-key-printed-before = The key of survey { $name } was printed once and is not shown again.
survey-key-none = Survey { $name } is not anonymous and has no key.
survey-key-not-open = Survey { $name } is not open: a key stands only while it is.
survey-key-stands = The key of survey { $name } stands; nothing to put back.
survey-key-wrong = This is not the key of survey { $name }.
survey-key-unreadable = This key cannot be read. Please type it as it was printed.
survey-key-keep = This poll is anonymous: losing the key's file on the server loses every answer. Who runs the server prints it once with: nhipcau survey key { $code } --print

survey-disposition-finished = handed in
survey-disposition-refused = refused
survey-disposition-partial = answered in part
survey-disposition-opened = opened
survey-disposition-not-entitled = no longer entitled
survey-disposition-opted-out = opted out
survey-disposition-unreachable = out of reach
survey-disposition-reached = reached
survey-disposition-invited = invited, not reached yet
survey-dispositions = Others: { $told }.
survey-sheet-dispositions = What became of each person asked
survey-refuse-which = Which survey will you not take part in?
survey-refuse-too-late = Your answers are in. To change them, send /answer.
survey-refused = Noted: you take no part in this survey and are not reminded of it. If you change your mind, send /answer before it ends.
survey-no-single-answers = Survey { $name } is anonymous: there are no single answers to see.

survey-household-needs-yes-no = A consultation of households needs a yes/no question first: that one is counted over all households.
survey-no-households = There is no list of households of this area yet, so there is no total. Import the list first.
survey-household-done = Your household has handed in its ballot; one ballot a household. Thank you. Who sent it may change it until the end.
survey-not-of-households = Survey { $name } is not a consultation of households.
survey-household-turnout = Taken part: { $part } of { $whole } households. The result comes after the end.
survey-household-result =
    Agree: { $agree } of { $whole } households, { $share }%: { $reached ->
        [yes] this reaches the threshold of { $threshold }% of all households.
       *[no] this is less than { $threshold }% of all households.
    } Disagree: { $disagree }; invalid: { $invalid }; taken part: { $part } households.
survey-group-unknown = There is no group “{ $group }”, or several wards have one. Groups: { $known }.
survey-paper-not-open = “{ $name }” is not open, so no ballots can be typed.
survey-paper-negative = A number of ballots cannot be negative.
survey-paper-too-many = In group { $group } only { $free } households have not answered by chat ({ $chat } have). One ballot a household: please check.
survey-paper-how = Send one line: /ballots code group: agree, disagree, invalid. For example: /ballots ten-phuong 5: 31, 2, 1. Send only /ballots code to see how it stands.
survey-paper-typed = Noted for group { $group }: { $part } of { $whole } households have taken part.

household-report-sheet = Report
household-report-state = SOCIALIST REPUBLIC OF VIET NAM
household-report-motto = Independence - Freedom - Happiness
household-report-number = No.:       /BC-UBND
household-report-place = ……………, { $day }/{ $month }/{ $year }
household-report-title = REPORT
household-report-about = Result of the consultation of households on “{ $title }”
household-report-time = Held from { $opens } to { $closes }.
household-report-results = I. Results
household-report-households = 1. All households: { $value }
household-report-participating = 2. Households that took part: { $value }
household-report-agree = 3. Households that agree: { $value }
household-report-disagree = 4. Households that disagree: { $value }
household-report-invalid = 5. Invalid ballots: { $value }
household-report-sealed = sealed until the end
household-report-limits = II. Limits and their causes
household-report-proposals = III. What next
household-report-appendix = APPENDIX: HOUSEHOLDS THAT TOOK PART, BY RESIDENTIAL GROUP
household-report-column-no = No.
household-report-column-group = Residential group
household-report-column-all = All households
household-report-column-paper = Paper ballots
household-report-column-chat = By chat
household-report-column-part = Taken part
household-report-sum = Sum
household-report-recipients = To: …
household-report-signer = FOR THE PEOPLE'S COMMITTEE

survey-quota-full = Enough people of this group have answered, so no more are asked. Thank you for your interest.
survey-quota-too-late = Survey { $name } is open; quotas can no longer be set.
survey-quota-none = A quota is at least one person.
survey-quota-band = The ages “{ $band }” cannot be read. For example: 18-35, 60-.

comment-call =
    You are invited to comment: { $title }. Until { $closes }.
    { $worth }
    Send /comment to comment.
comment-ask =
    { $title }. Comments until { $closes }.
    { $worth }
    Please write your comment in one message of at most { $most } characters, without names, phone or ID numbers. Comments are summed up without names; the server keeps who sent which, so that each person sends only so many.
comment-noted = Your comment has number { $number }. After the end the organisation publishes what it did about the comments; send /comment to read it.
comment-none = No document is open to comments now.
comment-which = Please choose a document.
comment-over = This document takes no more comments. Thank you.
comment-not-for-you = This document is not open to your comments.
comment-too-long = The comment has { $length } characters; it may have 1 to { $most }. Please shorten it.
comment-enough = Each person may send { $most } comments on a document. Thank you.
comment-unknown = There is no such document.
comment-title-length = The document's name must have 1 to { $most } characters.
comment-needs-document = Comments need the document's address (--document), and the type informal or opinion.
comment-bad-days = The end must come after the opening and still lie ahead.
comment-published-before = The result is published and cannot be changed.
comment-row-unknown = Row { $row }: there is no comment { $number }.
comment-row-no-answer = Row { $row }: group { $group } has no answer on the second sheet.
comment-row-not-a-number = Row { $row }: “{ $cell }” is not a number.
comment-answer-empty = Second sheet, row { $row }: a group needs a name and an answer of at most { $most } characters.
comment-not-a-workbook = The file cannot be read: it must be an .xlsx with two sheets, comments and answers.
comment-not-closed = Publishing waits for the end of the comments, and is done once.
comment-summary-length = The summary must have 1 to { $most } characters.
comment-not-answered = Comments in no group yet: { $numbers }.
comment-published-call =
    What came of the comments on “{ $title }”: { $summary }
    Send /comment to read what was done about each group of them.
comment-published-head = What came of the comments: { $title }
comment-published-group = - { $title } ({ $count } comments): { $answer }
comment-column-sheet-comments = Comments
comment-column-sheet-answers = Answers
comment-column-number = Number
comment-column-at = Received
comment-column-text = Words
comment-column-group = Group
comment-column-title = Group's name
comment-column-answer = What was done

pulse-bad-size = A wave needs { $fewest } people or more and is open for 1 to { $most } days.
pulse-long-code = A pulse's code has at most { $most } characters.
pulse-unknown = There is no such pulse.
survey-published =
    The result of a survey. Thank you all for taking part.
    { $told }
