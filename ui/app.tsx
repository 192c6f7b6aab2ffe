import { render } from "preact";
import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import { startBackground } from "./background.ts";
import { applyAppearance, LiveRegion } from "./design/index.ts";
import { direction, language, loadStrings } from "./i18n/index.ts";
import { membership, registerServiceWorker, startOffline } from "./offline/index.ts";
import { type AppRoute, lostPage, preloadPage, routes, welcomePage } from "./routes.tsx";
import {
  EmergencyStrip,
  Guard,
  keepFocus,
  Navigation,
  RecordStrip,
  SkipLink,
  TroubleStrip,
  UpdateStrip,
  watchTrouble,
} from "./shell/index.ts";

/** The app: one page at a time between the strip at the top and the navigation. */
function App() {
  const { path } = useLocation();
  const isMember = membership.value !== null;
  const { documentElement } = document;
  documentElement.lang = language.value;
  documentElement.dir = direction(language.value);
  const componentFor = (route: AppRoute) =>
    isMember || route.audience === "anyone" ? route.page : welcomePage;
  const bare = !isMember || isBare(path);
  return (
    <div class={`shell${bare ? " bare" : ""}`}>
      <SkipLink />
      <div class="body">
        <UpdateStrip />
        <TroubleStrip />
        {isMember && <EmergencyStrip />}
        {isMember && <RecordStrip />}
        <Guard address={path}>
          <Router>
            {routes.map((route) => (
              <Route key={route.path} path={route.path} component={componentFor(route)} />
            ))}
            <Route default component={isMember ? lostPage : welcomePage} />
          </Router>
        </Guard>
      </div>
      {!bare && <Navigation />}
      <LiveRegion />
    </div>
  );
}

function isBare(path: string): boolean {
  return routes.some((route) => route.bare === true && route.path === path);
}

watchTrouble();
keepFocus();
applyAppearance();
// Fetched while the phone's own data is read.
preloadPage(location.pathname);
await Promise.all([startOffline(), loadStrings()]);
render(
  <LocationProvider>
    <App />
  </LocationProvider>,
  document.getElementById("app") as HTMLElement,
);
registerServiceWorker();
startBackground();
