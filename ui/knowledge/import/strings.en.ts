export default {
  "import.lead":
    "Text from a file becomes knowledge. You see every part before anything is stored.",
  "import.choose": "Choose a file",
  "import.drop": "Drop files here, or choose them.",
  "import.formats":
    "PDF, Word (DOCX), EPUB, HTML, Markdown, CSV and plain text, up to {size}. Scanned pages need text recognition first.",
  "import.tooLarge": "Too large to bring",
  "import.tooLarge.text": "A file may have {size} at most. Split it, or save its text alone.",
  "import.sending": "On the way to the box",
  "import.progress": "{received} of {size}",
  "import.waiting": "Waits on this phone, and goes on by itself when the box is in reach.",
  "import.refused": "The box did not take this file",
  "import.drop.this": "Do not bring it",
  "import.brought": "On the box, not shared yet",
  "import.ready": "Ready to look at",
  "import.reading": "Being read",
  "import.reading.text": "The box is reading the file. Long ones take a minute.",
  "import.failed": "Could not be read",
  "import.failed.title": "The box could not read this file",
  "import.failed.safe": "Nothing was stored, and nothing else is affected.",
  "import.unfinished": "Not here in full",
  "import.unfinished.text":
    "Part of it has not arrived. It goes on from the phone it was chosen on; or throw it away and choose it again.",
  "import.discard": "Throw it away",
  "import.discarded": "Thrown away.",
  "import.gone": "This file is no longer here",
  "import.gone.text": "It was shared or thrown away, or a day has passed.",
  "preview.lead": "Look through it, choose, and share.",
  "preview.nothingStored": "Nothing is shared yet. The box forgets the file after a day.",
  "preview.series": "Title of the whole",
  "preview.series.hint": "The parts know of each other under this name.",
  "preview.parts": { one: "{count} part", other: "{count} parts" },
  "preview.part": "part {n}",
  "preview.chars": { one: "{chars} letter", other: "{chars} letters" },
  "preview.partReminders": {
    one: "{count} place looks private",
    other: "{count} places look private",
  },
  "preview.reminders": {
    one: "{count} place in it looks private: a phone number, an address, somebody's health. Read it before you share.",
    other:
      "{count} places in it look private: phone numbers, addresses, somebody's health. Read them before you share.",
  },
  "preview.read": "Read and rename part {n}",
  "preview.all.show": { one: "Show {count} part", other: "Show all {count} parts" },
  "preview.all": "For all parts",
  "preview.share": { one: "Share {count} part", other: "Share {count} parts" },
  "preview.sharing": "Preparing",
  "preview.progress": "{done} of {count}",
  "preview.shared": { one: "{count} part shared.", other: "{count} parts shared." },
  "preview.failed":
    "The box did not give all parts. Nothing was shared; try again when it is in reach.",
  "warning.guessed-encoding": "Some letters may be wrong: the file does not say how it is encoded.",
  "warning.pictures-left-out": "Pictures were left out. Only the text comes along.",
  "warning.pages-without-text": "Some pages hold no text. They may be photographs of pages.",
  "warning.damaged-parts": "Parts of the file are damaged and were left out.",
  "warning.rows-of-other-length": "Some rows have more or fewer columns than the first.",
  "failure.import-unsupported":
    "Files of this type cannot be read. Save it as PDF, DOCX, EPUB, HTML, Markdown, CSV or plain text, and bring that.",
  "failure.import-encrypted":
    "It is locked with a password or copy protection. Save it without, where it can be opened, and bring that copy.",
  "failure.import-damaged":
    "It is damaged or incomplete. Open it in another program to see whether it is whole, or fetch it again.",
  "failure.import-too-complex":
    "It unpacks to far more than its text needs. Save the text alone, as plain text or PDF, and bring that.",
  "failure.import-too-long":
    "It holds more text than can be brought at once. Split it into several files.",
  "failure.import-no-text":
    "No text was found in it. If its pages are photographs, run text recognition first, or type the text in.",
  "failure.import-timeout":
    "Reading it took too long. Save the text alone, as plain text, and bring that.",
  "failure.import-memory":
    "Reading it needs more memory than the box may spend. Split it, or save the text alone, and bring that.",
  "share.taking": "Taking what you shared…",
};
