export default {
  title: "Back in with the twelve words",
  lead: "For the founder who lost the only phone, while there is no other steward.",
  words: "The twelve words",
  wordsHint: "In their order. The first four letters of each are enough.",
  unknown: {
    one: "Word {which} is not in the list. Compare it with the paper.",
    other: "Words {which} are not in the list. Compare them with the paper.",
  },
  scan: "Scan the code on the paper",
  recover: "Let me back in",
  busy: "Asking the box…",
  mistyped: "These words do not belong together. Compare each with the paper, in its order.",
  refused: "The box did not let you in: {reason}.",
  unreachable: "The box did not answer. Are you in its WiFi? Try again; nothing has changed.",
  other: "Another steward has to do this",
  otherWords:
    "Both of you have to sign, and your key is lost. Give the twelve words to the other steward: on your page in the app they choose “Go on with their other device”, go on alone with the words, and then everybody decides to make you a steward again.",
  otherSign:
    "Ask another steward to open your page in the app and choose “Go on with their other device”. You agree on this device, and no words are needed.",
  what: "What happens",
  whatText:
    "This device becomes yours, and the lost one is shut out for good. What you wrote is still there. Where there are other stewards, two of them let you in instead.",
};
