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
};
