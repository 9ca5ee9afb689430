const TIME =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:([Tt ]) *(\d\d?):(\d\d)(?::(\d\d)([.,]\d+)?)?)? *(?:([Zz])|([+-])(\d\d):?(\d\d)?)?$/;

/** A time as the standard writes it, and the rules that what stood there breaks; undefined when it is no time at all. */
export interface MendedTime {
  time: string;
  rules: ('R11/form' | 'R11/zone' | 'A25')[];
}

/**
 * Reads a time as people do. One without a zone gets that of `timeZone`; without it, it stays without one: nobody can know
 * which it is, and UTC would be hours off.
 */
export function mendTime(text: string, timeZone?: string): MendedTime | undefined {
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [, year = '', month = '', day = '', , hour = '0', minute = '0', second = '0', fraction] = match;
  const [zulu, sign, zoneHours = '', zoneMinutes = '00'] = match.slice(9);
  const parts = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const wall = Date.UTC(parts[0], parts[1] - 1, ...(parts.slice(2) as [number, number, number, number]));
  const local = new Date(wall).toISOString().slice(0, 19);
  // What rolls over was no time: 30 February, 25 o'clock.
  if (local !== [year, ...parts.slice(1, 3).map(two)].join('-') + 'T' + parts.slice(3).map(two).join(':'))
    return undefined;
  const hasZone = zulu !== undefined || sign !== undefined;
  const zone = zulu
    ? 'Z'
    : sign
      ? `${sign}${zoneHours}:${zoneMinutes}`
      : timeZone
        ? zoneAt(wall, timeZone)
        : '';
  const rules: MendedTime['rules'] = [];
  const whole = fraction === undefined ? text : text.replace(fraction, '');
  if (whole !== (hasZone ? local + zone : local)) rules.push('R11/form');
  if (!hasZone) rules.push('R11/zone');
  if (fraction !== undefined) rules.push('A25');
  return { time: local + zone, rules };
}

const two = (part: number) => String(part).padStart(2, '0');

/** The offset of a zone when its clocks show this time. In the hour that clocks show twice, it is the earlier one. */
function zoneAt(wall: number, timeZone: string): string {
  const first = minutesOf(wall - 43_200_000, timeZone);
  const found = [first, minutesOf(wall - first * 60_000, timeZone)].find(
    (minutes) => minutesOf(wall - minutes * 60_000, timeZone) === minutes,
  );
  const minutes = found ?? first;
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** By zone: making one takes far longer than asking it, and a list asks for each of its times. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Minutes ahead of UTC. */
function minutesOf(time: number, timeZone: string): number {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  clocks.set(timeZone, clock);
  const name = clock.format(time);
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
}
