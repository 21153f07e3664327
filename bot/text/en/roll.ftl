roll-suppressed = This person asked to be erased and is not imported again.
roll-refused-damaged = The file is damaged and cannot be opened. Open it in Excel, save it again, and import that.
roll-refused-empty = The file holds no data.
roll-refused-encrypted = The file has a password. Remove it and import again.
roll-refused-zip-bomb = The file is packed in an unusual way and is not opened, for safety.
roll-refused-too-large = The file is too large. Please split it.
roll-refused-too-many-rows = The file has too many rows (at most { $most }). Please split it.
roll-refused-too-many-columns = The file has too many columns (at most { $most }).
roll-refused-not-spreadsheet = This is not an Excel (.xlsx, .xls) or .csv file.
roll-refused-no-header = No header row with a name column was found. Name the columns, for example --column full_name=B --column phone=F, or choose another sheet with --sheet.
roll-refused-legacy-text = The letters of the file are broken (a wrong encoding or an unknown font). Save it as Unicode and import again.
roll-refused-no-such-sheet = The file has no sheet called “{ $name }”. It has: { $known }.
roll-refused-no-such-column = There is no column “{ $name }”. Give a letter (--column phone=F) or a heading (--column phone=SĐT).
roll-refused-unknown-field = There is no field called “{ $name }”. The fields are: { $known }.
