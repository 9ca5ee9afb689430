import { ApiError, Signpost } from '@signpost/sdk';

/** Whoever looks at a status wants to know now, not after several tries. */
const IMPATIENT = { baseUrl: location.origin, timeoutMs: 10_000, retries: 0 };
const api = new Signpost(IMPATIENT);

/** Asks the public API whether the server works, and for the newest case of each city, and shows it as two tables. */
export async function showStatus(place: HTMLElement): Promise<void> {
  const checks = table('This server', ['Check', 'State']);
  const cities = table('Cities', ['City', 'Newest case']);
  place.append(checks.element, cities.element);
  const made = document.querySelector<HTMLMetaElement>('meta[name=generator]')?.content ?? '';
  checks.add('Release', made);
  await Promise.all([
    outcome(async () => (await api.health.live()).status === 'ok').then((state) =>
      checks.add('The process runs', state),
    ),
    outcome(async () => (await api.health.ready()).status === 'ok').then((state) =>
      checks.add('It can work: database, tables, jobs', state),
    ),
    outcome(async () => {
      const all = await api.jurisdictions.list();
      const newest = await Promise.all(all.map((one) => outcome(() => newestCase(one.jurisdiction_id))));
      all.forEach(({ name }, at) => cities.add(name, newest[at] ?? ''));
      return all.length === 0 ? 'none' : '';
    }).then((state) => state === '' || cities.add('All cities', state)),
  ]);
  place.dataset['state'] = 'there';
}

async function newestCase(jurisdictionId: string): Promise<string> {
  const city = new Signpost({ ...IMPATIENT, jurisdictionId });
  const [newest] = await city.requests.list({ sort: '-requested_datetime', page_size: 1 });
  return newest?.requested_datetime == null ? 'none yet' : ageOf(new Date(newest.requested_datetime));
}

/** What a question gives, in words; also when it is not answered. */
async function outcome(ask: () => Promise<boolean | string>): Promise<string> {
  try {
    const answer = await ask();
    return typeof answer === 'string' ? answer : answer ? 'Yes' : 'No';
  } catch (error) {
    return error instanceof ApiError ? `No: it answers ${error.status}` : 'No: there is no answer';
  }
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

function ageOf(time: Date): string {
  const seconds = Math.max(0, (Date.now() - time.getTime()) / 1000);
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en').format(-Math.floor(seconds / size), unit);
}

function table(heading: string, head: string[]) {
  const element = document.createElement('section');
  const title = document.createElement('h2');
  title.textContent = heading;
  const shown = document.createElement('table');
  const first = shown.createTHead().insertRow();
  for (const text of head) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = text;
    first.append(cell);
  }
  const body = shown.createTBody();
  element.append(title, shown);
  return {
    element,
    add(...texts: string[]) {
      const row = body.insertRow();
      for (const text of texts) row.insertCell().textContent = text;
    },
  };
}
