### Broadcasts that pause by themselves because they fail; resending what may not have arrived.

broadcast-failing =
    The message “{ $title }” (no. { $number }) paused itself: { $failed } of the last { $last } did not arrive, reason: { $why }.
    See the report: /baocao. Go on or cancel: /tin.
broadcast-failing-wrong =
    The message “{ $title }” (no. { $number }) paused itself: the platform refuses its content ({ $why }).
    See the report: /baocao. Go on or cancel: /tin.
broadcast-resend-amended = This message has been corrected or recalled since, or is about to be: its old words are not sent again.
broadcast-cannot-resend = Only a message that is being sent, paused or finished can be sent again.
broadcast-resend-too-late = This message's send-by time has passed.
broadcast-nothing-unknown = Nobody's outcome of this message is unknown.
