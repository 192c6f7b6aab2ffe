export default {
  "field.title": "Files",
  "field.hint":
    "A plan, a budget, a photo: up to {count} files of {size} each. Everybody who sees the proposal can save them.",
  "field.choose": "Attach files",
  "field.photo": "Take a photo",
  "field.drop": "or drop them here",
  "field.full": "These are {count} files, more does not go. Take one out to attach another.",
  "field.remove": "Take out {name}",
  "field.added": "{name} is attached.",
  "field.removed": "{name} is taken out.",

  "files.title": { one: "File ({count})", other: "Files ({count})" },
  "file.save": "Save",
  "file.enlarge": "Show {name} large",
  "file.here": "On this phone",
  "file.fetching": "Being fetched",
  "file.sending": "Being sent to the box",
  "file.progress": "{received} of {size}",
  "file.needsBox": "Not on this phone",
  "file.needsBoxText": "It takes the box to open it.",
  "file.notYet": "Not here yet",
  "file.notYetText": "It comes from the phone of whoever attached it.",
  "file.partly": "On its way here",
  "file.waiting": "On this phone only",
  "file.waitingText": "It is sent by itself when the box is in reach.",
  "file.refused": "The box did not take this file. It is safe on this phone.",
  "file.again": "Try again",
  "file.giveUp": "Give up on it",
  "file.lost":
    "{names}: no longer on this phone. Take it out and attach it again before you propose.",

  "compare.added": "Added: {names}",
  "compare.removed": "Taken out: {names}",

  "problem.attachment-empty": "This file is empty. Look whether it was saved, and choose it again.",
  "problem.attachment-size": "A file may have {size}. Make it smaller, or split it.",
  "problem.attachment-unreadable":
    "This file cannot be read. If it lies in a cloud or on a stick, copy it to this device first.",
  "problem.attachment-damaged":
    "What arrived is not the file that was proposed, so it is not shown. Ask whoever attached it.",
  "problem.attachment-absent": "The box does not have it any more, or it is not for you.",
  "problem.attachment-hash":
    "Something went wrong on the way, and the box kept nothing of it. Try again.",
  "problem.attachments-many": "Not attached: {count} files are as many as go.",
  "problem.attachments-waiting":
    "Too many of your files wait for their proposals. It goes on when those have arrived.",
  "problem.phone-full": "There is no room left on this phone. Make some, and choose it again.",
  "problem.disk-full":
    "The box has no room at the moment. A steward has to make some; then it goes on by itself.",
  "problem.member-ration":
    "This is more than the box takes from one person in a day. It goes on by itself tomorrow.",
  "problem.unreachable": "The box does not answer. Try again when it is in reach.",
  "problem.other": "That did not work. Nothing is lost: try again later.",
};
