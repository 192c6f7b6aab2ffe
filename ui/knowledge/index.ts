/** What the community knows: reading, teaching, importing, reviewing, and asking one another. */
import { lazy } from "preact-iso";
// Known from the start, so that the words are there before the first page is drawn.
import "./import/strings.ts";
import "./moderation/strings.ts";
import "./questions/strings.ts";
import "./strings.ts";

export const KnowledgePage = lazy(() =>
  import("./knowledge-page.tsx").then((file) => file.KnowledgePage),
);
export const TeachPage = lazy(() => import("./edit-page.tsx").then((file) => file.TeachPage));
export const EditPage = lazy(() => import("./edit-page.tsx").then((file) => file.EditPage));
export const VersionsPage = lazy(() =>
  import("./versions/versions-page.tsx").then((file) => file.VersionsPage),
);
export const ResolvePage = lazy(() =>
  import("./versions/resolve-page.tsx").then((file) => file.ResolvePage),
);
export const ImportPage = lazy(() =>
  import("./import/import-page.tsx").then((file) => file.ImportPage),
);
export const PreviewPage = lazy(() =>
  import("./import/preview-page.tsx").then((file) => file.PreviewPage),
);
export const SharePage = lazy(() =>
  import("./import/share-page.tsx").then((file) => file.SharePage),
);
export const ReviewPage = lazy(() =>
  import("./moderation/review-page.tsx").then((file) => file.ReviewPage),
);
export const QuestionsPage = lazy(() =>
  import("./questions/questions-page.tsx").then((file) => file.QuestionsPage),
);
export const AskQuestionPage = lazy(() =>
  import("./questions/ask-question-page.tsx").then((file) => file.AskQuestionPage),
);
export const QuestionPage = lazy(() =>
  import("./questions/question-page.tsx").then((file) => file.QuestionPage),
);
