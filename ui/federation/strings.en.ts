export default {
  title: "What our partners receive",
  lead: "Everything of ours that goes to other communities stands here.",
  list: "Partner communities",
  propose: "Propose to share something",
  none: "Nothing goes to anybody",
  noneText:
    "A partner receives something once two things were decided: to become partners, and which category to share. Anybody can propose both.",
  guest: "Members see what goes to other communities. You are a guest here.",
  "withheld.not-admitted":
    "Receives nothing: it was decided to share with them, but not to become partners.",
  "withheld.paused": "Receives nothing: a decision has paused it.",
  "withheld.emergency": "Receives nothing: paused in an emergency, until that is over.",
  "withheld.short": "receives nothing now",
  items: { one: "{count} item", other: "{count} items" },
  nothingYet: "Nothing in it is released yet",
  share: "All of “{category}” that its authors release",
  "share.except": "All of “{category}” that its authors release, but nothing labelled {labels}",
  noShares: "Nothing was decided to be shared with them.",
  "feed.title": "What {name} receives",
  "feed.lead":
    "As it would be given now. It changes with every decision, and with every author’s word.",
  "feed.decided": "Decided to be shared",
  "feed.items": "Given now",
  "feed.empty": "Nothing is given now",
  "feed.emptyText":
    "Nothing in these categories may go out yet: it is for all members, current, and its author agrees to share it with partners.",
  "feed.more": "Show more",
  "feed.moreFailed": "The rest needs the box, and it did not answer.",
  "consent.federation_ok": "for partner communities",
  "consent.commons_ok": "for anybody",
  "feed.withdrawn": "Taken back",
  "feed.withdrawnText":
    "They had these in an earlier file. The next one tells them not to use them any more; nobody can make them forget.",
  "feed.erased": "Erased, or not for everybody any more",
  "feed.travels": "How it gets there",
  "feed.travelsText":
    "Somebody with the box's command line writes a signed file and carries it there: {command}",
  "feed.exported": "The last file was number {serial}, made {when}.",
  "feed.neverExported": "No file was made for them yet.",
};
