export default {
  title: "Language models",
  lead: "A language model puts answers into sentences of its own. Which one the box uses is for all of you to decide.",

  "none.title": "No language model yet",
  "none.text": "The box answers with quotes. A steward can add a model from a file.",
  "none.steward": "The box answers with quotes. You can add a model from a file, below.",

  "state.writes.ready": "{name} answers now.",
  "state.writes.starting": "{name} is being loaded…",
  "state.writes.down": "{name} does not run.",
  "state.writes.meanwhile": "Until it does, the box answers with quotes.",
  "state.finds.ready": "{name} finds what means the same.",
  "state.finds.starting": "{name} is being loaded…",
  "state.finds.down": "{name} does not run.",
  "state.finds.meanwhile": "Until it does, the box finds by the words themselves.",
  "confined.own.none":
    "It is shut in: no network, and a user of its own that may read models and nothing else of the box.",
  "confined.own.unrestricted":
    "It has a user of its own that may read models and nothing else of the box. This machine does not keep it from the network.",
  "confined.box.none": "It is shut in: a process of its own, without network.",
  "confined.box.unrestricted":
    "It is a process of its own. This machine does not keep it from the network.",
  machines: "Other machines of your network",
  "machine.ready": "Ready",
  "machine.starting": "Being looked for…",
  "machine.down": "Does not work",
  "machine.finds": "To find, it reads everything that is written here.",
  "machine.gets.public-only": "It is asked only about what anyone, anywhere may read.",
  "machine.gets.members": "It is asked only about what all members may read.",
  "machine.gets.any": "It may be asked about anything.",
  "finding.progress": "Passages read by the model that finds",
  "finding.waiting": "The model does not answer just now. It goes on by itself.",
  "finding.disk-full": "The disk is full. It goes on by itself when there is room.",
  "finding.failed": "This machine cannot keep what the model reads. Words still find.",
  "finding.ready": "What means the same is found now, beside the words themselves.",
  "finding.no-trust":
    "Tested on the titles and texts of your community, this model finds no better than chance. Words alone decide the order.",
  missing:
    "{name} was decided on, and its file is not on the box. A steward can add the file with this fingerprint:",

  "role.answer": "Writes answers",
  "role.embed": "Finds passages by their meaning",
  "role.adapter": "Changes how another model writes",
  deployed: "In use",
  "field.size": "Size",
  "field.parameters": "Parameters",
  "field.languages": "Languages",
  "field.licence": "Licence",
  "field.source": "Where it comes from",
  "field.hash": "Fingerprint (SHA-256)",
  more: "For experts",
  "more.text":
    "Parameters are the numbers a model is made of: more of them know more and answer more slowly. The fingerprint tells this file from every other; compare it with the one where the file comes from.",
  "field.unknown": "nobody said",

  strength: "How strongly it changes the other model",
  "strength.hint": "100 % is as its author made it.",
  try: "Try it",
  "try.busy": "Trying it…",
  "try.wait": "It is loaded beside what runs. That takes up to two minutes.",
  "try.result": "It wrote: {text}",
  "try.likeness": "It finds the two halves of the test alike to {text} of 1.",
  "try.speed": { one: "{count} token a second", other: "{count} tokens a second" },
  "try.failed": "It could not be tried: {why}",
  propose: "Propose to use it",
  "propose.title": "Use {name}",
  "propose.text":
    "Everybody can look at the proposal and vote. If it passes, the box uses the model by itself.",
  proposed: "The proposal is made. It stands under Decide.",
  "proposed.open": "See the proposal",
  rollback: "Propose to go back",
  "rollback.title": "Go back to the model before",
  remove: "Remove from the box",
  "remove.text": "{name} is deleted from the disk. It can be added again from its file.",
  "remove.do": "Remove it",
  "remove.keep": "Keep",
  "remove.failed": "It could not be removed: {why}",

  "why.unreachable": "The box did not answer. Try again when it is in reach.",
  "why.not-a-model": "This file is not a model. Models for the box end in .gguf.",
  "why.model-truncated": "The file is cut off. Copy or download it again, and compare its size.",
  "why.model-malformed":
    "The file does not add up. Do not use it; get it again from a source you trust.",
  "why.model-changed": "The file was changed or damaged on the disk. Add it again.",
  "why.model-unusable":
    "The engine cannot use it. It may be too new, too large for the memory, or damaged.",
  "why.model-crashes": "The engine crashes on it. Try another model.",
  "why.not-an-adapter": "This adapter is not made for this model.",
  "why.adapter-alone": "No model on the box is what this adapter is for. Add that model first.",
  "why.hash-differs": "It is another file than the one that was named. Do not use it.",
  "why.disk-full": "There is no room for it on the box. Remove a model that is not used.",
  "why.too-many-uploads":
    "Several models are on their way in already. Throw one of them away first.",
  "why.trial-running": "Another model is being tried just now. Wait a moment.",
  "why.model-used": "It is in use. Propose to use another one first.",
  "why.model-not-found": "It is not on the box any more.",
  "why.upload-not-found":
    "The box has nothing of it any more. If it is not in the list above, send it again.",
  "why.engine-stopped": "The engine stopped. It is started again by itself.",
  "why.engine-unreachable":
    "The engine cannot be started. It is tried again by itself; a steward can see why on the box, with: systemctl status folkmoot-engine.socket",
  "why.engine-not-local":
    "Its address is outside your network. A steward can correct it in the box's settings.",
  "why.machine-down":
    "It does not answer. Switch it on, or have a steward check its address in the box's settings.",
  "why.machine-may-not-read":
    "A model that finds reads everything, and this machine may not. A steward can allow it in the box's settings (privacy: any).",
  "why.file-unreadable": "The file cannot be read any more. Choose it again.",
  "why.failed": "Something went wrong on the way. Try again in a moment.",
  "why.other": "The box said “{code}”. A steward finds more about it in the box's log.",

  "add.title": "Add a model",
  "add.text":
    "A file that ends in .gguf, from this device or a stick. It is checked and kept; it answers nobody before you have decided so.",
  "add.file": "Choose the file",
  "add.file.none": "None chosen yet",
  "add.licence": "Its licence",
  "add.source": "Where it comes from",
  "add.start": "Send it to the box",
  "add.sending": "{name} is sent to the box",
  "add.detail": "{received} of {size}",
  "add.leave": "Leave the app open until it is there. You can look at other pages.",
  "add.stop": "Do not send it",
  "add.waiting":
    "The box is out of reach. What was sent is kept, and it goes on by itself when the box is back.",
  "add.checking": "The box checks it. With a large file that takes some minutes…",
  "add.done": "{name} is on the box.",
  "add.failed": "It was not added: {why}",

  "add.unfinished": "A file that was sent in part is on the box: {received} of {size}.",
  "add.unfinished.remove": "Throw it away",
};
