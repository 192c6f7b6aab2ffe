export default {
  "box.title": "The box",
  "box.lead": "The small computer that keeps what your community knows.",
  never: "not yet",
  "gate.title": "Changes that wait for stewards",
  "gate.none": "None at the moment",
  "gate.open": { one: "{count} change waits", other: "{count} changes wait" },

  "health.title": "How it is",
  "health.ok": "All is well",
  "health.warning": "Something needs attention",
  "health.failed": "Something does not work",
  "part.store": "Storage",
  "part.log": "What is stored",
  "part.certificate": "Certificate",
  "part.app": "App",
  "part.backup": "Backup",
  "part.knowledge": "Knowledge",
  "part.assistant": "Assistant",
  "part.model": "Language model",
  "part.record": "Its record",
  "part.name": "Name in the network",

  "trouble.part.silent": "This part does not answer.",
  "trouble.part.silent.hint": "Restart the box; if it stays so, look into its log.",
  "trouble.store.full": "The disk is full: nothing new can be stored.",
  "trouble.store.full.hint":
    "Free some space. Reading goes on, and phones keep what they could not send.",
  "trouble.store.low": "Only {mebibytes} MiB of the disk are free.",
  "trouble.store.low.hint": "Free some space, or use a larger disk.",
  "trouble.store.slow": "More arrives than the disk can take.",
  "trouble.store.slow.hint": "It passes. If it stays, the disk is too slow.",
  "trouble.certificate.over": "The certificate has run out: phones refuse the box.",
  "trouble.certificate.over.hint":
    "Check the box's clock, then restart it: it makes a new certificate by itself.",
  "trouble.certificate.authority": {
    one: "The box's own authority runs out in {count} day.",
    other: "The box's own authority runs out in {count} days.",
  },
  "trouble.certificate.authority.hint": "Plan a day on which every phone installs the new one.",
  "trouble.certificate.late": {
    one: "The certificate runs out in {count} day and was not renewed.",
    other: "The certificate runs out in {count} days and was not renewed.",
  },
  "trouble.certificate.late.hint": "Restart the box; if it stays so, look into its log.",
  "trouble.name.taken": "Another machine in this network answers to {name}.",
  "trouble.name.taken.hint":
    "Find it and switch it off or rename it: phones may reach the wrong one.",
  "trouble.app.missing": "The app has not been built.",
  "trouble.app.missing.hint": "Run on the box: bun run build:ui, then restart it.",
  "trouble.backup.none": "There is no backup yet.",
  "trouble.backup.none.hint": "Make one on the box: moot backup, and carry it to another place.",
  "trouble.backup.old": {
    one: "The last backup is {count} day old.",
    other: "The last backup is {count} days old.",
  },
  "trouble.backup.old.hint": "Make one on the box: moot backup, and carry it to another place.",
  "trouble.log.damaged": {
    one: "{count} stored thing is damaged.",
    other: "{count} stored things are damaged.",
  },
  "trouble.log.damaged.hint":
    "On the box, moot log verify says which. Then restore the newest backup: moot restore. Members' phones send again what came after.",
  "trouble.record.changed": "What is stored is not what this box has signed.",
  "trouble.record.changed.hint":
    "Restore the newest backup: moot restore. Members' phones send again what came after.",

  "storage.title": "Storage",
  "storage.used": "{size} used",
  "storage.free": "{size} free",
  "storage.log": "Signed things kept",
  "storage.verified": "Last checked whole",
  "storage.backup": "Last backup",
  "storage.damaged": {
    one: "{count} thing on the disk is damaged. Restore it from a backup.",
    other: "{count} things on the disk are damaged. Restore them from a backup.",
  },

  "certificate.title": "Certificate",
  "certificate.days": {
    one: "Good for {count} more day.",
    other: "Good for {count} more days.",
  },
  "certificate.renewed": "The box renews it by itself.",
  "certificate.words": "Its words",
  "certificate.root": "The box's authority ends",
  "certificate.compare":
    "The same words stand on the box's terminal and on its poster. If they differ, you are talking to another machine.",

  "version.title": "Versions",
  "version.runtime": "Runs on",
  "version.name": "Name in the network",
  "version.uptime": "Started",
  "hash.lead":
    "The box hands out this app. Whoever wants can compare its fingerprint with the terminal and with the signed release.",
  "hash.compute": "Show the fingerprint",
  "hash.here": "On this phone",
  "hash.box": "On the box",
  "hash.unknown": "not known now",
  "hash.same": "Both are the same.",
  "hash.different": "They differ. A new version may wait: refresh the app and look again.",

  "models.title": "Language models",
  "models.detail": "What answers here, and how to add another",
  "record.title": "The record",
  "record.detail": "Has anybody changed what was signed?",

  "programs.title": "Programs",
  "programs.detail": "Which other programs may use the box",

  "connection.title": "Connection",
  "connection.detail": "When the box cannot be reached",
  "connection.try": "Try now",
  "connection.safe":
    "Whatever happens: what you have written is kept on this phone until the box confirms it.",
  "state.online": "The box is in reach",
  "state.onlineText": "What you write is sent at once.",
  "state.connecting": "Looking for the box",
  "state.connectingText": "You can read and write meanwhile.",
  "state.offline": "This phone has no network",
  "state.offlineText": "Reading and writing go on. It is sent when you are back.",
  "state.unreachable": "The box does not answer",
  "state.unreachableText": "This phone has a network, but it does not lead to the box.",
  "state.certificate": "This phone may not trust the box right now",
  "state.certificateText":
    "The certificate this phone knew has run out, or the phone's clock is wrong. Look at the phone's date first.",
  "state.closed": "This device is signed out",
  "state.closedText":
    "The box says it may not speak for a member any more. If that is a mistake, ask two stewards, or add it again from another of your devices.",
  "steps.title": "What usually helps",
  "steps.wifi": "Look whether this phone is in the box's WiFi.",
  "steps.near": "Go a little nearer.",
  "steps.power": "Ask somebody near the box whether it is switched on.",
  "check.title": "Is it the certificate?",
  "check.text":
    "This page of the box opens even without it. If it opens, follow what it says; if not, the box is out of reach.",
  "check.open": "Open the box's plain page",
  "save.title": {
    one: "{count} thing waits on this phone",
    other: "{count} things wait on this phone",
  },
  "save.text": "You can save it as a file and let somebody carry it to the box.",
  "save.do": "Save what waits",
};
