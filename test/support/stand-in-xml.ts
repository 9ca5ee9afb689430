import type { Reply } from './stand-in-city.ts';

/** What the entries of lists are called. */
const ENTRIES: Record<string, string> = {
  services: 'service',
  service_requests: 'request',
  service_request_updates: 'request_update',
  errors: 'error',
  attributes: 'attribute',
  values: 'value',
  endpoints: 'endpoint',
  formats: 'format',
};

export function renderReply({ root, value }: Reply, format: 'json' | 'xml'): string {
  return format === 'json'
    ? JSON.stringify(value)
    : `<?xml version="1.0" encoding="utf-8"?>\n${element(root, value)}`;
}

function element(name: string, value: unknown): string {
  const entry = ENTRIES[name] ?? 'item';
  const inner = Array.isArray(value)
    ? value.map((one) => element(entry, one)).join('')
    : value !== null && typeof value === 'object'
      ? Object.entries(value)
          .map(([field, one]) => element(field, one))
          .join('')
      : escaped(`${(value ?? '') as string | number | boolean}`);
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
