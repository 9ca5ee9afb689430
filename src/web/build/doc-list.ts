/** A page of the documentation: where it is, and what it is called in the navigation; those without a label are not in it. */
export type Doc = {
  /** Behind `/developers/`; empty for the first one. */
  path: string;
  label?: string;
  /** From the folder of the pages. */
  file: string;
};

/** What the navigation shows, in its order. A page of each error comes beside them. */
export const DOCS: readonly Doc[] = [
  { path: '', label: 'Start here', file: 'docs/index.md' },
  { path: 'quickstart', label: 'Quickstart', file: 'docs/quickstart.md' },
  { path: 'sandbox', label: 'Sandbox', file: 'docs/sandbox.md' },
  { path: 'errors', label: 'Errors', file: 'docs/errors.md' },
  { path: 'reference', label: 'Reference', file: 'docs/reference.md' },
  { path: 'deviations', label: 'Deviations', file: 'docs/deviations.md' },
  { path: 'changelog', label: 'Changelog', file: '../../CHANGELOG.md' },
  { path: 'status', label: 'Status', file: 'docs/status.md' },
];

/** A page for people that is no document; the navigation leads there as well. */
export const KEYS = { path: 'keys', label: 'Your keys' };
