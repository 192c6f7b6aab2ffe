export default {
  "welcome.title": "Welcome",
  "welcome.lead": "This is {community}'s own place: what you know, ask and decide together.",
  "welcome.leadUnnamed": "A community's own place: what you know, ask and decide together.",
  "welcome.scan": "Scan an invitation",
  "welcome.scanDetail": "A member shows you a code on their phone, or it hangs on the wall",
  "welcome.type": "Type a short code",
  "welcome.typeDetail": "Eight letters and numbers from a member",
  "welcome.recover": "I am the founder and lost my phone",
  "welcome.recoverDetail": "You need the twelve words from the founding",
  "welcome.unfounded": "This box has no community yet",
  "welcome.unfoundedText":
    "Scan the code that the box shows in its terminal or on its screen to found one.",
};
