export default {
  title: "Language models",
  lead: "A language model puts answers into sentences of its own. Which one the box uses is for all of you to decide.",

  "none.title": "No language model yet",
  "none.text": "The box answers with quotes. A steward can add a model from a file below.",

  "state.ready": "{name} answers now.",
  "state.starting": "{name} is being loaded…",
  "state.down": "{name} does not run. Until it does, the box answers with quotes.",
  "confined.own.none":
    "It is shut in: no network, and a user of its own that may read models and nothing else of the box.",
  "confined.own.unrestricted":
    "It has a user of its own that may read models and nothing else of the box. This machine does not keep it from the network.",
  "confined.box.none": "It is shut in: a process of its own, without network.",
  "confined.box.unrestricted":
    "It is a process of its own. This machine does not keep it from the network.",
  "machine.ready": "{name}, on another machine of your network, answers too.",
  "machine.starting": "{name}, on another machine of your network, is being looked for…",
  "machine.down": "{name}, on another machine of your network, does not answer.",
  "machine.finds.ready": "{name}, on another machine of your network, finds what means the same.",
  "machine.finds.starting": "{name}, on another machine of your network, is being looked for…",
  "machine.finds.down":
    "{name}, on another machine of your network, is to find what means the same, and does not.",
  "machine.finds.gets": "To find, a machine reads everything that is written here.",
  "machine.finds.mayNot":
    "A model that finds reads everything, and this machine may not. A steward can allow it in the box's settings (privacy: any).",
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
    "{name} was decided on, and its file is not on the box. Add the file with this fingerprint:",

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
  "field.unknown": "nobody said",

  strength: "How strongly it changes the other model",
  "strength.hint": "100 % is as its author made it.",
  try: "Try it",
  "try.busy": "It is loaded and tried…",
  "try.result": "It wrote: {text}",
  "try.likeness": "It finds the two halves of the test alike to {text} of 1.",
  "try.speed": { one: "{count} token a second", other: "{count} tokens a second" },
  "try.failed": "It cannot be used: {why}",
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

  "add.title": "Add a model",
  "add.text":
    "A file that ends in .gguf, from this device or a stick. It is checked and kept; it answers nobody before you have decided so.",
  "add.file": "Choose the file",
  "add.licence": "Its licence",
  "add.source": "Where it comes from",
  "add.start": "Send it to the box",
  "add.sending": "{name} is sent to the box",
  "add.detail": "{received} of {size}",
  "add.checking": "It is checked…",
  "add.done": "{name} is on the box.",
  "add.failed": "It was not added: {why}",
  "add.again": "Go on sending",
  "add.broken": "The connection broke off. What was sent is kept.",

  "add.unfinished": "A file that was sent in part is on the box: {received} of {size}.",
  "add.unfinished.remove": "Throw it away",
};
