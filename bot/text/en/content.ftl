# What a broadcast carries: bold, italic, links; fields; photos, files, places

markup-unknown-tag = Only <b>bold</b>, <i>italic</i> and <a href="https://…">links</a> can be used, not { $tag }.
markup-unclosed = The tag { $tag } is not closed.
markup-unopened = The tag { $tag } closes what was not opened, or in the wrong order.
markup-too-many = A message has at most { $most } pieces in bold or italic, or links.
markup-bad-link = A link is written <a href="https://…">words</a>; its address begins with https://, and links do not nest.

broadcast-group = group { $group }
broadcast-group-yours = your residential group
broadcast-card-end-unknown = (date not known)
broadcast-field-default = What stands for an empty {"{"}{ $field }{"}"} has 1 to { $most } characters.
broadcast-field-lacking = { $count } people have no {"{"}{ $field }{"}"}. Say what stands there instead, such as {"{"}{ $field }|not known{"}"}, or choose other people.

broadcast-one-of-each = A broadcast carries at most one photo, one document, one link and one place.
broadcast-not-a-picture = A photo is a JPEG or PNG file.
broadcast-link-label = A link's words have 1 to { $most } characters.
broadcast-bad-link = A link begins with https:// and has a full host name.
broadcast-place-name = A place's name has 1 to { $most } characters.
broadcast-bad-place = These are no coordinates of a place.
broadcast-bad-attachment = A broadcast cannot carry “{ $kind }”.
file-not-here-yet = The file is still being fetched. Please try again in a few seconds.

shape-heading = On each platform:
shape-file =
    { $alone ->
        [yes] { $kind ->
            [photo] the photo first, the words in the next message
           *[document] the file first, the words in the next message
        }
       *[no] { $kind ->
            [photo] the photo with the words
           *[document] the file with the words
        }
    }
shape-beside = the file first, in a message of its own
shape-marked =
    { $able ->
        [yes] bold, italic and links are shown
       *[no] plain words, a link's address in parentheses
    }
shape-link =
    { $able ->
        [yes] a button “{ $label }”
       *[no] the link “{ $label }” below the words
    }
shape-place =
    { $able ->
        [yes] a map of “{ $name }” in the next message
       *[no] a link to a map of “{ $name }” below the words
    }

organizing-attachments =
    Send a photo, a file or both here (10 MB each at most), or write:
    – a link, such as: Agenda: https://…
    – a place, such as: Community hall, 19.8075, 105.7764
organizing-attachments-none = Leave out all attachments
organizing-attachments-unread = Please send a photo or a file, or write a link with https:// or a place with its coordinates.
organizing-attachment =
    { $kind ->
        [photo] Attached: a photo
        [document] Attached: the file { $name }
        [link] Attached: the link “{ $name }”
       *[place] Attached: the place “{ $name }”
    }
organizing-link-label = More
organizing-attached =
    { $kind ->
        [photo] The photo is attached.
       *[document] The file { $name } is attached.
    }
