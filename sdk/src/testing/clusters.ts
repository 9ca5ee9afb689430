import type { Case, City } from './city.ts';
import { findCases } from './lists.ts';
import { boundsOfPoints, readBox } from './place.ts';
import type { Asked } from './read-call.ts';
import type { JsonOf } from './test-city.ts';

type Clusters = JsonOf<'clusters.list'>;

/** Cases of a rectangle in groups, in the same cells as a server's, as long as those are few. */
export function listClusters(city: City, asked: Asked): { data: Clusters } {
  const { found, query } = findCases(city, asked);
  const box = readBox(query.bbox ?? '');
  const [, south = 0, , north = 0] = Array.isArray(box) ? box : [];
  const width = 360 / 2 ** ((asked.fields['zoom'] as number) + 2);
  const latitude = Math.round((south + north) / 20) * 10;
  const height = width * Math.max(Math.cos((latitude * Math.PI) / 180), 0.1);
  const cells = new Map<string, Case[]>();
  for (const one of found) {
    const key = [
      Math.floor(((one.long ?? 0) + 180) / width),
      Math.floor(((one.lat ?? 0) + 90) / height),
    ].join();
    cells.set(key, [...(cells.get(key) ?? []), one]);
  }
  const clusters = [...cells.values()]
    .map(clusterOf)
    .sort((a, b) => b.count - a.count || a.lat - b.lat || a.long - b.long);
  return { data: { total: found.length, estimated: false, clusters } };
}

function clusterOf(cases: readonly Case[]): Clusters['clusters'][number] {
  const mean = (of: 'lat' | 'long') =>
    Math.round((cases.reduce((sum, one) => sum + (one[of] ?? 0), 0) / cases.length) * 1e7) / 1e7;
  return {
    count: cases.length,
    lat: mean('lat'),
    long: mean('long'),
    bounds: boundsOfPoints(cases) ?? [0, 0, 0, 0],
    service_request_id: cases.length === 1 ? (cases[0]?.number ?? null) : null,
  };
}
