# Telegram shows these beside the commands; at most 256 letters each.
telegram-command-start = Start, or receive messages again
telegram-command-giup = How to use this bot
telegram-command-hoso = See and correct your details
telegram-command-traloi = Answer an open survey
telegram-command-dulieu = See what is stored about you
telegram-command-dung = Stop receiving messages
telegram-command-xoa = Erase your data
telegram-command-tin = Write, send and follow broadcasts
telegram-command-khaosat = Open, close and see surveys
telegram-command-duyet = Approve or return what others wrote
telegram-command-baocao = Read reports
telegram-command-nhac = See and stop repeated messages
telegram-command-thanhvien = Find members, confirm them, hand out codes
telegram-command-ghigiup = Record answers given on paper or at the door
telegram-command-phieu = Enter households' paper ballots, by group
telegram-command-moinhom = An invitation to a survey, for a group's own chat
telegram-command-lienket = Make links and QR codes of a campaign
