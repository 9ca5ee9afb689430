import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Size } from './databases.ts';
import type { Latency } from './measure.ts';

const PICTURE = fileURLToPath(new URL('growth.svg', import.meta.url));

const [WIDTH, HEIGHT] = [840, 360];
const EDGE = { left: 64, right: 200, top: 46, bottom: 48 };
/** Told apart also by those who see few colours. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#8a5fb5'];

/** Draws p50 (whole lines) and p99 (dashed) of each read over the number of cases, both on logarithmic axes. */
export function drawGrowth(grown: ReadonlyMap<string, ReadonlyMap<Size, Latency>>): void {
  const sizes = [...new Set([...grown.values()].flatMap((at) => [...at.keys()]))].sort((a, b) => a - b);
  const times = [...grown.values()].flatMap((at) => [...at.values()].flatMap(({ p50, p99 }) => [p50, p99]));
  const [low, high] = [Math.min(1, ...times), Math.max(10, ...times)];
  const [least = 1, most = 10] = [sizes[0], sizes.at(-1)];
  const x = (size: number) => scaled(size, [least, most], [EDGE.left, WIDTH - EDGE.right]);
  const y = (time: number) => scaled(time, [low, high], [HEIGHT - EDGE.bottom, EDGE.top]);
  const marks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].filter((time) => time >= low && time <= high);
  const text = (at: [number, number], said: string, how = '') =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${how}>${said}</text>`;
  const line = (points: [number, number][], colour: string, how = '') =>
    `<polyline points="${points.map((point) => point.map((one) => one.toFixed(1)).join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="2" ${how}/>`;
  const drawn = [...grown].flatMap(([title, at], place) => {
    const colour = COLOURS[place % COLOURS.length] ?? 'black';
    const points = [...at].sort(([a], [b]) => a - b);
    const of = (which: keyof Latency) =>
      points.map(([size, latency]): [number, number] => [x(size), y(latency[which])]);
    const legend = EDGE.top + 12 + place * 24;
    const legendX = WIDTH - EDGE.right + 24;
    return [
      line(of('p50'), colour),
      line(of('p99'), colour, 'stroke-dasharray="3 5" opacity="0.7"'),
      ...of('p50').map(
        ([px, py]) => `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3.5" fill="${colour}"/>`,
      ),
      line(
        [
          [legendX, legend - 4],
          [legendX + 22, legend - 4],
        ],
        colour,
      ),
      text([legendX + 30, legend], title),
    ];
  });
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13" fill="#222">`,
    `<title>Time of reads by the number of cases</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    text(
      [EDGE.left, 24],
      'Time of one read by the number of cases, in ms: p50, and p99 dashed',
      'font-weight="600"',
    ),
    ...marks.flatMap((time) => [
      line(
        [
          [EDGE.left, y(time)],
          [WIDTH - EDGE.right, y(time)],
        ],
        '#ddd',
      ),
      text([EDGE.left - 10, y(time) + 4], String(time), 'text-anchor="end"'),
    ]),
    ...sizes.map((size) =>
      text([x(size), HEIGHT - EDGE.bottom + 24], size.toLocaleString('en'), 'text-anchor="middle"'),
    ),
    ...drawn,
    '</svg>',
  ].join('\n');
  writeFileSync(PICTURE, `${svg}\n`);
}

function scaled(value: number, [from, to]: [number, number], [begin, end]: [number, number]): number {
  return begin + ((Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from))) * (end - begin);
}
