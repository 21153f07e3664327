### The opt-out.

stop-done = Messages have stopped. To receive them again, write /start.
stop-one = We no longer send { $purpose }. Other messages go on as before.
stop-only-notices = Only notices
stop-only-surveys = Only surveys
stop-only-reminders = Only reminders
stop-only-done = From now on we send { $purpose } only. To stop everything, write STOP.
stop-which = We are not sure what "{ $word }" means: an answer, or stop messages? While we wait, we send nothing.
stop-now = Stop messages
stop-go-on = I am answering
stop-cancelled = Cancelled; what you had entered was not stored. Do you also want to stop all messages?
stop-cancelled-survey = You have left the survey; your answers so far are kept. To go on, send /traloi. Do you also want to stop all messages?
stop-keep = No, keep sending
stop-kept = Everything stays as it was.
