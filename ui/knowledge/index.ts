/** What the community knows: reading, teaching, importing, reviewing, and asking one another. */
import { lazyPage as page } from "../design/lazy-page.ts";

/** Goes on sending files that wait on this phone. */
export const sendUploads = () =>
  import("./import/import-uploads.ts").then((file) => file.sendUploads());

export const KnowledgePage = page(() =>
  import("./knowledge-page.tsx").then((file) => file.KnowledgePage),
);
export const TeachPage = page(() => import("./edit-page.tsx").then((file) => file.TeachPage));
export const EditPage = page(() => import("./edit-page.tsx").then((file) => file.EditPage));
export const VersionsPage = page(() =>
  import("./versions/versions-page.tsx").then((file) => file.VersionsPage),
);
export const ResolvePage = page(() =>
  import("./versions/resolve-page.tsx").then((file) => file.ResolvePage),
);
export const ImportPage = page(() =>
  import("./import/import-page.tsx").then((file) => file.ImportPage),
);
export const PreviewPage = page(() =>
  import("./import/preview-page.tsx").then((file) => file.PreviewPage),
);
export const SharePage = page(() =>
  import("./import/share-page.tsx").then((file) => file.SharePage),
);
export const ReviewPage = page(() =>
  import("./moderation/review-page.tsx").then((file) => file.ReviewPage),
);
export const QuestionsPage = page(() =>
  import("./questions/questions-page.tsx").then((file) => file.QuestionsPage),
);
export const AskQuestionPage = page(() =>
  import("./questions/ask-question-page.tsx").then((file) => file.AskQuestionPage),
);
export const QuestionPage = page(() =>
  import("./questions/question-page.tsx").then((file) => file.QuestionPage),
);
