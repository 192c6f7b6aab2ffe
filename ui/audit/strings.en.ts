export default {
  "record.title": "The record",
  "record.lead":
    "Everything signed here is kept in one row that can only grow. This phone checks that nobody changes it, not even the box.",
  "state.ok": "Nothing was changed",
  "state.okText": "The box's record is the one this phone remembers, and it only grew.",
  "state.fault": "The box contradicts what it has signed",
  "state.changed": "The box says its record was damaged",
  "state.nothing": "Not compared yet",
  "state.nothingText": "This phone compares it as soon as the box is in reach.",
  "state.size": "Signed things in the record",
  "state.compared": "Last compared",
  "state.log": "Name of this record",
  "state.opened": "Opened",
  "state.head": "Its sum at this moment",
  "state.check": "Compare now",
  "state.away": "The box does not answer. Try again when it is in reach.",

  "fault.forked": "The box has signed two different records",
  "fault.forkedText":
    "It showed this phone one record and signed another one of the same length. Somebody wants two people to believe two things.",
  "fault.rewritten": "The box has changed its past",
  "fault.rewrittenText":
    "What it shows now does not begin with what it had signed before. Something was altered or taken out.",
  "fault.unproven": "The box cannot prove its record",
  "fault.unprovenText":
    "It was asked to prove that its record only grew, and gave no valid proof. It may be broken or hiding something.",
  "fault.shrunk": "The box shows less than it has signed",
  "fault.shrunkText":
    "Its record was longer before. It did not say that it was restored from a backup.",
  "fault.undeclared": "The box has begun another record",
  "fault.undeclaredText":
    "It uses a new record and does not say that it was restored from a backup.",
  "fault.unsigned": "The box shows a record it has not signed",
  "fault.unsignedText":
    "The signature is missing or wrong. This may not be your box, or it is broken.",
  "fault.dropped": "Something of yours is not in the record",
  "fault.droppedText":
    "The box had confirmed it to this phone, and now it cannot show it. It is still kept here.",
  "fault.changed": "The box says that its record was damaged",
  "fault.changedText":
    "What is on its disk is not what it had signed. It signs nothing more until a steward restores a backup.",
  "alarm.seen": "Noticed",
  "alarm.todo": "What to do",
  "alarm.stay": "Nothing of yours is lost: what you signed is kept on this phone.",
  "alarm.save":
    "Save the evidence, and show it to the stewards and to others. It can be checked without the box.",
  "alarm.compare":
    "Compare this phone with another one, below. If others see it too, it is the box.",
  "alarm.trust":
    "Until it is cleared up, do not rely on what the box says about votes and decisions.",
  "alarm.saveButton": "Save the evidence",
  "alarm.settle": "Put away",
  "alarm.startOver": "Begin anew with what the box shows",
  "alarm.startOverText":
    "Only when it was explained: this phone forgets what it remembered and trusts the record of today. The evidence stays.",
  "alarm.earlier": "Put away earlier",

  "restores.title": "Restored from a backup",
  "restores.none": "{when}: everything this phone knew of came back.",
  "restores.lost": {
    one: "{when}: {count} signed thing that this phone knew of had not come back.",
    other: "{when}: {count} signed things that this phone knew of had not come back.",
  },
  "restores.text":
    "The box has said so itself, and what was there before is unchanged. Phones send their own words again. If nobody knows of a restore, ask the stewards.",

  "own.title": "Your own words",
  "own.text": "This phone has it proven that each of them is in the record.",
  "own.none": "You have not signed anything yet.",
  "own.proven": "In the record",
  "own.later": "Proof comes soon",
  "own.waiting": "Not sent yet",

  "compare.title": "Compare with another phone",
  "compare.text":
    "A box could show each of you another record. Show this code to somebody, or scan theirs: then it cannot.",
  "compare.open": "Compare",
  "compare.mine": "The record as this phone saw it last",
  "compare.scan": "Scan theirs",
  "compare.same": "Both phones have seen the same record.",
  "compare.grown": "Both phones have seen one record, one of them a little earlier.",
  "compare.other":
    "That is no code of this record. Compare both with the box first, then try again.",
  "compare.differs": "The two phones were shown different records. Look at the top of this page.",

  "proof.title": "Proof that it is in the record",
  "proof.lead": "It holds without the box, and for anybody.",
  "proof.yes": "It is in the record",
  "proof.yesText":
    "The box has signed a record that holds it. Should it ever be missing, this proves that it was there.",
  "proof.later": "The box has not signed it yet",
  "proof.laterText": "That takes a few seconds. Come back, or compare again.",
  "proof.waiting": "It has not reached the box yet",
  "proof.waitingText": "It waits on this phone and is sent when the box is in reach.",
  "proof.refused": "The box did not take it into the record",
  "proof.refusedText": "Look at what waits to be sent: there it says why.",
  "proof.unknown": "This phone has not signed that",
  "proof.unknownText": "Proofs are kept on the phone that signed. Look on your other device.",
  "proof.what": "What",
  "proof.signed": "Signed by you",
  "proof.place": "Its place",
  "proof.placeText": "number {place} of {size}",
  "proof.id": "Its number",
  "proof.log": "In the record",
  "proof.save": "Save the proof",
  "proof.check":
    "Whoever gets the file can check it with “moot verify” and the file's name, on any computer with Folkmoot. The words of what can be erased are not in it.",
  "proof.ask": "Ask for it now",
};
