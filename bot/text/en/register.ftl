### Registration.

register-intro =
    Hello. This is the automatic message channel of { $site }, for notices to residents and members and for hearing their views.
    We store your name, phone, address, organisations, and year of birth if you give it, and use them only for what you agree to.
    Registering is voluntary, from 16 years of age. Write STOP to stop, /dulieu to see, /xoa to erase your data, at any time.
consent-notices = Do you agree to receive notices about local campaigns?
consent-surveys = Do you agree to receive survey questions? Whether you answer is up to you.
consent-reminders = Do you agree that we remind you, for example of an unanswered survey or of your health insurance card's expiry?
consent-yes = I agree
consent-no = No

register-begin-new = Register
register-begin-another = Register another person
register-begin-later = Later
register-later = All right. Whenever you like, write /start.
register-already = Hello { $who }. You are registered. See and correct your details: /hoso. If a family shares this phone, another person can be registered too.
register-declined = That is all right. As you agreed to nothing, you are not registered and we store nothing. If you change your mind, write /start.
register-still-stopped = All right, we go on sending nothing. Whenever you like, write /start.

register-skip = Skip
register-back = Back
register-share-phone = Send my phone number

register-phone = What is your mobile number? It is compared with your organisation's list. You may skip this.
register-phone-wrong = Sorry, this is no mobile number. A mobile number has 10 digits, for example 0912 345 678.
register-phone-of-another = This is another person's contact, so we do not store it. Please send your own number, or type it.
register-name = What is your full name?
register-name-wrong = Please write your family and given names, in letters only, for example Nguyễn Thị Lan.
register-name-legacy = The letters arrived broken. Please write your name again in Unicode, or without marks.
register-ward = Which ward or commune do you live in? Old and new names both work, for example Ba Đình or Hạc Thành.
register-ward-unknown = Sorry, we found no such ward or commune in this province. Please write its name again, old or new.
register-ward-which = Several places bear this name. Which one do you live in?
register-ward-divided = { $ward } has been divided. Which ward is your home in now?
register-ward-unsure = I am not sure
register-group = Which residential group or village do you live in? For example: Tổ 5.
register-group-wrong = Please write the number or name of your residential group, for example Tổ 5.
register-organisations = Which organisations do you belong to? You may choose several; choose again to take one off.
register-organisations-none = None
register-organisations-done = Done
register-organisations-wrong = Please choose from the list; several numbers at once work too, for example 1, 3.
register-birth = In which year were you born? For example: 1958.
register-birth-wrong = Please write your year of birth with four digits, for example 1958.
register-sixteen = Are you 16 or older?
register-of-age = I am 16 or older
register-under-age = I am under 16
register-child = Thank you for telling us. Somebody under 16 has to be registered by a parent or guardian, so we have stored nothing about you. Please ask a parent to write /start.
register-child-in-profile = This year of birth is of somebody under 16, so nothing was changed. If it is right, please write /xoa to erase the record; a parent or guardian can register instead.
register-form = How should we address you?

register-summary = Please check:
register-right = Right
register-correct = Correct something
register-which = What would you like to correct?
register-done = Thank you { $who }, you are registered. See and correct your details: /hoso. Stop messages: write STOP.
register-restored = Thank you { $who }. From now on we send what you agreed to. Stop messages: write STOP.
register-where = This is step { $place } of { $all }: { $what }.

step-consent-notices = consent to notices
step-consent-surveys = consent to surveys
step-consent-reminders = consent to reminders
step-phone = phone
step-name = full name
step-ward = ward
step-group = residential group
step-organisations = organisations
step-birth = year of birth
step-form = form of address
step-summary = check
step-correction = what to correct
register-again = Hello { $who }. Please say which kinds of messages you want from now on.
