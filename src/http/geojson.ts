/** A public item of the contract that may have a place: a point, or a shape of its own. */
export type Placed =
  | { service_request_id: string; lat: number | null; long: number | null }
  | { area_code: string; geometry?: unknown };

/** Cases or areas as GeoJSON (RFC 7946). */
export function toFeatureCollection(items: readonly Placed[]): unknown {
  return { type: 'FeatureCollection', features: items.map(toFeature) };
}

/**
 * One case or area as a feature, with all that is told of it as its properties. A case without coordinates has no geometry,
 * so that no format tells of fewer cases than another.
 */
export function toFeature(item: Placed): unknown {
  if ('area_code' in item) {
    const { geometry = null, ...properties } = item;
    return { type: 'Feature', id: item.area_code, geometry, properties };
  }
  const { service_request_id: id, lat, long } = item;
  const geometry = lat === null || long === null ? null : { type: 'Point', coordinates: [long, lat] };
  return { type: 'Feature', id, geometry, properties: item };
}
