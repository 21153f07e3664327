### Approval: a second person looks and decides.

approval-kind =
    { $kind ->
        [broadcast] broadcast { $number }
        [series] recurring broadcast { $number }
       *[survey] the survey
    }
approval-operator = The operator
approval-asked = { $by } asks you to approve { approval-kind }: “{ $title }”. Look and decide: /duyet
approval-approved = { $by } approved { approval-kind }: “{ $title }”.
approval-refused =
    { $by } returned { approval-kind }: “{ $title }”.
    Reason: { $note }
approval-why =
    { $why ->
        [many] it goes to many people
        [each] each one needs a second person here
        [beyond] it goes beyond its author's organisation
        [urgent] it is urgent
        [costs] it may cost money
        [twice] some may get it twice
        [correction] it corrects what was sent
       *[recall] it recalls what was sent
    }
approval-unknown = There is no such request for approval.
approval-decided =
    { $verdict ->
        [approved] This was approved before.
        [refused] This was returned before.
       *[void] This request is void: what it was about has changed or was taken back.
    }
approval-own = Nobody approves their own. Please ask a second person.
approval-changed = It has changed since approval was asked. Its author has to ask again.
approval-too-late = Its deadline is over. Please return it, so that its author sets another.
approval-needs-note = Please give the reason for returning it.
approval-note-length = A reason has at most { $most } characters.

broadcast-awaits = This broadcast waits for a second person's approval.
broadcast-not-awaiting = This broadcast does not wait for approval any more.

organizing-offer-duyet = /duyet – approve or return what others wrote
approving-none = Nothing waits for approval.
approving-list = This waits for approval. Choose one to look at.
approving-choice =
    { $kind ->
        [broadcast] Broadcast { $number }: { $title }
        [series] Recurring { $number }: { $title }
       *[survey] Survey: { $title }
    }
approving-matter =
    This is { approval-kind } “{ $title }”, just as people will read it.
    { $by } asked for approval at { $asked }. It needs one because: { $why }.
    Begins: { $starts ->
        [now] as soon as it is approved.
       *[other] { $starts }.
    }
approving-until = Deadline: { $by }. Whoever has not got it by then never will.
approving-closes =
    The survey closes at { $closes } and { $times ->
        [0] sends no reminder.
        [one] reminds once.
       *[other] reminds { $times } times at most.
    }
approving-approve = Approve
approving-refuse = Return
approving-reason = Why do you return it? Its author will read this.
approving-done =
    Approved: { approval-kind } “{ $title }”. { $state ->
        [scheduled] It begins at { $at }.
       *[other] It begins now.
    }
approving-returned = Returned to its author: { approval-kind } “{ $title }”.

organizing-act-withdraw = Take back and change
organizing-awaits =
    Broadcast { $number } waits for a second person's approval: { $why }. { $approvers ->
        [0] Nobody else may approve yet; please tell the person who runs the system.
        [one] One person who may approve was told.
       *[other] { $approvers } people who may approve were told.
    } See it or take it back: /tin.
organizing-survey-awaits =
    It waits for a second person's approval: { $why }. { $approvers ->
        [0] Nobody else may approve yet; please tell the person who runs the system.
        [one] One person who may approve was told.
       *[other] { $approvers } people who may approve were told.
    }
