# A survey brought to a residential group's own chat.

group-none = No survey is open within your scope.
group-no-address = The address of the bot or of the web chat is not known yet, so there is no link to post.
group-forward = Please forward the message below to the group. Who presses answers in private; nobody in the group sees it.
group-message = You are invited to the survey “{ $title }”, open until { $closes }. Open the link to answer in private:
group-answer = Answer in private
