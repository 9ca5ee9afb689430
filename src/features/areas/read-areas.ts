import type { MultiPolygon, Polygon, Position } from 'geojson';
import { invalid } from '../../platform/errors.ts';
import type { Finding } from '../../platform/errors.ts';
import { isReadableText } from '../../platform/readable-text.ts';

/** A named part of a city; its positions are [long, lat] in WGS84. */
export type NamedArea = { name: string; geometry: Polygon | MultiPolygon };

/** So many mistakes of one file are told; whoever has more has the wrong file. */
const MOST_FINDINGS = 20;
const FEWEST_POSITIONS = 4;

/** `properties` is absent for a bare geometry, which has no place for a name. */
type Member = { label: string; properties?: Record<string, unknown>; geometry: unknown };

/**
 * Reads polygons from GeoJSON: a FeatureCollection, one Feature, or a bare Polygon or MultiPolygon. Heights are left out.
 * @param naming.nameProperty the property that holds the names; needed where there are several features
 * @param naming.defaultName the name of a single area when no property is named
 * @throws AppError invalid with the mistakes, each naming its feature
 */
export function readAreas(text: string, naming: { nameProperty?: string; defaultName: string }): NamedArea[] {
  const members = readMembers(text);
  if (members.length === 0) throw invalid([{ message: 'The GeoJSON has no features.' }]);
  const findings: Finding[] = [];
  const nameless: Member[] = [];
  const { nameProperty } = naming;
  if (nameProperty === undefined && members.length > 1) {
    const known = Object.keys(members[0]?.properties ?? {}).join(', ') || 'none';
    throw invalid([
      {
        field: 'name-property',
        message: `There are ${members.length} features. Say which property holds their names; the first one has: ${known}.`,
      },
    ]);
  }
  const areas = members.map((member): NamedArea => {
    const { label, properties, geometry } = member;
    const name =
      nameProperty === undefined || properties === undefined
        ? naming.defaultName
        : readName(properties[nameProperty]);
    if (name === '') nameless.push(member);
    else if (!isReadableText(name)) {
      findings.push({ message: `The name of ${label} contains a control character or half of a character.` });
    }
    const read = readGeometry(geometry);
    if (typeof read !== 'string') return { name, geometry: read };
    findings.push({ message: `${name === '' ? label : `${label} (${name})`}: ${read}` });
    return { name, geometry: { type: 'Polygon', coordinates: [] } };
  });
  if (nameless.length > 0) findings.unshift(namelessFinding(nameless, members.length, nameProperty ?? ''));
  if (findings.length > MOST_FINDINGS) {
    const more = findings.length - MOST_FINDINGS;
    throw invalid([...findings.slice(0, MOST_FINDINGS), { message: `There are ${more} more mistakes.` }]);
  }
  if (findings.length > 0) throw invalid(findings);
  return areas;
}

/** One finding for all of them: most often a wrong property was named. */
function namelessFinding(nameless: readonly Member[], count: number, property: string): Finding {
  const known = [...new Set(nameless.flatMap(({ properties }) => Object.keys(properties ?? {})))];
  const has = known.slice(0, MOST_FINDINGS).join(', ') || 'no properties';
  const [only] = nameless;
  return {
    message:
      nameless.length === 1 && only !== undefined
        ? `${only.label} has no name in ${property}. It has: ${has}.`
        : `${nameless.length} of ${count} features have no name in ${property}. They have: ${has}.`,
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readMembers(text: string): Member[] {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw invalid([{ message: `This is no GeoJSON: ${(error as Error).message}.` }]);
  }
  if (!isObject(document)) throw invalid([{ message: 'This is no GeoJSON: it is no object.' }]);
  if (document['type'] === 'FeatureCollection') {
    const { features } = document;
    if (!Array.isArray(features))
      throw invalid([{ message: 'The FeatureCollection has no list of features.' }]);
    return features.map((feature: unknown, index) => memberOf(feature, `feature ${index + 1}`));
  }
  if (document['type'] === 'Feature') return [memberOf(document, 'the feature')];
  return [{ label: 'the geometry', geometry: document }];
}

function memberOf(feature: unknown, label: string): Member {
  if (!isObject(feature)) return { label, properties: {}, geometry: null };
  const { properties, geometry } = feature;
  return { label, properties: isObject(properties) ? properties : {}, geometry };
}

function readName(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** @returns the geometry, or what is wrong with it */
function readGeometry(geometry: unknown): Polygon | MultiPolygon | string {
  if (!isObject(geometry)) return 'it has no geometry.';
  const { type, coordinates } = geometry;
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    return `its geometry is ${typeof type === 'string' ? type : 'of no type'}. Only Polygon and MultiPolygon are areas.`;
  }
  const parts: unknown = type === 'Polygon' ? [coordinates] : coordinates;
  if (!Array.isArray(parts) || parts.length === 0) return 'it has no polygons.';
  const read: Position[][][] = [];
  for (const [index, part] of parts.entries()) {
    const where = parts.length === 1 ? '' : `polygon ${index + 1}, `;
    const rings = readRings(part, where);
    if (typeof rings === 'string') return rings;
    read.push(rings);
  }
  const [first = []] = read;
  return type === 'Polygon' ? { type, coordinates: first } : { type, coordinates: read };
}

function readRings(polygon: unknown, where: string): Position[][] | string {
  if (!Array.isArray(polygon) || polygon.length === 0) return `${where}it has no rings.`;
  const rings: Position[][] = [];
  for (const [index, ring] of polygon.entries()) {
    const read = readRing(ring, `${where}ring ${index + 1}`);
    if (typeof read === 'string') return read;
    rings.push(read);
  }
  return rings;
}

function readRing(ring: unknown, where: string): Position[] | string {
  if (!Array.isArray(ring) || ring.length < FEWEST_POSITIONS) {
    return `${where} has fewer than ${FEWEST_POSITIONS} positions.`;
  }
  const positions: Position[] = [];
  for (const [index, position] of (ring as unknown[]).entries()) {
    const [long, lat] = Array.isArray(position) ? (position as unknown[]) : [];
    if (typeof long !== 'number' || typeof lat !== 'number')
      return `${where}, position ${index + 1} is no pair of numbers.`;
    if (!(Math.abs(long) <= 180 && Math.abs(lat) <= 90)) {
      return `${where}, position ${index + 1} is [${long}, ${lat}]: no longitude and latitude in degrees. Convert the file to WGS84 (EPSG:4326).`;
    }
    positions.push([long, lat]);
  }
  const first = positions[0];
  const last = positions.at(-1);
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) return `${where} does not end where it begins.`;
  return positions;
}
