export default {
  skip: "Skip to the page",
  navigation: "Main places",
  "place.home": "Home",
  "place.ask": "Ask",
  "place.knowledge": "Knowledge",
  "place.community": "Community",
  "place.more": "More",
  update: "A new version of the app is here.",
  "update.now": "Refresh",
  "broken.title": "This page broke",
  "broken.what": "That is our fault, not yours",
  "broken.safe": "What you wrote is kept on this phone. Load the page again, or go to another one.",
  "broken.reload": "Load again",
  trouble: "That did not work ({code}). Nothing you wrote is lost.",
  "trouble.unreachable":
    "That needs the box, and it did not answer. Try again when it is in reach.",
  "trouble.body-too-large": "That is too long for one piece. Split it in two.",
  "trouble.malformed-body":
    "Something in this form cannot be sent like this. Look it over once more.",
  "trouble.device-revoked": "This device is signed out, so the box did not take it.",
};
