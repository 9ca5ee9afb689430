const SHAPE =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)([.,]\d{1,9})?)?\s*(Z|[+\- ]?(?:0\d|1[0-4]):?[0-5]\d)?$/i;

/**
 * Reads a time as servers do: the full form, only a date, or no zone, which means that of the city.
 * @returns undefined when it is no time
 */
export function readDateTime(text: string, zone: string): Date | undefined {
  const [, day = '', clock, , offset] = SHAPE.exec(text.trim()) ?? [];
  if (day === '' || (offset !== undefined && clock === undefined)) return undefined;
  const local = Date.parse(`${day}T${clock ?? '00:00'}Z`);
  const year = Number(day.slice(0, 4));
  // Date.parse takes the 30th of February for a day in March.
  if (Number.isNaN(local) || year < 1900 || year > 2999 || !isDay(day)) return undefined;
  return new Date(offset === undefined ? inZone(local, zone) : local - minutesOf(offset) * 60_000);
}

/** As every answer has it: UTC, whole seconds. */
export const writeDateTime = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

const isDay = (day: string) => new Date(`${day}T00:00Z`).toISOString().startsWith(day);

function minutesOf(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const [hours = 0, minutes = 0] = (offset.match(/\d\d/g) ?? []).map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** The moment at which the clocks of a zone show a time; of two, the earlier one. */
function inZone(local: number, zone: string): number {
  const day = 86_400_000;
  const offsets = [offsetAt(local - day, zone), offsetAt(local + day, zone)];
  const moments = offsets.map((offset) => local - offset).filter((at) => at + offsetAt(at, zone) === local);
  // An hour that the clocks leave out.
  return moments.length === 0 ? local - Math.min(...offsets) : Math.min(...moments);
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetAt(time: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return Date.parse(`${shown.format(time).replace(' ', 'T')}Z`) - Math.floor(time / 1000) * 1000;
}
