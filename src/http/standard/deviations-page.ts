import type { Deviation, Rule } from './rule.ts';
import { RULES } from './rules.ts';

type Deviating = Rule & { deviation: Deviation };

const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
  body { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
  h1 { line-height: 1.2 }
  section { border-top: 1px solid #8886; padding-top: .75rem; margin-top: 1.25rem }
  h2 { font-size: 1rem; margin: 0 0 .5rem }
  h2 a { color: inherit; opacity: .65; margin-right: .5rem; font-variant-numeric: tabular-nums }
  dl { display: grid; grid-template-columns: 7.5rem 1fr; gap: .25rem 1rem; margin: 0 }
  dt { opacity: .75 }
  dd { margin: 0; overflow-wrap: anywhere }
  @media (max-width: 36rem) { dl { grid-template-columns: 1fr } dd { margin-bottom: .5rem } }`;

/** Where Signpost deliberately differs from GeoReport v2, and why, as a page. */
export function deviationsPage(): string {
  const deviating = RULES.filter((rule): rule is Deviating => rule.deviation !== undefined);
  const missing = RULES.filter((rule) => rule.notYet !== undefined);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Signpost and GeoReport v2</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Where Signpost differs from GeoReport v2</h1>
<p>Signpost keeps ${RULES.length - missing.length} rules about <a href="http://wiki.open311.org/GeoReport_v2/">Open311 GeoReport v2</a>,
each proven by tests. At ${deviating.length} of them it deliberately does something else than the text says, or more.
A client that keeps to the standard meets none of the additions: they are asked for, or they are in headers.
The contract is at <a href="/docs/">/docs</a>.</p>
${deviating.map(section).join('\n')}
<h1>Not yet</h1>
${missing.map(({ id, rule, notYet = '' }) => `<section><h2>${id} ${escaped(rule)}</h2><p>${escaped(notYet)}</p></section>`).join('\n')}
</body>
</html>
`;
}

const section = ({ id, rule, deviation }: Deviating) => `<section id="${id}">
<h2><a href="#${id}">${id}</a>${escaped(rule)}</h2>
<dl>
<dt>The standard</dt><dd>${escaped(deviation.standard)}</dd>
<dt>Signpost</dt><dd>${escaped(deviation.here)}</dd>
<dt>Because</dt><dd>${escaped(deviation.why)}</dd>
</dl>
</section>`;

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
