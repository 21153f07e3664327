### Zalo: what a Zalo bot cannot carry.

zalo-file = Attached file: { $name }
    { $address }
zalo-file-elsewhere = A file “{ $name }” comes with this message, and Zalo could not take it. Please ask the person in charge: { $contact }.
shape-file-address = the file is replaced by an address to fetch it from
help-withheld = Zalo does not show us what you have just written (a protected account), so we cannot answer on Zalo yet. Please let a relative write for you, or contact the person in charge.
