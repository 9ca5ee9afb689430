import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

type CpuProfile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
};

/** So many lines are told of each kind. */
const MOST_TOLD = 25;

/** Where the CPU time of the profiles in a folder went: by package or file, and by function. */
export function tellProfile(folder: string): string {
  const byModule = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let total = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
    const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
    samples.forEach((id, index) => {
      const frame = frames.get(id);
      const time = timeDeltas[index] ?? 0;
      if (frame === undefined || frame.functionName === '(idle)') return;
      total += time;
      const module = moduleOf(frame.url) || frame.functionName;
      const place = `${module} ${frame.functionName}:${frame.lineNumber + 1}`;
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

/** The package of a file, or the end of its path. */
function moduleOf(url: string): string {
  const inPackage = url.split('node_modules/').at(-1) ?? '';
  if (inPackage !== url)
    return inPackage
      .split('/')
      .slice(0, inPackage.startsWith('@') ? 2 : 1)
      .join('/');
  return url.startsWith('node:') ? url : (url.split('/dist/').at(-1) ?? url);
}
