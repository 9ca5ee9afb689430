import { BadRequestError, Signpost } from '@signpost/sdk';

// ?server=…&jurisdiction=…&key=…: a page of yours has them in here. What the key of a page may do, every visitor may do.
const given = new URLSearchParams(location.search);
const city = new Signpost({
  baseUrl: given.get('server') ?? 'http://127.0.0.1:3111',
  jurisdictionId: given.get('jurisdiction') ?? 'wroclaw.pl',
  apiKey: given.get('key') ?? undefined,
  sandbox: true,
});
const form = document.querySelector('form');
const outcome = document.querySelector('#outcome');
let idempotencyKey;

// What is changed is another submission; what is only sent again, after an error, is the same.
form.addEventListener('input', () => (idempotencyKey = undefined));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void show(send);
});
document.querySelector('#here').addEventListener('click', () => {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.lat.value = coords.latitude;
      form.long.value = coords.longitude;
    },
    ({ message }) => outcome.replaceChildren(message),
  );
});
void show(listServices);

async function listServices() {
  const services = await city.services.list();
  // Those without questions, to keep this page small: services.get tells the questions of the others.
  const options = services
    .filter(({ metadata }) => !metadata)
    .map(({ service_name, service_code }) => new Option(service_name, service_code));
  form.service_code.replaceChildren(...options);
}

async function send() {
  outcome.replaceChildren('Sending …');
  idempotencyKey ??= crypto.randomUUID?.() ?? `${Math.random()}`;
  const [photo] = form.media.files;
  const [submitted] = await city.requests.create(
    {
      service_code: form.service_code.value,
      lat: form.lat.valueAsNumber,
      long: form.long.valueAsNumber,
      description: form.description.value,
      media: photo ? [photo] : undefined,
    },
    { idempotencyKey },
  );
  const number = submitted.service_request_id;
  // Some services give no number; their notice says what will happen.
  if (!number) return outcome.replaceChildren(submitted.service_notice ?? 'Thank you.');
  const [found] = await city.requests.get({ service_request_id: number });
  const text = document.createElement('p');
  text.textContent = `Thank you. The number of your case is ${number}.`;
  outcome.replaceChildren(text);
  if (found.media_url)
    outcome.append(Object.assign(new Image(), { src: found.media_url, alt: 'Your photo' }));
  form.reset();
}

/** Does something, and tells what went wrong where people look for it. */
async function show(work) {
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  try {
    await work();
  } catch (error) {
    if (error instanceof BadRequestError) {
      for (const { field } of error.errors) form.elements[field]?.setAttribute('aria-invalid', 'true');
    }
    outcome.replaceChildren(error.message);
  }
}
