/** A public item of the contract that may have a place: a point, or a shape of its own. */
export type Placed =
  | { service_request_id: string; lat: number | null; long: number | null }
  | { area_code: string; geometry?: unknown };

/** Groups of cases, with what is told of all of them. */
type Grouped = {
  total: number;
  estimated: boolean;
  clusters: readonly { lat: number; long: number; bounds: readonly number[] }[];
};

/** Cases, areas or groups of cases as GeoJSON (RFC 7946). */
export function toFeatureCollection(items: readonly Placed[] | Grouped): unknown {
  if (!('clusters' in items)) return { type: 'FeatureCollection', features: items.map(toFeature) };
  const { clusters, ...beside } = items;
  return { type: 'FeatureCollection', ...beside, features: clusters.map(clusterFeature) };
}

/** What is around its cases is told as GeoJSON has it, and as a property like all else. */
const clusterFeature = (cluster: Grouped['clusters'][number]) => ({
  type: 'Feature',
  bbox: cluster.bounds,
  geometry: { type: 'Point', coordinates: [cluster.long, cluster.lat] },
  properties: cluster,
});

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
