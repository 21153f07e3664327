# A broadcast's English text

organizing-english =
    Please write the text in English, for recipients who chose English. The greeting and how to stop are added.
    Fields, bold and italic are written as in the Vietnamese text.
organizing-english-held =
    As it is:
    { $text }
organizing-english-as-it-is = Keep it as it is
organizing-english-none = No English text
organizing-english-label = Button { $letter } “{ $label }”: what does it say in English?
organizing-english-answer =
    What does the bot answer in English to whoever presses “{ $label }”? In Vietnamese:
    { $answer }
organizing-in-english = It has two texts: recipients who chose English read the English one, all others the Vietnamese one.
organizing-correct-english =
    This broadcast has an English text. Please write the right words in English.
    What was sent:
    { $text }
broadcast-translation-buttons =
    { $count ->
        [0] The broadcast has no buttons, so its English text has none.
        [one] The English text must have its one button too.
       *[other] The English text must have its { $count } buttons too.
    }
broadcast-correct-languages =
    { $count ->
        [0] This broadcast has no English text, so its correction has none.
       *[other] This broadcast has an English text: please correct that as well.
    }
