/** Questions to the community, and what came of them. */
export const questionSchema = [
  `CREATE TABLE knowledge_question (
     id BLOB PRIMARY KEY, member BLOB NOT NULL, time INTEGER NOT NULL, text TEXT NOT NULL,
     lang TEXT NOT NULL, audience TEXT NOT NULL, closed INTEGER NOT NULL DEFAULT 0,
     accepted BLOB) WITHOUT ROWID`,
  "CREATE INDEX knowledge_question_time ON knowledge_question (closed, time DESC, id)",
  `CREATE TABLE knowledge_answer (
     id BLOB PRIMARY KEY, question BLOB NOT NULL, member BLOB NOT NULL,
     by_moderator INTEGER NOT NULL, review_first INTEGER NOT NULL, time INTEGER NOT NULL,
     -- The item that says it better; then the answer does not become one.
     item BLOB) WITHOUT ROWID`,
  "CREATE INDEX knowledge_answer_question ON knowledge_answer (question, time)",
  `CREATE TABLE knowledge_closing (
     question BLOB PRIMARY KEY, accepted BLOB, by_moderator INTEGER NOT NULL,
     time INTEGER NOT NULL, turn BLOB NOT NULL) WITHOUT ROWID`,
];
export const questionTables = ["knowledge_closing", "knowledge_answer", "knowledge_question"];
