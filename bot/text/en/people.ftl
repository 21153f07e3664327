### People: how they are addressed, their data, who of a family speaks.

salutation =
    { $name ->
        [none] resident
       *[other]
            { $form ->
                [ong] Mr { $name }
                [ba] Mrs { $name }
               *[other] { $name }
            }
    }
nobody = you

place-was = { $today } (formerly { $old })
place-old = { $old } (former)

form-bac = bác (older than one's parents)
form-co = cô (aunt, teacher)
form-chu = chú (uncle)
form-anh = anh (elder brother)
form-chi = chị (elder sister)
form-ong = ông (Mr)
form-ba = bà (Mrs)
form-ban = bạn (friend)

sex-male = male
sex-female = female
sex-other = other
sex-unsaid = prefer not to say

field-name = Full name
field-phone = Phone
field-ward = Ward
field-group = Residential group
field-organisations = Organisations
field-birth = Year of birth
field-form = Form of address
field-sex = Sex
field-none = not given

purpose-notices = notices
purpose-surveys = surveys
purpose-reminders = reminders
purpose-none = none
purpose-give-notices = Receive notices
purpose-give-surveys = Receive surveys
purpose-give-reminders = Receive reminders
purpose-withdraw-notices = No more notices
purpose-withdraw-surveys = No more surveys
purpose-withdraw-reminders = No more reminders

profile-title = Details of { $who }:
profile-stopped = Messages are stopped. To receive them again, write /start.
profile-ask = What would you like to correct?
profile-self = Correct personal details
profile-place = Correct ward, organisations
profile-gone = No longer here
profile-gone-ask = Why is { $who } no longer here?
profile-name = Correct the name
profile-phone = Correct the phone
profile-ward = Correct the ward
profile-group = Correct the residential group
profile-organisations = Correct the organisations
profile-birth = Correct the year of birth
profile-form = Correct the form of address
profile-sex = Correct the sex
profile-sex-ask = How would you like your sex to be noted? It serves results of surveys and whom a message is for; it is not required.
profile-locale = Change the language
profile-consents = Kinds of messages
profile-moved = Moved away
profile-died = Has died
profile-close = Correct nothing
profile-saved = Corrected.
profile-closed = The details stay as they are.
profile-consents-now = Receiving: { $purposes }. What would you like to change?

locale-ask = Which language would you like?
locale-vi = Tiếng Việt
locale-en = English
locale-changed = From now on we write in English.

state-moved-sure = Has { $name } moved away?
state-died-sure = May we ask again to be sure: has { $name } died?
state-yes = Yes
state-no = No
state-kept = The details stay as they are.
state-moved-stored = We have noted that { $name } moved away. When back, please write /hoso to correct the address.
state-died-stored = We offer the family our condolences. We will send nothing more to { $name }.

data-title = What is stored about { $who }:
data-consent = Agreed to { $purpose } since { $since }
data-no-consent = Has agreed to no kind of message
data-counts = Messages sent: { $messages }. Answers kept with the name: { $answers }. Chats linked: { $chats }.
data-end = Correct: /hoso. Erase everything: /xoa. Stop messages: /dung.
data-nothing = We hold no personal details of yours. To delete this chat, write /xoa.

erase-sure = Erase all data of { $who }: name, phone, address, organisations and this chat? It cannot be undone. Answers to closed surveys remain as figures only, tied to nobody.
erase-sure-talk = Erase all messages of this chat from our server?
erase-yes = Erase everything
erase-no = Keep it
erase-kept = Your data stays as it is.
erase-done = Erased. We will send nothing more. To register again, write /start.

person-unknown = You are not registered yet. Write /start to register.
person-who = Several people use this phone. Who is answering?
person-who-now = Answering now: { $who }. To change, please choose:
person-chosen = We are now talking with { $who }.

code-ask = Please enter the code of 10 letters and digits that an officer gave you.
code-used = The code is right. Hello { $who }.
member-code-wrong = This code does not work: it may be mistyped, already used, or older than 30 days. Please ask the officer who gave it to you, then write /ma to enter it again.
member-claims-nobody = This person is not waiting to be confirmed as anybody on a roll.
member-gone = This record is closed.
member-not-here = This chat is not tied to that record.
