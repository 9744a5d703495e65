//! What brat must know of our labels.

/// The folder's `annotation.conf`.
pub const CONFIGURATION: &str = "\
[entities]
Content
Cue
Source
Addressee
Venue
Day
Noted
Person
Organisation
Place
Group
Other
Unknown

[relations]
<ACTOR>=Person|Organisation|Place|Group|Other|Unknown
Reported_by\tArg1:Content, Arg2:Cue
Named_by\tArg1:Content, Arg2:Source
Said_to\tArg1:Content, Arg2:Addressee
Said_at\tArg1:Content, Arg2:Venue
Said_on\tArg1:Content, Arg2:Day
Said_by\tArg1:Content, Arg2:<ACTOR>
About\tArg1:Content, Arg2:<ACTOR>
Relayed_by\tArg1:Content, Arg2:<ACTOR>
Part_of\tArg1:Content, Arg2:Content
Equiv\tArg1:<ACTOR>, Arg2:<ACTOR>, <REL-TYPE>:symmetric-transitive
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
<ACTOR>=Person|Organisation|Place|Group|Other|Unknown
Kind\tArg:Content, Value:direct|mixed|indirect|no_comment
Words\tArg:Content, Value:sure|likely|check
Speaker\tArg:Content, Value:sure|likely|check
Review\tArg:Content, Value:confirmed|disputed|corrected
Form\tArg:<ACTOR>, Value:nominal|pronoun
";
