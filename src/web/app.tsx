import { lazy, LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { Cities } from './cities/cities.tsx';
import { Home } from './home/home.tsx';
import { NotFound } from './not-found/not-found.tsx';
import { start } from './page-start.ts';
import { Layout } from './parts/layout.tsx';
import { pageOrWords } from './parts/missing.tsx';

// What the first page does not show comes when it is asked for.
const Report = lazy(() => pageOrWords(import('./report/report.tsx').then((page) => page.Report)));
const Keys = lazy(() => pageOrWords(import('./developers-keys/keys.tsx').then((page) => page.Keys)));
const Cases = lazy(() => pageOrWords(import('./cases/cases.tsx').then((page) => page.Cases)));
const Case = lazy(() => pageOrWords(import('./case/case.tsx').then((page) => page.Case)));
const Token = lazy(() => pageOrWords(import('./token/token.tsx').then((page) => page.Token)));
const Widget = lazy(() => pageOrWords(import('./widget/widget.tsx').then((page) => page.Widget)));

/** Stands in a frame on somebody else's page, with nothing around it. */
const WIDGET = /^\/[^/]+\/widget$/;

/** The pages of a city. */
function CityPages() {
  const { path } = useLocation();
  if (WIDGET.test(path))
    return (
      <Router>
        <Route path="/:city/widget" component={Widget} />
        <Route default component={NotFound} />
      </Router>
    );
  return (
    <Layout path={path}>
      <Router>
        <Route path="/:city" component={Home} />
        <Route path="/:city/report/:step?" component={Report} />
        <Route path="/:city/cases" component={Cases} />
        <Route path="/:city/cases/:number" component={Case} />
        <Route path="/:city/tokens/:token" component={Token} />
        <Route default component={NotFound} />
      </Router>
    </Layout>
  );
}

/** Pages that are about no city. */
function GeneralPages() {
  const { path } = useLocation();
  return (
    <Layout path={path}>
      <Router>
        <Route path="/" component={Cities} />
        <Route path="/developers/keys" component={Keys} />
        <Route default component={NotFound} />
      </Router>
    </Layout>
  );
}

/** Links within a city change the page; all others leave for a new document, which the server fills for its city. */
export function App() {
  const { city } = start;
  return city === null ? (
    <LocationProvider scope={/^\/$/}>
      <GeneralPages />
    </LocationProvider>
  ) : (
    <LocationProvider scope={`/${city.jurisdiction_id}/`}>
      <CityPages />
    </LocationProvider>
  );
}
