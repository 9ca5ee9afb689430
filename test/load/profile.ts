import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

type CpuProfile = {
  nodes: { id: number; callFrame: Place & { functionName: string } }[];
  samples: number[];
  timeDeltas: number[];
};

/** Lines and columns count from 0. */
type Place = { url: string; lineNumber: number; columnNumber: number };

/** So many lines are told of each kind. */
const MOST_TOLD = 25;

/** Node's own function that a call begins with. */
const FIRST_OF_A_CALL = 'parserOnIncoming';

/** Where the CPU time of the profiles in a folder went since the first call: by package or file, and by function. */
export function tellProfile(folder: string): string {
  const byModule = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let total = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
    const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
    const first = samples.findIndex((id) => frames.get(id)?.functionName === FIRST_OF_A_CALL);
    samples.forEach((id, index) => {
      const frame = frames.get(id);
      const time = timeDeltas[index] ?? 0;
      if (index < first || frame === undefined || frame.functionName === '(idle)') return;
      total += time;
      const { url, lineNumber } = sourceOf(frame);
      const module = moduleOf(url) || frame.functionName;
      const place = `${module} ${frame.functionName}:${lineNumber + 1}`;
      byModule.set(module, (byModule.get(module) ?? 0) + time);
      byFunction.set(place, (byFunction.get(place) ?? 0) + time);
    });
  }
  const told = (times: ReadonlyMap<string, number>) =>
    [...times]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_TOLD)
      .map(([name, time]) => `${((100 * time) / total).toFixed(1).padStart(6)} %  ${name}`);
  return [`CPU time ${(total / 1e6).toFixed(1)} s`, ...told(byModule), '', ...told(byFunction)].join('\n');
}

/** The map of a packed file; undefined for all others. */
const maps = new Map<string, SourceMap | undefined>();

/** Where a place of a packed file comes from. */
function sourceOf(place: Place): Place {
  const { url, lineNumber, columnNumber } = place;
  if (!maps.has(url)) {
    const file = url.startsWith('file:') ? `${fileURLToPath(url)}.map` : '';
    const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    maps.set(url, text === undefined ? undefined : new SourceMap(JSON.parse(text) as never));
  }
  const entry = maps.get(url)?.findEntry(lineNumber, columnNumber);
  return entry !== undefined && 'originalSource' in entry
    ? { url: entry.originalSource, lineNumber: entry.originalLine, columnNumber: entry.originalColumn }
    : place;
}

/** The package of a file, or the end of its path. */
function moduleOf(url: string): string {
  const inPackage = url.split('node_modules/').at(-1) ?? '';
  if (inPackage !== url)
    return inPackage
      .split('/')
      .slice(0, inPackage.startsWith('@') ? 2 : 1)
      .join('/');
  return url.startsWith('node:') ? url : (url.split('src/').at(-1) ?? url);
}
