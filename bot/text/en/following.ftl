### A report that is followed live.

organizing-report-progress = Progress: { $done }/{ $total } ({ $share }%).
organizing-report-ends = Expected to be through at { $ends }.
organizing-report-listing = The audience is being listed: { $listed }/{ $total }.
organizing-report-paused = The system paused it, as too many messages failed: { $reason }.
organizing-follow =
    { $over ->
        [yes] See the report again
       *[no] Follow on
    }
