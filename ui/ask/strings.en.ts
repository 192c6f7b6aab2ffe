export default {
  title: "Ask",
  "question.label": "Your question",
  "question.placeholder": "Your question",
  "question.send": "Ask",
  "question.long": {
    one: "{count} character too long. Shorten it a little.",
    other: "{count} characters too long. Shorten it a little.",
  },

  "empty.title": "What would you like to know?",
  "empty.text":
    "Ask about water, tools, rules, recipes: whatever members have taught. Only you can read your questions.",
  "empty.teach": "Teach something",

  new: "New conversation",
  "new.short": "New",
  "earlier.short": "Earlier",
  earlier: "Earlier questions",
  "earlier.lead":
    "Only you can read these. They are kept on the box, locked with a key of your own.",
  "earlier.search": "Search your conversations",
  "earlier.none": "No conversation yet",
  "earlier.none.text": "What you ask is kept here, for you alone, until you delete it.",
  "earlier.more": "Show older conversations",
  "earlier.hits": { one: "{count} place found", other: "{count} places found" },
  "earlier.hits.none": "Nothing found in your conversations",
  "earlier.hits.more": "Look in older conversations too",
  "earlier.hits.offline":
    "Searching conversations needs the box, because their words are locked there. Titles on this phone:",
  "earlier.turns": { one: "{count} question", other: "{count} questions" },
  "earlier.inAnswer": "In an answer",
  "earlier.inQuestion": "In a question",
  "earlier.waiting": {
    one: "{count} question waits on this phone",
    other: "{count} questions wait on this phone",
  },

  manage: "Export or delete",
  "export.title": "Take your conversations with you",
  "export.text": "The file is saved on this device, readable by anybody who can open it.",
  "export.all.md": "All, to read (Markdown)",
  "export.all.json": "All, for programs (JSON)",
  "export.one.md": "To read (Markdown)",
  "export.one.json": "For programs (JSON)",
  "export.busy": "Fetching from the box…",
  "delete.title": "Delete for good",
  "delete.all": "Delete all conversations",
  "delete.one": "Delete this conversation",
  "delete.one.text":
    "Its questions and answers are removed from the box and from this phone. Nobody can bring them back, not even a steward.",
  "delete.all.text":
    "Every question you asked here, and every answer, is removed from the box and from this phone, with the key that locked them. Nobody can bring them back, not even a steward.",
  "delete.keep": "Keep",
  "delete.busy": "Deleting…",
  "delete.done": "Deleted for good.",
  "manage.failed": "That did not work. Nothing was changed.",
  "manage.unreachable":
    "The box did not answer. Nothing was changed; try again when it is in reach.",

  "turn.you": "You asked",
  "turn.answer": "Answer",
  "turn.sending": "Looking through what is known here…",
  "turn.reading": {
    one: "{count} passage found. Choosing the sentences that answer…",
    other: "{count} passages found. Choosing the sentences that answer…",
  },
  "turn.reading.none": "Nothing found so far…",
  "turn.next": "Yours is next. These are quotes meanwhile.",
  "turn.queued": {
    one: "{count} question is answered before yours. These are quotes meanwhile.",
    other: "{count} questions are answered before yours. These are quotes meanwhile.",
  },
  "turn.minutes": {
    one: "It takes about {count} minute.",
    other: "It takes about {count} minutes.",
  },
  "turn.writing": "The model writes your answer…",
  "turn.leave": "You can close this page. The answer waits for you in this conversation.",
  "turn.stop": "Stop here",
  "turn.waiting": "Waits on this phone. It is asked once, by itself, when the box is back.",
  "turn.withdraw": "Do not ask it",
  "turn.failed": "The box could not answer this.",
  "turn.refused": "The box did not take this question.",
  "turn.again": "Ask it again",
  "turn.lost": "This conversation was deleted. The question was not asked.",

  "answer.from": { one: "Answer from {count} passage", other: "Answer from {count} passages" },
  "answer.noModel": "No language model is installed, so these are quotes, word for word.",
  "answer.noModel.how": "How to add one",
  "answer.model": "Written by {model} from the passages below. It can be wrong: open the sources.",
  "answer.quoted": "These are quotes, word for word.",
  "answer.quotes": "What was quoted first",
  "answer.unsupported": "Its source does not say so",
  "answer.unchecked": "in another language than its source; only numbers were compared",
  "notice.engine-unavailable":
    "The language model could not be asked just now, so these are the quotes.",
  "notice.model-unsure":
    "The language model found no answer in these passages. The quotes come closest.",
  "notice.stopped": "You stopped it here.",
  "notice.timed-out": "The language model took too long, so this is what there is.",
  "answer.expired": "The passage that fits best is past its date. Check before you rely on it.",
  "answer.superseded": "Part of this has been replaced by something newer. Look at the sources.",
  "answer.cite": "Source {n}: {title}",
  "answer.sources": "Where this stands",
  "answer.other": {
    one: "{count} more passage was looked at",
    other: "{count} more passages were looked at",
  },

  "passage.expired": "Past its date",
  "passage.superseded": "Replaced",
  "passage.gone":
    "This source is no longer here: it was erased or hidden, or it is for others now.",
  "passage.replacedBy": "Open what replaced it",
  "answer.gone": "(A sentence is missing: its source is no longer here.)",

  "unknown.title": "Nobody has taught this yet",
  "unknown.text": "Nothing your community knows answers this. I would rather say so than guess.",
  "unknown.near": { one: "{count} passage comes closest", other: "{count} passages come closest" },
  "unknown.ask": "Ask the community",
  "unknown.ask.text":
    "Your question is shown to everybody here, with your name. Their answer can become knowledge.",
  "unknown.asked": "You asked the community",
  "unknown.asked.queued": "On this phone only. It is sent by itself when the box is in reach.",
  "unknown.asked.sent": "Sent. Everybody here can answer.",
  "unknown.asked.refused": "Not accepted: {why}",
  "unknown.open": "See the question",

  "help.title": "Did this help?",
  "help.yes": "Yes",
  "help.no": "No",
  "help.which": "Which passage helped?",
  "help.all": "All of them",
  "help.thanks": "Thank you. It stays in your community, and your question is not part of it.",
  "help.thanks.no": "Thank you. It helps to find better passages; your question is not part of it.",

  "noModel.title": "Answers without a language model",
  "noModel.text":
    "The box finds the passages that fit and quotes their sentences. Nothing is made up, and nothing leaves the box.",
  "noModel.how":
    "A language model puts answers into sentences of its own, each with its sources. A steward adds its file to the box (More, The box, Language models), and the community decides to use it.",

  "conversation.gone": "This conversation is not here",
  "conversation.gone.text": "It was deleted, or it belongs to somebody else.",
};
