import type { LatLngBounds } from 'leaflet';
import { api } from '../api.ts';
import { listCases } from '../parts/list-cases.ts';
import { commonParameters, listParameters } from './filters.ts';
import type { Filters, Point } from './filters.ts';

/** What is drawn at one place: a group of cases, or one with its number. */
export type Mark = { count: number; lat: number; long: number; bounds: number[]; number: string | null };

/** What the map shows of a rectangle, and how many cases there are in it. */
export type Marks = { marks: Mark[]; total: number; estimated: boolean };

/** So many cases are drawn one by one where they cannot be grouped. */
const MOST_SINGLE = 200;

/** The rectangle as the API takes it, with as many digits as a map can show. */
export function boxOf(bounds: LatLngBounds): string {
  const [west, east] = [bounds.getWest(), bounds.getEast()];
  const wholeWorld = east - west >= 360;
  const edges = [
    wholeWorld ? -180 : wrapped(west),
    Math.max(-90, bounds.getSouth()),
    wholeWorld ? 180 : wrapped(east),
    Math.min(90, bounds.getNorth()),
  ];
  return edges.map((edge) => edge.toFixed(5)).join(',');
}

const wrapped = (longitude: number) => ((((longitude + 180) % 360) + 360) % 360) - 180;

/**
 * Asks what a map shows. The server groups by status, service and day; words and places it looks for in lists only, of which
 * the newest cases are drawn.
 */
export async function findMarks(
  filters: Filters,
  point: Point | undefined,
  bbox: string,
  zoom: number,
  signal: AbortSignal,
): Promise<Marks> {
  if (filters.q === undefined && point === undefined) {
    const asked = { ...commonParameters(filters), bbox, zoom };
    const { clusters, total, estimated } = await api.clusters.list(asked, { signal });
    const marks = clusters.map(({ service_request_id, ...mark }) => ({
      ...mark,
      number: service_request_id,
    }));
    return { marks, total, estimated };
  }
  const parameters = { ...listParameters(filters, point), bbox, page_size: MOST_SINGLE };
  const { cases, total, estimated } = await listCases(parameters, signal);
  const marks = cases.flatMap(({ lat, long, service_request_id: number }) =>
    lat === null || long === null ? [] : [{ count: 1, lat, long, bounds: [long, lat, long, lat], number }],
  );
  return { marks, total, estimated };
}
