import { keptSandboxKey } from '../developers/sandbox-key.ts';
import { fillForms } from './fill-forms.ts';
import type { Contract } from './fill-forms.ts';
import { mendForms } from './mend-forms.ts';
import { withoutMain } from './without-main.ts';

/** What of Swagger UI is used here; its script stands before this one in the page. */
type Forms = { preauthorizeApiKey(scheme: string, key: string): unknown };
declare const SwaggerUIBundle: (options: {
  spec: Contract;
  dom_id: string;
  deepLinking: boolean;
  defaultModelsExpandDepth: number;
  syntaxHighlight: false;
  plugins: (typeof withoutMain)[];
  requestInterceptor(request: { url: string }): { url: string };
  onComplete(): void;
}) => Forms;

const sandbox = document.getElementById('sandbox') as HTMLInputElement;

async function showForms(): Promise<void> {
  const contract = (await (await fetch('/openapi.json')).json()) as Contract;
  const forms = SwaggerUIBundle({
    spec: fillForms(contract),
    dom_id: '#swagger-ui',
    deepLinking: true,
    // The shapes come with the operations that have them.
    defaultModelsExpandDepth: -1,
    // Its colours are too faint on any ground.
    syntaxHighlight: false,
    plugins: [withoutMain],
    // The contract has the addresses of the city; those of its sandbox differ in one word.
    requestInterceptor: (request) => {
      if (sandbox.checked)
        request.url = request.url.replace(/\/open311\/((?:[^/?]+\/)?)v2\//, '/open311/$1test/v2/');
      return request;
    },
    onComplete: () => {
      const kept = keptSandboxKey();
      if (kept !== undefined) forms.preauthorizeApiKey('apiKey', kept.key);
    },
  });
}

showForms().catch(() => {
  const place = document.getElementById('swagger-ui');
  if (place !== null)
    place.textContent = 'The forms could not be loaded. Load the page again to try once more.';
});

mendForms(document.getElementById('swagger-ui') as HTMLElement);
