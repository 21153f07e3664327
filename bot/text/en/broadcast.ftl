# Broadcasts, segments, campaigns

broadcast-greeting = Dear { $names },
broadcast-footer =
    — { $sender }
    Send DUNG to stop these messages.
broadcast-names = { $first } and { $last }
broadcast-form =
    { $form ->
        [bac] bác
        [co] cô
        [chu] chú
        [anh] anh
        [chi] chị
        [ong] ông
        [ba] bà
        [ban] bạn
       *[other] {""}
    }
broadcast-ward-yours = your ward
broadcast-ward-unknown = Ward not known
broadcast-sample = Nguyễn Thị Hoa
broadcast-test-mark = [Test]

broadcast-press-first = { $answer }
broadcast-press-changed = Your answer is now “{ $label }”. { $answer }
broadcast-press-same = Your answer “{ $label }” had been noted already. { $answer }
broadcast-press-test = { broadcast-test-mark } { $answer }
broadcast-press-who = Whose answer is “{ $label }”?
broadcast-press-gone = This message takes no more answers. For anything else, send /giup.

broadcast-state =
    { $state ->
        [draft] draft
        [awaiting_approval] awaiting approval
        [scheduled] scheduled
        [running] sending
        [paused] paused
        [finished] finished
       *[cancelled] cancelled
    }
broadcast-line-state =
    { $state ->
        [queued] waiting
        [waiting] waits for the contact budget
        [sending] being sent
        [sent] sent
        [failed] could not be sent
        [unknown] may or may not have arrived
       *[skipped] not sent
    }

broadcast-unknown = There is no message number { $broadcast }.
broadcast-bad-purpose = This is no purpose of a message.
broadcast-title-length = A title has 1 to { $most } characters.
broadcast-empty = The message has no text.
broadcast-unknown-field = There is no field {"{"}{ $field }{"}"}. There are: {"{"}ten{"}"}, {"{"}ho_ten{"}"}, {"{"}xung_ho{"}"}, {"{"}phuong{"}"}, {"{"}to{"}"}, {"{"}han_the{"}"}.
broadcast-too-long = The message is { $over } characters too long, greeting and closing included. Please shorten it.
broadcast-too-many-buttons = A message has at most { $most } buttons.
broadcast-label-length = A button has 1 to { $most } characters.
broadcast-answer-length = The button “{ $label }” needs a reply of 1 to { $most } characters.
broadcast-labels-alike = Two buttons say the same. Please make them differ.
broadcast-not-draft = This message was sent or scheduled and cannot be edited any more.
broadcast-already-launched = This message was sent or scheduled before.
broadcast-nobody = There is nobody in the audience.
broadcast-cannot-pause = Only a message that is being sent can be paused.
broadcast-cannot-resume = Only a paused message can be resumed.
broadcast-cannot-cancel = This message has ended and cannot be cancelled any more.

segment-all = all members
segment-organisation = members of { $name }
segment-ward = people of { $name }
segment-group = residential group { $name }
segment-and = {" "}and{" "}
segment-or = {" "}or{" "}
segment-not = not { $rule }
segment-not-a-rule = The audience is not written correctly.
segment-too-large = An audience has at most { $most } conditions.
segment-ward-unknown = A ward is not on the list of places.
segment-organisation-unknown = An organisation is not on the list.
segment-name-length = A segment's name has 1 to { $most } characters.
segment-unknown = There is no segment “{ $name }”.

campaign-code-taken = There is a campaign of the code “{ $campaign }” already.
campaign-unknown = There is no campaign “{ $campaign }”.
campaign-bad-code = A campaign's code has small letters, digits and hyphens only.
campaign-name-length = A campaign's name has 1 to { $most } characters.
campaign-ends-before-start = The end lies before the beginning.
campaign-not-yours = This organisation does not run that campaign.
