export default {
  title: "Welcome",
  lead: "This is {community}'s own place: what you know, ask and decide together.",
  leadUnnamed: "A community's own place: what you know, ask and decide together.",
  scan: "Scan an invitation",
  scanDetail: "A member shows you a code on their phone, or it hangs on the wall",
  type: "Type a short code",
  typeDetail: "Eight letters and numbers from a member",
  recover: "I am the founder and lost my phone",
  recoverDetail: "You need the twelve words from the founding",
  unfounded: "This box has no community yet",
  unfoundedText: "Scan the code that the box shows in its terminal or on its screen to found one.",
};
