import { findExampleCity } from '../developers/example-city.ts';
import { keptSandboxKey } from '../developers/sandbox-key.ts';
import { fillForms } from './fill-forms.ts';
import type { Contract } from './fill-forms.ts';
import { mendDialog } from './mend-dialog.ts';
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
  const kept = keptSandboxKey();
  const [contract, city] = await Promise.all([
    fetch('/openapi.json').then((answer) => answer.json() as Promise<Contract>),
    // Without an answer they are filled as the contract says.
    findExampleCity(kept?.city ?? '').catch(() => undefined),
  ]);
  const forms = SwaggerUIBundle({
    spec: fillForms(contract, city),
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
      if (kept !== undefined) forms.preauthorizeApiKey('apiKey', kept.key);
    },
  });
}

const place = document.getElementById('swagger-ui') as HTMLElement;
mendForms(place);
mendDialog(place);

showForms().catch(() => {
  place.textContent = 'The forms could not be loaded. Load the page again to try once more.';
});
