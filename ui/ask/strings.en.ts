export default {
  title: "Ask",
  "question.label": "Your question",
  "question.placeholder": "Your question",
  "question.send": "Ask",
  "question.notKept": "This phone has no room to keep your question. Free some, then ask again.",
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
  "turn.answering": "The box is answering this. What it says appears here by itself.",
  "turn.failed": "The box could not answer this.",
  "turn.refused": "The box did not take this question.",
  "turn.again": "Ask it again",
  "turn.busy":
    "Several questions of yours are with the box already. This one waits on this phone and is asked by itself when one of them is answered.",
  "turn.broken":
    "The connection broke off. The box goes on answering, and the rest comes by itself when it is back.",

  "trouble.failed": "Something went wrong there. Your question is kept: ask it again.",
  "trouble.refused": "Nothing of it is lost. Ask it again in a moment, or in other words.",
  "trouble.conversation-not-found": "This conversation was deleted. The question was not asked.",
  "trouble.conversation-full": "This conversation is full. Ask it in a new one.",
  "trouble.too-many-conversations":
    "You have very many conversations. Delete some under Earlier questions, then ask again.",
  "trouble.conversation-unreadable":
    "The key to this conversation is not on the box. A steward can restore it from a backup with its keys. In a new conversation you can ask.",
  "trouble.question-too-long": "The question is too long. Ask it in fewer words.",
  "trouble.members-only":
    "This community's assistant answers members only. Ask the people here; a steward can make you a member.",

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

  "ruling.off-limits": "Your community leaves this to people: {topic}",
  "ruling.ask-first": "Ask first: {ask}",
  "ruling.ask-first.text": "Your community has a custom about {topic}.",

  "why.title": "Why this answer",
  "why.passages": "Passages looked at",
  "why.left": "None: nothing was looked up",
  "why.model": "Written by",
  "why.model.none": "Nobody: these are the words of members",
  "why.rules": "Rules of the community",
  "why.rules.first": "As the box comes: nothing has been decided about it",
  "why.rules.version": "Version {version}",
  "why.rules.changed": "Version {version}. They have been changed since.",
  "why.time": "Answered",
  "why.took": { one: "in {count} second", other: "in {count} seconds" },
  "why.style.brief": "It answers briefly.",
  "why.style.balanced": "It answers as long as it takes.",
  "why.style.thorough": "It tells everything that belongs to the answer.",
  "why.formality.casual": "It speaks as neighbours do.",
  "why.formality.neutral": "It speaks neither formally nor casually.",
  "why.formality.formal": "It speaks formally.",
  "why.personality": "Who it is: {personality}",
  "why.offLimits": "Left to people: {topics}",
  "why.askFirst": "About {topic}, ask first: {ask}",

  "rules.title": "How the assistant behaves",
  "rules.lead": "These are the community's rules. Any member can propose other ones.",
  "rules.see": "See or change the rules",
  "rules.voice": "How it speaks",
  "rules.personality": "Who it is",
  "rules.personality.hint": "For example: a patient neighbour who knows where things are.",
  "rules.style": "How long",
  "rules.formality": "In what tone",
  "rules.houseTerms": "It is told what the community's own words mean",
  "rules.guests": "Guests may ask, too",
  "rules.limits": "What it leaves to people",
  "rules.offLimits": "Left to people altogether",
  "rules.offLimits.hint":
    "A line each: topic, other words for it / what it says. For example: medicine, dose / Ask the nurse.",
  "rules.askFirst": "Somebody is to be asked first; it does not answer",
  "rules.askFirst.hint":
    "A line each: topic, other words / whom to ask / what it says. For example: old seeds / an elder / They have keepers.",
  "rules.askAndAnswer": "Somebody is to be asked first; it answers as well",
  "rules.askAndAnswer.hint": "Written in the same way.",
  "rules.boundaries": "What it must not do",
  "rules.boundaries.hint":
    "A sentence a line. A model is told it; nobody can promise that it obeys.",
  "rules.missing": "A line lacks its topic, or whom to ask.",
  "rules.proposed": "The proposal is made",
  "rules.open": "See the proposal",

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
