import type { ParametersOf } from '@signpost/sdk';
import { start } from '../page-start.ts';

/** What somebody wants to see of the cases. The address of the page holds it all, under these names. */
export type Filters = {
  q?: string;
  status?: 'open' | 'closed';
  /** Codes, separated by commas: one service, or a whole group of them. */
  service_code?: string;
  /** A day of the city's own calendar, as `2026-03-01`. */
  start_date?: string;
  /** What was typed as a place; what it means is asked of the city's directory. */
  place?: string;
  radius?: number;
  /** Only what lies in this rectangle of the map, as `west,south,east,north`. */
  bbox?: string;
  /** Where the list goes on; the first page has none. */
  cursor?: string;
};

/** How far around a place can be looked, in metres. */
export const RADII: readonly number[] = [200, 500, 1000, 2000, 5000];
export const USUAL_RADIUS = 500;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (text: string) => DAY.test(text) && !Number.isNaN(Date.parse(text));
const BOX = /^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3}$/;
/** As long as the API takes words and names of places. */
const MOST_LETTERS = 200;

/** Reads the query of an address; what cannot be meant is left out, as if nobody had said it. */
export function readFilters(query: Readonly<Record<string, string | undefined>>): Filters {
  const text = (name: string) => query[name]?.trim() ?? '';
  const status = text('status');
  const place = text('place').slice(0, MOST_LETTERS);
  const q = text('q').slice(0, MOST_LETTERS);
  const radius = RADII.find((one) => String(one) === text('radius'));
  return {
    ...(q === '' ? {} : { q }),
    ...(status === 'open' || status === 'closed' ? { status } : {}),
    ...(text('service_code') === '' ? {} : { service_code: text('service_code') }),
    ...(isDay(text('start_date')) ? { start_date: text('start_date') } : {}),
    ...(place === '' ? {} : { place, radius: radius ?? USUAL_RADIUS }),
    ...(BOX.test(text('bbox')) ? { bbox: text('bbox') } : {}),
    ...(text('cursor') === '' ? {} : { cursor: text('cursor') }),
  };
}

/** The names in the order in which they stand in an address. */
const NAMES = ['q', 'status', 'service_code', 'start_date', 'place', 'radius', 'bbox', 'cursor'] as const;

/** The address of the page that shows this. */
export function addressOf(filters: Filters): string {
  const query = new URLSearchParams();
  for (const name of NAMES) if (filters[name] !== undefined) query.set(name, String(filters[name]));
  const text = query.toString();
  return `/${start.city?.jurisdiction_id}/cases${text === '' ? '' : `?${text}`}`;
}

/** What lists and clusters are asked with alike. */
export function commonParameters({ status, service_code, start_date }: Filters) {
  return {
    ...(status === undefined ? {} : { status: [status] }),
    ...(service_code === undefined ? {} : { service_code: service_code.split(',') }),
    ...(start_date === undefined ? {} : { start_date }),
  };
}

/** Where a typed place is. */
export type Point = { name: string; lat: number; long: number };

/** What a list is asked with. */
export function listParameters(filters: Filters, point: Point | undefined): ParametersOf<'requests.list'> {
  const { q, bbox, cursor, radius = USUAL_RADIUS } = filters;
  return {
    ...commonParameters(filters),
    ...(q === undefined ? {} : { q }),
    ...(point === undefined ? {} : { lat: point.lat, long: point.long, radius }),
    ...(bbox === undefined ? {} : { bbox }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}
